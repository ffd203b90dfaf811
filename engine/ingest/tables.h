// SPDX-License-Identifier: Apache-2.0
// The tables of the ingest schema, and the columns a batch fills in them.
#pragma once

#include <string>
#include <vector>

#include "flow/context.h"
#include "ingest/mapping.h"

namespace zhike::ingest {

// Makes what is missing. Cheap when nothing is.
Status create_tables(flow::Context& context);
// Gives ingest.record and record_past a column for each of these fields. An empty column costs as much to write as a
// short value in every row, so there is none before a batch brings the field.
Status add_columns(flow::Context& context, const std::vector<std::string>& fields);

// A column list and the expression for each, as SQL text; the archived rows are called `arrived`.
struct LoadColumns {
  std::string columns, expressions;
  std::vector<std::string> fields;  // of the standard, among the columns
};
struct BatchFacts {
  std::int64_t batch_id = 0;
  std::string source_id;
};
// `repeats`: the batch was judged line by line, so id and occurrence come from the verdict.
LoadColumns record_columns(const standard::Standard& standard, const Mapping& mapping, const BatchFacts& batch, bool repeats);
LoadColumns event_columns(const Mapping& mapping, const BatchFacts& batch);
// Whether a row has a key of its own, as an SQL condition.
std::string is_keyed(const Mapping& mapping);
// A row's hash with the meaning of its columns, as an SQL expression.
std::string row_hash(const Mapping& mapping);
// The target whose column is the key of a row: source_key or event_id.
std::string_view key_target(const Mapping& mapping);

// The functions these expressions call; once per database.
Status add_load_functions(db::Connection& connection);

}  // namespace zhike::ingest
