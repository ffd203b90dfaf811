// SPDX-License-Identifier: Apache-2.0
// The coding rule of dimensions, and the condition language.
#include "standard/dimension_rules.h"

#include <gtest/gtest.h>

#include "standard/condition.h"

namespace zhike::standard {
namespace {

Dimension two_levels() {
  Dimension out;
  out.id = "shelf";
  out.origin = "own";
  out.format = "[0-9A-Z]{2}([0-9A-Z]{2})?";
  out.levels = {{"class", {}, 2}, {"item", {}, 4}};
  out.parent_prefix = true;
  out.items = {{"10", {"一", "One"}}, {"1001", {"一一", "One one"}, "10"}};
  return out;
}

// goal: a dimension that follows its rule has no problem.
TEST(dimension_rules, a_sound_dimension_has_no_problem) { EXPECT_TRUE(check_dimension(two_levels()).empty()); }

// goal: each breach of the rule is told once, at its place.
TEST(dimension_rules, each_breach_is_told_at_its_place) {
  struct Breach {
    DimensionItem item;
    std::string path;
  };
  DimensionItem self{"20", {"二", "Two"}};
  self.successor = {"20"};
  DimensionItem lost{"20", {"二", "Two"}};
  lost.successor = {"11"};
  DimensionItem ended{"20", {"二", "Two"}};
  ended.valid_from = "2026-02-01", ended.valid_to = "2026-01-01";
  DimensionItem retired{"20", {"二", "Two"}};
  retired.status = "retired";
  const Breach breaches[] = {
      {{"a0", {"甲", "A"}}, "items[2].code"},                 // form
      {{"1002", {"二", "Two"}}, "items[2]"},                  // no parent
      {{"1002", {"二", "Two"}, "11"}, "items[2].parent"},     // unknown parent
      {{"2002", {"二", "Two"}, "10"}, "items[2].code"},       // not below its parent
      {{"1O", {"二", "Two"}}, "items[2].code"},               // forbidden letter
      {{"10", {"二", "Two"}}, "items[2].code"},               // twice
      {{"20", {"二", "Two"}, "10"}, "items[2].parent"},       // first level with a parent
      {self, "items[2].successor"}, {lost, "items[2].successor"}, {ended, "items[2].valid_to"}, {retired, "items[2]"},
  };
  for (const auto& breach : breaches) {
    Dimension dimension = two_levels();
    dimension.items.push_back(breach.item);
    auto problems = check_dimension(dimension);
    ASSERT_EQ(problems.size(), 1u) << breach.item.code;
    EXPECT_EQ(problems[0].path, breach.path);
  }
  Dimension outside = two_levels();
  outside.origin = "GB/T 4754-2017";
  outside.items.push_back({"1O", {"二", "Two"}});
  EXPECT_TRUE(check_dimension(outside).empty());  // the letter rule binds own codes only
}

// goal: validity looks at status, dates, and the listed level above where the dimension is open below.
TEST(dimension_rules, a_code_is_valid_on_its_days_and_below_an_open_level) {
  Dimension dimension = two_levels();
  dimension.items[1].valid_to = "2026-06-30";
  EXPECT_TRUE(is_valid_code(dimension, "1001", "2026-06-30"));
  EXPECT_FALSE(is_valid_code(dimension, "1001", "2026-07-01"));
  EXPECT_FALSE(is_valid_code(dimension, "1002"));
  dimension.levels.push_back({"detail", {}, 6});
  dimension.open_below = true;
  EXPECT_TRUE(is_valid_code(dimension, "100177"));
  EXPECT_FALSE(is_valid_code(dimension, "1002"));    // its level is listed
  EXPECT_FALSE(is_valid_code(dimension, "10017"));   // no level is that wide
  dimension.items[1].status = "proposed";
  EXPECT_FALSE(is_valid_code(dimension, "1001"));
}

// goal: the condition language reads what it says and refuses the rest.
TEST(condition, clauses_are_read_and_nonsense_is_refused) {
  auto read = parse_condition("mobile or party_type=P|O or minor_flag=1");
  ASSERT_TRUE(read.ok());
  ASSERT_EQ(read.value().size(), 3u);
  EXPECT_TRUE(read.value()[0].values.empty());
  EXPECT_EQ(read.value()[1].values, (std::vector<std::string>{"P", "O"}));
  EXPECT_TRUE(parse_condition("").value().empty());
  for (const char* broken : {"a=", "a=1|", "=1", "a or ", "a or or b", "a; DROP TABLE b", "a='1'", " "})
    EXPECT_FALSE(parse_condition(broken).ok()) << broken;
}

}  // namespace
}  // namespace zhike::standard
