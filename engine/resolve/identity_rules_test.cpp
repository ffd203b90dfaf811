// SPDX-License-Identifier: Apache-2.0
// Goal: identifiers join what they may join, and nothing else: limits, block lists, contradictions and verdicts hold.
#include "resolve/identity_rules.h"

#include <gtest/gtest.h>

namespace zhike::resolve {
namespace {

using Pairs = std::vector<std::pair<std::uint32_t, std::uint32_t>>;

IdentityOutcome apply(const std::vector<IdentifierColumn>& columns, const Constraints& verdicts = {}) {
  auto result = apply_identity_rules(columns, columns.front().values.size(), {}, verdicts);
  EXPECT_TRUE(result.ok());
  return std::move(result.value());
}

TEST(identity_rules, equal_identity_numbers_join) {
  EXPECT_EQ(apply({{"id_number", {"11", "22", "11", ""}}}).constraints.same, (Pairs{{0, 2}}));
}

TEST(identity_rules, a_shared_union_id_does_not_join_two_identity_numbers) {
  const auto outcome = apply({{"wechat_unionid", {"u", "u"}}, {"id_number", {"11", "22"}}});
  EXPECT_TRUE(outcome.constraints.same.empty());
  EXPECT_EQ(outcome.refused_count, 1U);
  EXPECT_EQ(outcome.constraints.exclusive, (std::vector<std::vector<std::uint32_t>>{{1, 2}}));
}

TEST(identity_rules, attach_only_identifiers_join_nobody) {
  EXPECT_TRUE(apply({{"device_id", {"d", "d"}}, {"mobile", {"13912345678", "13912345678"}}}).constraints.same.empty());
}

TEST(identity_rules, placeholders_are_blocked) {
  for (const auto* value : {"13800138000", "000000", "0-0", "NULL", "anonymous", "11111111"})
    EXPECT_TRUE(is_blocked({}, value)) << value;
  EXPECT_FALSE(is_blocked({}, "13912345678"));
  EXPECT_EQ(apply({{"user_id", {"null", "null"}}}).blocked_count, 2U);
}

TEST(identity_rules, a_value_on_too_many_records_is_cut_before_it_joins) {
  const auto outcome = apply({{"id_number", std::vector<std::string>(300, "11")}});
  EXPECT_TRUE(outcome.constraints.same.empty());
  EXPECT_EQ(outcome.shared_count, 1U);
}

TEST(identity_rules, the_identifier_of_lower_priority_gives_way_when_a_limit_would_break) {
  // user_id joins 0 and 1, and 2 and 3; the union id of 1 and 2 would give one customer two user ids.
  const auto outcome = apply({{"wechat_unionid", {"", "w", "w", ""}}, {"user_id", {"a", "a", "b", "b"}}});
  EXPECT_EQ(outcome.constraints.same, (Pairs{{0, 1}, {2, 3}}));
}

TEST(identity_rules, a_verdict_of_a_person_is_never_broken) {
  const auto outcome = apply({{"user_id", {"a", "a"}}}, {{}, {{0, 1}}, {}});
  EXPECT_TRUE(outcome.constraints.same.empty());
  EXPECT_EQ(outcome.constraints.different, (Pairs{{0, 1}}));
}

TEST(identity_rules, an_unknown_type_is_refused) {
  EXPECT_EQ(apply_identity_rules({{"shoe_size", {"42"}}}, 1, {}, {}).error().code, ErrorCode::bad_request);
}

}  // namespace
}  // namespace zhike::resolve
