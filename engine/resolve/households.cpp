// SPDX-License-Identifier: Apache-2.0
#include "resolve/households.h"

#include "resolve/household_codes.h"
#include "resolve/household_tables.h"

namespace zhike::resolve {
namespace {

// A household edge is taken when living together explains the pair better than chance by this many bits.
constexpr float related_floor_bits = 0;

std::vector<HouseholdEdge> household_edges(const std::vector<Solved>& solved, const std::vector<std::string>& cuids) {
  std::vector<HouseholdEdge> found;
  std::size_t start = 0;
  for (const auto& part : solved) {
    // Firms at one address are neighbours, not a family.
    auto add = [&](const Edge& edge) {
      if (edge.related <= related_floor_bits || edge.weight >= 0 || part.outcome.cluster[edge.left] == part.outcome.cluster[edge.right]) return;
      found.push_back({read_cuid(cuids[start + edge.left]), read_cuid(cuids[start + edge.right]), edge.related,
                       part.records.record_ids[edge.left], part.records.record_ids[edge.right]});
    };
    if (part.records.entity == "person")
      for (const auto* edges : {&part.outcome.edges, &part.outcome.household_edges})
        for (const auto& edge : *edges) add(edge);
    start += part.records.record_ids.size();
  }
  return strongest_of(std::move(found));
}

Result<std::int64_t> write_all(flow::Context& context, const std::vector<HouseholdEdge>& edges, std::int64_t customers_most) {
  ZK_TRY_SET(const auto before, read_household_codes(context));
  ZK_TRY_SET(const auto now, give_household_codes(context, form_households(edges, customers_most), before));
  return write_household_tables(context, edges, now);
}

}  // namespace

Result<std::int64_t> write_households(flow::Context& context, const std::vector<Solved>& solved, const std::vector<std::string>& cuids, std::int64_t customers_most) {
  return write_all(context, household_edges(solved, cuids), customers_most);
}

Result<std::int64_t> write_households_again(flow::Context& context, std::int64_t customers_most) {
  ZK_TRY_SET(const auto edges, read_household_edges(context));
  return write_all(context, edges, customers_most);
}

Result<std::int64_t> write_households_changed(flow::Context& context, std::int64_t customers_most) {
  ZK_TRY_SET(const HouseholdBasis basis, read_household_basis(context));
  ZK_TRY_SET(const std::int64_t last_event, last_household_event(context));
  if (basis.act_no < 0 || basis.event_no != last_event) return write_households_again(context, customers_most);
  ZK_TRY_SET(const TouchedHouseholds touched, read_touched_households(context, basis));
  ZK_TRY_SET(const auto now, give_household_codes(context, form_households(touched.edges, customers_most), touched.before));
  return change_household_tables(context, basis, touched, now);
}

}  // namespace zhike::resolve
