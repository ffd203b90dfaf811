// SPDX-License-Identifier: Apache-2.0
// Inside the resolve room only: permanent codes in the ledger. What was given stays; only what changed is written.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "flow/context.h"
#include "resolve/lake_tables.h"
#include "resolve/run.h"

namespace zhike::resolve {

// How much a record says about who the customer is: it decides which part of a split keeps the code.
std::uint32_t record_weight(const Table& table, std::size_t row);

// SHA-256 of the learned models: tells under which model an act was done.
std::string hash_of(const std::vector<Solved>& solved);

// The code of every record of `solved`, in the order of the parts and their rows; durable in the ledger when it returns.
Result<std::vector<std::string>> give_codes(flow::Context& context, const std::vector<Solved>& solved, RunResult& result);

// The same for some customers, each with all its records, as an incremental run has them.
struct RecordMember {
  std::int64_t record_id = 0, cluster = 0;  // cluster: any label
  std::uint32_t weight = 1;                 // record_weight()
  std::string entity;
};
struct RecordTie {
  std::int64_t left_id = 0, right_id = 0;
  float weight = 0;
  Cause cause = Cause::evidence;
};
struct CodedRecords {
  std::vector<std::int64_t> record_ids;
  std::vector<std::string> cuids;
};
// touched: the members and the records that are gone, ascending. By record.
Result<CodedRecords> give_codes_among(flow::Context& context, const std::vector<std::int64_t>& touched, std::vector<RecordMember> members,
                                      const std::vector<RecordTie>& ties, const std::string& model_hash, RunResult& result);

// Verdicts of people about two records of `records`, as rows.
Result<Constraints> read_verdicts(flow::Context& context, const Records& records);
// The records that they speak of.
Result<std::vector<std::int64_t>> judged_records(flow::Context& context);

}  // namespace zhike::resolve
