// SPDX-License-Identifier: Apache-2.0
// Inside the resolve room only: who lives together, and who belongs to whom. Households come from the engine's class "related"
// (Edge::related above 0 with weight below 0: the same address and surname, another person); relations are declared by people.
// Neither ever merges customers. Household codes (H...) last as customers' codes do.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "flow/context.h"
#include "resolve/customer_code.h"
#include "resolve/lake_tables.h"

namespace zhike::resolve {

// Two customers that seem to share a household, with the pair of records that says so most strongly.
struct HouseholdEdge {
  Code left = 0, right = 0;
  float related_bits = 0;
  std::int64_t left_id = 0, right_id = 0;
};

struct HouseholdMember {
  Code customer = 0;
  Code household = 0;  // any label, the smallest customer
};

// Customers joined into households, the strongest edge first, none above customers_most. Customers alone are left out. By customer.
std::vector<HouseholdMember> form_households(std::span<const HouseholdEdge> edges, std::int64_t customers_most);

// Finds the households of a run, gives them their codes in the ledger, and writes resolve.household and resolve.relation.
// How many households there are.
Result<std::int64_t> write_households(flow::Context& context, const std::vector<Solved>& solved, const std::vector<std::string>& cuids, std::int64_t customers_most);

// The same from the stored pairs, after some records changed. Pairs below edge_floor_bits that came with them are found by
// the next run over all records.
Result<std::int64_t> write_households_again(flow::Context& context, std::int64_t customers_most);

}  // namespace zhike::resolve
