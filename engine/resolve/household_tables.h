// SPDX-License-Identifier: Apache-2.0
// Inside the resolve room only: households in the lake. resolve.household_edge keeps for each edge the part of all edges that it
// hangs together with, so that a few changed customers lead to the others concerned without a walk over all.
#pragma once

#include <cstdint>
#include <vector>

#include "flow/context.h"
#include "resolve/household_forming.h"

namespace zhike::resolve {

// What the tables follow from: the registry up to an act, and what the ledger tells of households up to an event.
struct HouseholdBasis {
  std::int64_t act_no = -1;  // none: not written yet, or by an older program
  std::int64_t event_no = 0;
  std::int64_t households_count = 0;
};
Result<HouseholdBasis> read_household_basis(flow::Context& context);

// All edges between the present customers: from the stored pairs, and from those that a run over all records found too unlike to
// store.
Result<std::vector<HouseholdEdge>> read_household_edges(flow::Context& context);
// Puts tables in place of what is there. How many households there are.
Result<std::int64_t> write_household_tables(flow::Context& context, const std::vector<HouseholdEdge>& edges, const std::vector<HouseholdMember>& now);

// Some parts of all edges, whole, as they are now, and the households that their customers had.
struct TouchedHouseholds {
  std::vector<HouseholdEdge> edges;
  std::vector<HouseholdMember> before;  // by customer
};
// Those of all customers that changed since `basis`; noted in temporary tables for change_household_tables().
Result<TouchedHouseholds> read_touched_households(flow::Context& context, const HouseholdBasis& basis);
// Puts these parts in place of what they were. now: the present households of their customers. How many households there are.
Result<std::int64_t> change_household_tables(flow::Context& context, const HouseholdBasis& basis, const TouchedHouseholds& touched, const std::vector<HouseholdMember>& now);

}  // namespace zhike::resolve
