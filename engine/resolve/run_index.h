// SPDX-License-Identifier: Apache-2.0
// The indexes of a workspace: made at the end of a run, one for each kind of customer, and asked about single records.
// They hold nothing that a run could not make again.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "flow/context.h"
#include "resolve/index_file.h"
#include "resolve/lake_tables.h"

namespace zhike::resolve {

// Writes the index of every kind that was matched and removes those of kinds that were not. The tables of the run must
// be written.
Status keep_indexes(flow::Context& context, const std::vector<Solved>& solved);

// Keeps what has changed of one index since it was opened; it belongs to the present tables from then on.
Status keep_index(flow::Context& context, const std::string& entity, StoredIndex& stored);
// What is told about the records, as the index takes it. constraints: of these records, over the columns that decide.
IndexTold told_of(const standard::Standard& standard, const Index& index, const Records& records, const Constraints& constraints);

// not_found or conflict when no index belongs to the present tables: a run makes one.
Result<StoredIndex> open_index(flow::Context& context, const std::string& entity);

// A record's cells under the ids of the standard's fields, in standard form, as the index takes them.
IndexRecord index_record(const standard::Standard& standard, const Index& index, const std::vector<IndexCell>& cells);

struct CustomerMatch {
  std::int64_t record_id = 0;
  std::string record;  // SOURCE:KEY
  std::string cuid;
  double weight = 0;
  double probability = 0;
  Waterfall waterfall;
};
struct CustomerAnswer {
  std::string cuid;                 // empty: a new customer
  std::vector<std::string> others;  // further customers that the record would bring together with that one
  std::vector<CustomerMatch> candidates;
};
Result<CustomerAnswer> ask_index(flow::Context& context, Index& index, const IndexRecord& record, const AskOptions& options);

}  // namespace zhike::resolve
