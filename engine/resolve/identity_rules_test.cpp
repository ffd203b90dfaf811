// SPDX-License-Identifier: Apache-2.0
// Goal: identifiers join what they may join, and nothing else: limits, periods, intervals, block lists, digests, sources,
// caps and verdicts hold. Each rule of the standard has its worked example here; the shipped file is read by the standard room.
#include "resolve/identity_rules.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "base/digest.h"
#include "resolve/hashed_values.h"

namespace zhike::resolve {
namespace {

using Pairs = std::vector<std::pair<std::uint32_t, std::uint32_t>>;

standard::IdentityRule rule(const std::string& id, const std::string& use, int priority, int values_most, int records_most) {
  standard::IdentityRule out;
  out.id = out.field = id, out.use = use, out.priority = priority, out.values_most = values_most, out.records_most = records_most;
  return out;
}

standard::Standard rules() {
  standard::Standard out;
  out.identity_rules = {rule("id_number", "merge", 1, 1, 200), rule("user_id", "merge", 3, 1, 1000), rule("wechat_unionid", "merge", 4, 2, 1000),
                        rule("openid", "merge", 5, 5, 1000), rule("email", "merge", 7, 5, 50), rule("mobile", "merge", 8, 2, 20), rule("device_id", "attach", 10, 50, 20)};
  out.identity_rules[0].contradicts = true;
  out.identity_rules[0].hashed = {"md5", "sha256", "sm3"};
  out.identity_rules[3].keyed_by_source = true;
  out.identity_rules[4].blocked = {"/(no-?reply|info)@.*/"};
  out.identity_rules[5].interval_days = 730;
  out.identity_rules[5].hashed = {"md5"};
  out.identity_blocked = {"13800138000", "null", "anonymous", "/(0|-)+/"};
  return out;
}

IdentityOutcome apply(const std::vector<IdentifierColumn>& columns, const Constraints& verdicts = {}, const IdentityLimits& limits = {}, const standard::Standard& standard = rules()) {
  auto result = apply_identity_rules(columns, columns.front().values.size(), standard, verdicts, limits);
  EXPECT_TRUE(result.ok());
  return std::move(result.value());
}

IdentifierColumn column(std::string type, std::vector<std::string> values) { return {std::move(type), std::move(values), {}, {}}; }

// As records are read, digests of other values give way to these.
IdentifierColumn hashed_column(const std::string& type, const std::vector<std::string>& values) {
  const standard::Standard standard = rules();
  const auto rule = std::find_if(standard.identity_rules.begin(), standard.identity_rules.end(), [&](const auto& one) { return one.id == type; });
  return column(type, with_digests_replaced(values, rule->hashed));
}

TEST(identity_rules, equal_identity_numbers_join) {
  EXPECT_EQ(apply({column("id_number", {"11", "22", "11", ""})}).constraints.same, (Pairs{{0, 2}}));
}

TEST(identity_rules, a_shared_union_id_does_not_join_two_identity_numbers) {
  const auto outcome = apply({column("wechat_unionid", {"u", "u"}), column("id_number", {"11", "22"})});
  EXPECT_TRUE(outcome.constraints.same.empty());
  EXPECT_EQ(outcome.refused_count, 1U);
  EXPECT_EQ(outcome.constraints.exclusive, (std::vector<std::vector<std::uint32_t>>{{1, 2}}));
}

TEST(identity_rules, attach_only_identifiers_join_nobody) {
  EXPECT_TRUE(apply({column("device_id", {"d", "d"})}).constraints.same.empty());
}

// Segment's published example: a profile {abc123, jane@}, then {abc456, jane@}: one user id ever, so the e-mail is demoted and
// stays with the first.
TEST(identity_rules, a_changed_user_id_beside_one_email_makes_a_new_customer_and_the_email_stays_with_the_first) {
  const auto outcome = apply({column("user_id", {"abc123", "abc456"}), column("email", {"jane@example.com", "jane@example.com"})});
  EXPECT_TRUE(outcome.constraints.same.empty());
  EXPECT_EQ(outcome.demoted, (Pairs{{1, 1}})) << "the e-mail of the second record";
  // Without a user id of its own the second record would have joined.
  EXPECT_EQ(apply({column("user_id", {"abc123", ""}), column("email", {"jane@example.com", "jane@example.com"})}).constraints.same, (Pairs{{0, 1}}));
}

TEST(identity_rules, the_first_is_the_earliest_not_the_first_in_the_file) {
  IdentifierColumn email = column("email", {"jane@example.com", "jane@example.com"});
  email.days = {200, 100};
  EXPECT_EQ(apply({column("user_id", {"abc456", "abc123"}), email}).demoted, (Pairs{{1, 0}}));
}

TEST(identity_rules, placeholders_and_expressions_are_blocked) {
  const auto standard = rules();
  const BlockList user_ids(standard, standard.identity_rules[1]), emails(standard, standard.identity_rules[4]);
  for (const auto* value : {"13800138000", "000000", "0-0", "NULL", "anonymous", "11111111"}) EXPECT_TRUE(user_ids.holds(value)) << value;
  EXPECT_FALSE(user_ids.holds("13912345678"));
  EXPECT_TRUE(emails.holds("no-reply@example.com"));
  EXPECT_FALSE(emails.holds("jane@example.com"));
  EXPECT_EQ(apply({column("user_id", {"null", "null"})}).blocked_count, 2U);
}

TEST(identity_rules, a_value_on_too_many_records_is_cut_before_it_joins) {
  const auto outcome = apply({column("id_number", std::vector<std::string>(300, "11"))});
  EXPECT_TRUE(outcome.constraints.same.empty());
  EXPECT_EQ(outcome.shared_count, 1U);
}

TEST(identity_rules, the_identifier_of_lower_priority_gives_way_when_a_limit_would_break) {
  // user_id joins 0 and 1, and 2 and 3; the union id of 1 and 2 would give one customer two user ids.
  const auto outcome = apply({column("wechat_unionid", {"", "w", "w", ""}), column("user_id", {"a", "a", "b", "b"})});
  EXPECT_EQ(outcome.constraints.same, (Pairs{{0, 1}, {2, 3}}));
}

TEST(identity_rules, a_limit_per_year_counts_each_year_by_itself) {
  auto standard = rules();
  standard.identity_rules[1].period = "year";  // one user id a year
  auto user_id = column("user_id", {"a", "b", "b"});
  auto email = column("email", {"e", "e", ""});
  user_id.days = email.days = {10, 20, 20};
  EXPECT_EQ(apply({user_id, email}, {}, {}, standard).constraints.same, (Pairs{{1, 2}})) << "two in one year are too many";
  user_id.days = email.days = {10, 400, 400};
  EXPECT_EQ(apply({user_id, email}, {}, {}, standard).constraints.same, (Pairs{{1, 2}, {0, 1}}));
}

TEST(identity_rules, a_phone_number_that_was_away_for_years_may_belong_to_another) {
  auto mobile = column("mobile", {"13912345678", "13912345678", "13912345678", "13912345678"});
  mobile.days = {100, 500, 2000, 2100};
  const auto outcome = apply({mobile});
  EXPECT_EQ(outcome.constraints.same, (Pairs{{0, 1}, {2, 3}})) << "two intervals, two owners";
  EXPECT_EQ(outcome.interval_count, 1U);
}

TEST(identity_rules, an_openid_counts_only_within_its_app) {
  auto openid = column("openid", {"o1", "o1", "o1"});
  openid.scopes = {"shop_app", "news_app", "shop_app"};
  EXPECT_EQ(apply({openid}).constraints.same, (Pairs{{0, 2}}));
}

TEST(identity_rules, hashed_identifiers_match_the_plain_ones_and_each_other) {
  const std::string plain = "11010519491231002X";
  for (const auto* algorithm : {"md5", "sha256", "sm3"})
    EXPECT_EQ(apply({hashed_column("id_number", {plain, digest(algorithm, plain)})}).constraints.same, (Pairs{{0, 1}})) << algorithm;
  const std::string hashed = digest("sha256", plain);
  std::string capitals = hashed;
  for (char& c : capitals) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  EXPECT_EQ(apply({hashed_column("id_number", {hashed, capitals})}).constraints.same, (Pairs{{0, 1}}));
  EXPECT_EQ(apply({hashed_column("mobile", {"+8613912345678", digest("md5", "13912345678")})}).constraints.same, (Pairs{{0, 1}}));
  EXPECT_TRUE(apply({hashed_column("id_number", {plain, digest("sha256", "other")})}).constraints.same.empty());
}

TEST(identity_rules, digests_are_those_of_the_published_examples) {
  EXPECT_EQ(digest("md5", "abc"), "900150983cd24fb0d6963f7d28e17f72");  // RFC 1321 A.5
  EXPECT_EQ(digest("sha256", "abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");  // FIPS 180-4
  EXPECT_EQ(digest("sm3", "abc"), "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0");  // GB/T 32905-2016 A.1
  EXPECT_EQ(digest("crc", "abc"), "");
}

TEST(identity_rules, a_text_is_a_digest_when_it_has_the_digits_of_one) {
  const std::string known = digest("md5", "abc");
  EXPECT_EQ(read_digest("900150983CD24FB0D6963F7D28E17F72", {"md5"}), known);
  EXPECT_EQ(read_digest(known, {"sha256", "sm3"}), std::nullopt);
  EXPECT_EQ(read_digest(known.substr(1), {"md5"}), std::nullopt);
  EXPECT_EQ(read_digest("g" + known.substr(1), {"md5"}), std::nullopt);
  EXPECT_EQ(read_digest(known, {}), std::nullopt);
  EXPECT_EQ(read_digest("", {"crc"}), std::nullopt);
}

TEST(identity_rules, joins_stop_at_the_cap_with_an_alarm) {
  const auto outcome = apply({column("user_id", {"a", "a", "a", "a"})}, {}, {.customer_records_most = 3});
  EXPECT_EQ(outcome.constraints.same, (Pairs{{0, 1}, {0, 2}}));
  EXPECT_EQ(outcome.capped_count, 1U);
}

TEST(identity_rules, a_verdict_of_a_person_is_never_broken) {
  const auto outcome = apply({column("user_id", {"a", "a"})}, {{}, {{0, 1}}, {}});
  EXPECT_TRUE(outcome.constraints.same.empty());
  EXPECT_EQ(outcome.constraints.different, (Pairs{{0, 1}}));
}

TEST(identity_rules, what_a_person_joined_may_exceed_a_limit_and_still_take_what_it_knows) {
  const auto outcome = apply({column("user_id", {"a", "b", "b"})}, {{{0, 1}}, {}, {}});
  EXPECT_EQ(outcome.constraints.same, (Pairs{{0, 1}, {1, 2}}));
}

TEST(identity_rules, an_unknown_type_is_refused) {
  EXPECT_EQ(apply_identity_rules({column("shoe_size", {"42"})}, 1, rules(), {}).error().code, ErrorCode::bad_request);
}

}  // namespace
}  // namespace zhike::resolve
