// SPDX-License-Identifier: Apache-2.0
// Inside the resolve room only: the lake's rows as the engine takes them, and the engine's answer as tables of the lake.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "db/source.h"
#include "flow/context.h"
#include "resolve/resolve.h"

namespace zhike::resolve {

// The records of one kind of customer, ready for dedupe(); row i is record record_ids[i].
struct Records {
  std::string entity;
  Table table;
  std::vector<std::int64_t> record_ids;  // ascending
};
Result<Records> read_records(flow::Context& context, const std::string& entity);

// A kind's records with what was found.
struct Solved {
  Records records;
  Outcome outcome;
};

// Each is pulled once by a statement of sql/.
std::shared_ptr<db::Source> edge_source(const std::vector<Solved>& solved);
std::shared_ptr<db::Source> cluster_source(const std::vector<Solved>& solved);
std::shared_ptr<db::Source> field_source(const std::vector<Solved>& solved);
std::shared_ptr<db::Source> code_source(const std::vector<std::int64_t>& record_ids, const std::vector<std::string>& cuids);

// A stored pair's evidence as text and back: bits of each part, exactly.
std::string write_evidence(const Waterfall& waterfall);
bool read_evidence(std::string_view text, Waterfall& waterfall);

}  // namespace zhike::resolve
