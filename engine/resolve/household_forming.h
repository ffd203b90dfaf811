// SPDX-License-Identifier: Apache-2.0
// Inside the resolve room only: from household edges to households. Edges bear upon each other only where they hang together,
// so what is formed from some parts of all edges is what would be formed of those customers from all edges.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "resolve/customer_code.h"

namespace zhike::resolve {

// Two customers that seem to share a household, with the pair of records that says so most strongly.
struct HouseholdEdge {
  Code left = 0, right = 0;
  float related_bits = 0;
  std::int64_t left_id = 0, right_id = 0;
};

struct HouseholdMember {
  Code customer = 0;
  Code household = 0;  // its code, or any label: the smallest customer
  friend auto operator<=>(const HouseholdMember&, const HouseholdMember&) = default;
};

// Each pair of customers once, left < right, ascending; the smallest records at a tie.
std::vector<HouseholdEdge> strongest_of(std::vector<HouseholdEdge> found);

// Customers joined into households, the strongest edge first, none above customers_most. Customers alone are left out. By customer.
std::vector<HouseholdMember> form_households(std::span<const HouseholdEdge> edges, std::int64_t customers_most);

// Per edge the smallest customer of all those that its part of the edges hangs together with.
std::vector<Code> household_parts(std::span<const HouseholdEdge> edges);

}  // namespace zhike::resolve
