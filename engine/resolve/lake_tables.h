// SPDX-License-Identifier: Apache-2.0
// Inside the resolve room only: the lake's rows as the engine takes them, and the engine's answer as tables of the lake.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "db/source.h"
#include "flow/context.h"
#include "resolve/household_forming.h"
#include "resolve/identity_moves.h"
#include "resolve/index.h"
#include "resolve/resolve.h"

namespace zhike::resolve {

// Whether a field of the standard is compared for one kind of customer.
bool is_compared(const standard::Field& field, const std::string& entity);

// The records of one kind of customer, ready for dedupe(); row i is record record_ids[i].
struct Records {
  std::string entity;
  Table table;
  std::vector<std::int64_t> record_ids;  // ascending
};
// Records of a temporary table with a column record_id; empty: all.
struct Among {
  std::string table;              // such as resolve_changed
  std::int64_t cleaned_from = 0;  // the first run that cleaned any of them: where what was cleaned last lies together, all else is passed over
};
// Which part of the records is read.
struct Extract {
  Among among;
  bool identifiers_only = false;  // columns that rules decide by, of the records that have any of them, too
};
Result<Records> read_records(flow::Context& context, const std::string& entity, const Extract& extract = {});

// Whether the lake tells in which run each record was cleaned, and the column for it.
struct CleanedIn {
  bool known = false;
  std::string column;
};
Result<CleanedIn> find_cleaned_in(flow::Context& context);

// Makes the view resolve_present: what is compared of every record, or of some, as one number. Equal numbers: nothing to look at
// again.
Status view_present(flow::Context& context, const CleanedIn& cleaned, const Among& among = {});

// Where and when each record was last touched, in their order.
struct Scopes {
  std::vector<std::string> sources;
  std::vector<std::int32_t> days;  // since 1970; 0: unknown
};
Result<Scopes> read_scopes(flow::Context& context, const Records& records);

// A pair of rows that a person or a rule has joined.
struct ToldPair {
  std::uint32_t left = 0, right = 0;
  Cause cause = Cause::verdict;
};

// A kind's records with what was found.
struct Solved {
  Records records;
  Outcome outcome;
  std::vector<ToldPair> told;
};

// Each is pulled once by a statement of sql/.
std::shared_ptr<db::Source> edge_source(const std::vector<Solved>& solved);
std::shared_ptr<db::Source> cluster_source(const std::vector<Solved>& solved);
std::shared_ptr<db::Source> field_source(const std::vector<Solved>& solved);
std::shared_ptr<db::Source> code_source(const std::vector<std::int64_t>& record_ids, const std::vector<std::string>& cuids);
// Every code that leads to another, with the code at the end.
std::shared_ptr<db::Source> alias_source(const std::vector<std::pair<std::string, std::string>>& aliases);

std::shared_ptr<db::Source> index_edge_source(const std::vector<IndexEdge>& edges, const std::string& entity);
std::shared_ptr<db::Source> number_source(const std::vector<std::int64_t>& record_ids);

std::shared_ptr<db::Source> cuid_source(const std::vector<Code>& codes);
std::shared_ptr<db::Source> household_source(const std::vector<HouseholdMember>& members);
std::shared_ptr<db::Source> household_edge_source(const std::vector<HouseholdEdge>& edges, const std::vector<Code>& parts);  // a part per edge

}  // namespace zhike::resolve
