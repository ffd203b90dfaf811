// SPDX-License-Identifier: Apache-2.0
#include "resolve/household_tables.h"

#include <algorithm>
#include <iterator>

#include "resolve/follow.h"
#include "resolve/household_codes.h"
#include "resolve/lake_tables.h"
#include "resolve/registry_history.h"
#include "resolve_sql.h"

namespace zhike::resolve {
namespace {

std::vector<HouseholdEdge> edges_of(const db::Rows& rows) {
  std::vector<HouseholdEdge> edges;
  for (std::size_t row = 0; row < rows.size(); ++row)
    edges.push_back({read_cuid(rows.text(row, 0)), read_cuid(rows.text(row, 1)), static_cast<float>(rows.number(row, 2)), rows.whole(row, 3), rows.whole(row, 4)});
  return strongest_of(std::move(edges));
}

std::int64_t count_households(const std::vector<HouseholdMember>& members) {
  std::vector<Code> codes;
  for (const auto& member : members) codes.push_back(member.household);
  std::sort(codes.begin(), codes.end());
  return std::unique(codes.begin(), codes.end()) - codes.begin();
}

Status write_basis(flow::Context& context, std::int64_t households_count) {
  ZK_TRY_SET(const std::int64_t act_no, followed_act(context.lake()));
  ZK_TRY_SET(const std::int64_t event_no, last_household_event(context));
  ZK_TRY(context.run_sql("resolve.household_basis", sql::household_basis, {{"act_no", std::to_string(act_no)}, {"event_no", std::to_string(event_no)},
                                                                         {"households_count", std::to_string(households_count)}}));
  return done();
}

// Customers to which an act after `act_no` gave a record, or from which it took one; ascending.
Result<std::vector<Code>> customers_moved_since(flow::Context& context, std::int64_t act_no) {
  ZK_TRY_SET(const std::int64_t last, followed_act(context.lake()));
  std::vector<Code> moved;
  ZK_TRY(context.workspace().ledger().read([&](ledger::Session& session) -> Status {
    ZK_TRY_SET(const auto acts, read_acts(session, act_no + 1, last));
    for (const auto& act : acts)
      for (const auto& move : act.moves) moved.insert(moved.end(), {code_at(move.before), code_at(move.after)});
    return done();
  }));
  std::sort(moved.begin(), moved.end());
  moved.erase(std::unique(moved.begin(), moved.end()), moved.end());
  if (!moved.empty() && moved.front() == 0) moved.erase(moved.begin());
  return moved;
}

// Each name is given to one source of a run only.
std::string source_name(flow::Context& context, const char* of) { return std::string("resolve_") + of + "_" + std::to_string(context.run_id()); }

}  // namespace

Result<HouseholdBasis> read_household_basis(flow::Context& context) {
  HouseholdBasis basis;
  ZK_TRY_SET(const std::int64_t tables, context.lake().count(
      "SELECT count(*) FROM information_schema.tables WHERE table_schema = 'resolve' AND table_name IN ('household', 'household_edge', 'household_basis')"));
  if (tables < 3) return basis;
  ZK_TRY_SET(const db::Rows rows, context.lake().query("SELECT act_no, event_no, households_count FROM resolve.household_basis"));
  basis.act_no = rows.whole(0, 0);
  basis.event_no = rows.whole(0, 1);
  basis.households_count = rows.whole(0, 2);
  return basis;
}

Result<std::vector<HouseholdEdge>> read_household_edges(flow::Context& context) {
  ZK_TRY_SET(const db::Rows rows, context.lake().query(sql::household_pairs));
  return edges_of(rows);
}

Result<std::int64_t> write_household_tables(flow::Context& context, const std::vector<HouseholdEdge>& edges, const std::vector<HouseholdMember>& now) {
  const auto parts = household_parts(edges);
  const std::string members = source_name(context, "households"), pairs = source_name(context, "household_edges");
  ZK_TRY(context.lake().add_source(members, household_source(now)));
  ZK_TRY(context.lake().add_source(pairs, household_edge_source(edges, parts)));
  const std::int64_t households_count = count_households(now);
  ZK_TRY(context.lake().transaction([&]() -> Status {
    ZK_TRY(context.run_sql("resolve.household", sql::households, {{"source", members}}));
    ZK_TRY(context.run_sql("resolve.household_edge", sql::household_edges, {{"source", pairs}}));
    return write_basis(context, households_count);
  }));
  return households_count;
}

Result<TouchedHouseholds> read_touched_households(flow::Context& context, const HouseholdBasis& basis) {
  ZK_TRY_SET(const auto moved, customers_moved_since(context, basis.act_no));
  const std::string source = source_name(context, "household_moved");
  ZK_TRY(context.lake().add_source(source, cuid_source(moved)));
  ZK_TRY(context.run_sql("resolve.household_touched", sql::household_touched, {{"source", source}}));
  ZK_TRY(context.run_sql("resolve.touched_household_pairs", sql::touched_household_pairs));
  ZK_TRY(context.run_sql("resolve.household_parts", sql::household_parts));
  TouchedHouseholds touched;
  ZK_TRY_SET(const db::Rows edges, context.lake().query(sql::touched_household_edges));
  touched.edges = edges_of(edges);
  ZK_TRY_SET(const db::Rows before, context.lake().query(sql::touched_households));
  for (std::size_t row = 0; row < before.size(); ++row) touched.before.push_back({read_cuid(before.text(row, 0)), read_cuid(before.text(row, 1))});
  std::sort(touched.before.begin(), touched.before.end());
  return touched;
}

Result<std::int64_t> change_household_tables(flow::Context& context, const HouseholdBasis& basis, const TouchedHouseholds& touched, const std::vector<HouseholdMember>& now) {
  std::vector<HouseholdMember> come, gone;
  std::set_difference(now.begin(), now.end(), touched.before.begin(), touched.before.end(), std::back_inserter(come));
  std::set_difference(touched.before.begin(), touched.before.end(), now.begin(), now.end(), std::back_inserter(gone));
  const auto parts = household_parts(touched.edges);
  const std::string pairs = source_name(context, "household_edges"), more = source_name(context, "households"), fewer = source_name(context, "households_left");
  ZK_TRY(context.lake().add_source(pairs, household_edge_source(touched.edges, parts)));
  ZK_TRY(context.lake().add_source(more, household_source(come)));
  ZK_TRY(context.lake().add_source(fewer, household_source(gone)));
  const std::int64_t households_count = basis.households_count - count_households(touched.before) + count_households(now);
  ZK_TRY(context.lake().transaction([&]() -> Status {
    ZK_TRY(context.run_sql("resolve.forget_household_edges", sql::forget_household_edges));
    ZK_TRY(context.run_sql("resolve.more_household_edges", sql::more_household_edges, {{"source", pairs}}));
    ZK_TRY(context.run_sql("resolve.forget_households", sql::forget_households, {{"source", fewer}}));
    ZK_TRY(context.run_sql("resolve.more_households", sql::more_households, {{"source", more}}));
    return write_basis(context, households_count);
  }));
  return households_count;
}

}  // namespace zhike::resolve
