// SPDX-License-Identifier: Apache-2.0
// Goal: households take the surest first and never grow into a village.
#include "resolve/households.h"

#include <gtest/gtest.h>

namespace zhike::resolve {
namespace {

Code person(std::uint64_t number) { return make_code(CodeLetter::person, number); }

std::vector<std::pair<Code, Code>> formed(const std::vector<HouseholdEdge>& edges, std::int64_t most) {
  std::vector<std::pair<Code, Code>> out;
  for (const auto& member : form_households(edges, most)) out.emplace_back(member.customer, member.household);
  return out;
}

TEST(households, customers_with_a_household_edge_are_one_household_and_others_none) {
  EXPECT_EQ(formed({{person(1), person(2), 3, 1, 2}, {person(2), person(3), 2, 2, 3}}, 12),
            (std::vector<std::pair<Code, Code>>{{person(1), person(1)}, {person(2), person(1)}, {person(3), person(1)}}));
  EXPECT_TRUE(formed({}, 12).empty());
}

TEST(households, the_weakest_edges_give_way_at_the_limit) {
  EXPECT_EQ(formed({{person(1), person(2), 3, 1, 2}, {person(2), person(3), 2, 2, 3}, {person(3), person(4), 5, 3, 4}}, 2),
            (std::vector<std::pair<Code, Code>>{{person(1), person(1)}, {person(2), person(1)}, {person(3), person(3)}, {person(4), person(3)}}));
}

}  // namespace
}  // namespace zhike::resolve
