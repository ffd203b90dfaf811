// SPDX-License-Identifier: Apache-2.0
// Goal: each verb of the two tables does what its row promises; bad values are told, placeholders are missing.
#include "kernels/cleaners.h"

#include <gtest/gtest.h>

#include <random>
#include <set>

#include "kernels/checks.h"
#include "kernels/number.h"
#include "kernels/email.h"
#include "kernels/nearest_name.h"
#include "kernels/text.h"

namespace zhike::kernels {
namespace {

// The cleaned value, "" when missing, "refused" when it could not be cleaned.
std::string clean(std::string_view id, std::string_view raw) {
  const Cleaner* row = find_cleaner(id);
  if (row == nullptr) return "no such cleaner";
  std::string out;
  return row->clean(raw, out) ? out : "refused";
}

bool holds(std::string_view id, std::vector<std::string_view> values, const std::map<std::string, std::string>& arguments = {}) {
  const auto prepared = prepare_check(id, arguments);
  EXPECT_TRUE(prepared.ok()) << id << (prepared.ok() ? "" : prepared.error().message);
  return prepared.ok() && prepared.value()(values);
}

TEST(cleaners, ids_are_unique_and_found) {
  std::set<std::string_view> ids;
  for (const Cleaner& row : cleaners()) {
    EXPECT_TRUE(ids.insert(row.id).second) << row.id;
    EXPECT_EQ(find_cleaner(row.id), &row);
    EXPECT_FALSE(row.zh.empty() || row.en.empty() || row.doc.empty()) << row.id;
  }
  EXPECT_EQ(find_cleaner("polish"), nullptr);
}

TEST(cleaners, a_blank_or_placeholder_is_missing_for_every_cleaner) {
  for (const Cleaner& row : cleaners())
    for (const char* text : {"", "  ", "\t", "未知", "N/A", "null", "-"}) {
      if (row.id == "json" && text[0] != '\0' && text[0] != ' ' && text[0] != '\t') continue;  // JSON has its own null
      EXPECT_EQ(clean(row.id, text), "") << row.id << " " << text;
    }
}

TEST(cleaners, cleaning_twice_changes_nothing) {
  const char* samples[] = {"王伟", "139 1234 5670", "0571-87654322-12", "a.B@Example.COM", "1990/1/2", "2024-01-02 03:04:05+08:00", "男", "11010519491231002x", "91110000600037341l",
                           "310000", "浙江省 杭州市 西湖区文三路 478號", "1,234.50", "abc", "是", "oABC123", "6225 8801 3770 6868", "{\"a\": 1}", "12 Main St", "杭州知客科技有限公司"};
  for (const Cleaner& row : cleaners())
    for (const char* text : samples) {
      const std::string once = clean(row.id, text);
      if (once == "refused" || once.empty()) continue;
      EXPECT_EQ(clean(row.id, once), once) << row.id << " " << text;
    }
}

TEST(cleaners, random_bytes_do_no_harm) {
  std::mt19937 random(3);
  const std::string_view pool = "0123456789-/.: 年月日ab";
  for (int round = 0; round < 1500; ++round) {
    std::string bytes;
    for (std::size_t n = random() % 30; n > 0; --n) bytes.push_back(static_cast<char>(random() % 4 == 0 ? random() % 256 : pool[random() % pool.size()]));
    for (const Cleaner& row : cleaners()) {
      const std::string out = clean(row.id, bytes);
      EXPECT_TRUE(is_valid_utf8(out)) << row.id;
    }
  }
}

TEST(cleaners, values_come_into_their_standard_form) {
  EXPECT_EQ(clean("text", " ａ  b "), "a b");
  EXPECT_EQ(clean("phone", "139 1234 5670"), "+8613912345670");
  EXPECT_EQ(clean("phone", "13800138000"), "");
  EXPECT_EQ(clean("phone", "12"), "refused");
  EXPECT_EQ(clean("landline", "(0571)87654322转12"), "0571-87654322-12");
  EXPECT_EQ(clean("email", " Wang.Wei@Example.COM "), "Wang.Wei@example.com");
  EXPECT_EQ(clean("email", "wang.wei"), "refused");
  EXPECT_EQ(clean("date", "1990年1月2日"), "1990-01-02");
  EXPECT_EQ(clean("date", "0000-00-00"), "");
  EXPECT_EQ(clean("date", "长期"), "9999-12-31");
  EXPECT_EQ(clean("date", "1990-01-01T16:00:00Z"), "1990-01-02");
  EXPECT_EQ(clean("date", "90/1/2"), "refused");
  EXPECT_EQ(clean("time", "2024-01-02 03:04:05"), "2024-01-01T19:04:05Z");
  for (const char* text : {"男", "M", "male", "1", "先生", "男性"}) EXPECT_EQ(clean("sex", text), "1") << text;
  for (const char* text : {"女", "F", "Female", "2", "女士"}) EXPECT_EQ(clean("sex", text), "2") << text;
  EXPECT_EQ(clean("sex", "7"), "refused");
  for (const char* text : {"是", "Y", "true", "1", "TRUE"}) EXPECT_EQ(clean("flag", text), "true") << text;
  for (const char* text : {"否", "n", "FALSE", "0", "无"}) EXPECT_EQ(clean("flag", text), "false") << text;
  EXPECT_EQ(clean("identity_number", "110105491231002"), "11010519491231002X");
  EXPECT_EQ(clean("identity_number", "１１０１０５１９４９１２３１００２ｘ"), "11010519491231002X");
  EXPECT_EQ(clean("postcode", "310000.0"), "310000");
  EXPECT_EQ(clean("code", " abc "), "ABC");
  EXPECT_EQ(clean("case_kept", "oAbC"), "oAbC");
  EXPECT_EQ(clean("lower", "ABC"), "abc");
  EXPECT_EQ(clean("bank_card_token", "6225880137706868"), "622588******6868");
  EXPECT_EQ(clean("json", "{ \"a\" : [1, 2] }"), "{\"a\":[1,2]}");
  EXPECT_EQ(clean("json", "{"), "refused");
  EXPECT_EQ(clean("whole", "1,234"), "1234");
  EXPECT_EQ(clean("whole", "1.5"), "refused");
  EXPECT_EQ(clean("customer_name", "杭州知客（集团）有限公司"), "杭州知客(集团)有限公司");
  EXPECT_EQ(clean("customer_name", "王伟先生"), "王伟");
  EXPECT_EQ(clean("customer_name", "王店"), "王店");
}

TEST(number, marks_signs_and_units_are_understood) {
  const std::pair<const char*, const char*> samples[] = {
      {"1,234.50", "1234.5"}, {"1.234,50", "1234.5"}, {"1 234", "1234"}, {"(12)", "-12"}, {"12-", "-12"}, {"¥12", "12"}, {"￥１２", "12"}, {"12元", "12"}, {"1.2万", "12000"}, {"5%", "0.05"},
      {"1.5e3", "1500"}, {"-0", "0"}, {"007", "7"}, {"0.10", "0.1"}, {"1,234", "1234"}, {"1,5", "1.5"}, {"1.234.567", "1234567"}, {"RMB 3,000.00", "3000"}, {"-¥3", "-3"}, {"3亿", "300000000"}, {".5", "0.5"}};
  for (const auto& [raw, expected] : samples) {
    std::string out;
    EXPECT_TRUE(read_number(raw, out)) << raw;
    EXPECT_EQ(out, expected) << raw;
  }
  std::string out;
  for (const char* raw : {"", "abc", "1,23,4", "1.2.3", "--1", "1e", "12元3", "1,,2", "%", "."}) EXPECT_FALSE(read_number(raw, out)) << raw;
}

TEST(email, forms_and_flags) {
  EXPECT_TRUE(read_email("a+b@sub.example.co").valid);
  EXPECT_EQ(read_email("Wang Wei <wei@Example.com>").address, "wei@example.com");
  EXPECT_EQ(read_email("mailto:wei@example.com").address, "wei@example.com");
  EXPECT_EQ(read_email("１２３４５６＠qq.com").qq, "123456");
  EXPECT_TRUE(read_email("info@example.com").role);
  EXPECT_TRUE(read_email("x@mailinator.com").disposable);
  EXPECT_TRUE(read_email("test@test.com").placeholder);
  for (const char* text : {"a@b", "@b.com", "a@", "a b@c.com", "a..b@c.com", ".a@c.com", "a@-c.com", "a@c..com", "a@c.1", "a@b@c.com"}) EXPECT_FALSE(read_email(text).valid) << text;
}

TEST(checks, ids_are_unique_and_found) {
  std::set<std::string_view> ids;
  for (const Check& row : checks()) {
    EXPECT_TRUE(ids.insert(row.id).second) << row.id;
    EXPECT_EQ(find_check(row.id), &row);
    EXPECT_FALSE(row.zh.empty() || row.en.empty() || row.doc.empty() || row.dimension.empty()) << row.id;
  }
}

TEST(checks, each_holds_for_the_good_and_fails_for_the_bad) {
  EXPECT_TRUE(holds("length", {"王伟"}, {{"min", "2"}, {"max", "3"}}));
  EXPECT_FALSE(holds("length", {"王"}, {{"min", "2"}}));
  EXPECT_TRUE(holds("pattern", {"P0000123456P"}, {{"regex", "^[POH][0-9]{10}[0-9A-Z]$"}}));
  EXPECT_FALSE(holds("pattern", {"X0000123456P"}, {{"regex", "^[POH][0-9]{10}[0-9A-Z]$"}}));
  EXPECT_TRUE(holds("range", {"1.5"}, {{"min", "0"}, {"max", "5"}}));
  EXPECT_FALSE(holds("range", {"-1"}, {{"min", "0"}}));
  EXPECT_FALSE(holds("range", {"abc"}, {{"min", "0"}}));
  EXPECT_TRUE(holds("date_range", {"1990-01-02"}, {{"from", "1900-01-01"}, {"to", "today"}}));
  EXPECT_FALSE(holds("date_range", {"2990-01-02"}, {{"to", "today"}}));
  EXPECT_FALSE(holds("not_future", {"2024-01-03"}, {{"today", "2024-01-02"}}));
  EXPECT_TRUE(depends_on_today("date_range", {{"from", "1900-01-01"}, {"to", "today"}}));
  EXPECT_TRUE(depends_on_today("not_future", {}));
  EXPECT_FALSE(depends_on_today("not_future", {{"today", "2024-01-02"}}));
  EXPECT_FALSE(depends_on_today("date_range", {{"from", "1900-01-01"}, {"to", "2000-01-01"}}));
  EXPECT_TRUE(holds("not_future", {"2024-01-02T23:00:00Z"}, {{"today", "2024-01-02"}}));
  EXPECT_TRUE(holds("identity_number", {"11010519491231002X"}));
  EXPECT_FALSE(holds("identity_number", {"110105194912310021"}));
  EXPECT_TRUE(holds("uscc", {"91110000600037341L"}));
  EXPECT_FALSE(holds("uscc", {"91110000600037341N"}));
  EXPECT_TRUE(holds("organisation_form", {"杭州知客科技有限公司"}));
  EXPECT_FALSE(holds("organisation_form", {"王伟"}));
  EXPECT_TRUE(holds("mobile", {"+8613912345670"}));
  EXPECT_FALSE(holds("mobile", {"+8657187654322"}));
  EXPECT_TRUE(holds("phone", {"+8657187654322"}));
  EXPECT_TRUE(holds("email", {"wei@example.com"}));
  EXPECT_TRUE(holds("postcode", {"310000"}));
  EXPECT_FALSE(holds("postcode", {"990000"}));
  EXPECT_TRUE(holds("name", {"阿卜杜拉·买买提"}));
  EXPECT_FALSE(holds("name", {"王"}));
  EXPECT_FALSE(holds("name", {"王伟8"}));
  EXPECT_TRUE(holds("cuid", {"P0000123456P"}));
  EXPECT_TRUE(holds("luhn", {"6225880137706868"}));
  EXPECT_TRUE(holds("division_exists", {"330106"}));
  EXPECT_FALSE(holds("division_active", {"110103"}));
  EXPECT_TRUE(holds("sex_matches_identity_number", {"2", "11010519491231002X"}));
  EXPECT_FALSE(holds("sex_matches_identity_number", {"1", "11010519491231002X"}));
  EXPECT_TRUE(holds("birth_date_matches_identity_number", {"1949-12-31", "11010519491231002X"}));
  EXPECT_FALSE(holds("birth_date_matches_identity_number", {"1949-12-30", "11010519491231002X"}));
  EXPECT_TRUE(holds("birth_date_matches_identity_number", {"1949-12-30", "E12345678"}));
  EXPECT_FALSE(holds("postcode_matches_division", {"310000", "440100"}));
  EXPECT_FALSE(holds("not_placeholder", {"未知"}));
  EXPECT_TRUE(holds("before_or_equal", {"2024-01-01", "2024-01-01T10:00:00Z"}));
  EXPECT_FALSE(holds("before_or_equal", {"10", "9"}));
}

TEST(checks, an_unknown_name_or_argument_tells_the_nearest) {
  const auto unknown = prepare_check("lenght", {});
  ASSERT_FALSE(unknown.ok());
  EXPECT_EQ(unknown.error().code, ErrorCode::standard_invalid);
  EXPECT_NE(unknown.error().message.find("length"), std::string::npos);
  EXPECT_FALSE(prepare_check("length", {{"mn", "1"}}).ok());
  EXPECT_FALSE(prepare_check("pattern", {}).ok());
  EXPECT_FALSE(prepare_check("pattern", {{"regex", "(?=a)"}}).ok());
  EXPECT_FALSE(prepare_check("range", {{"min", "x"}}).ok());
  EXPECT_FALSE(prepare_check("range", {{"min", "2"}, {"max", "1"}}).ok());
}

TEST(nearest_name, only_near_names_are_told) {
  const std::string_view names[] = {"full_name", "mobile", "email"};
  EXPECT_EQ(nearest_name("ful_name", names), "full_name");
  EXPECT_EQ(nearest_name("MOBIEL", names), "mobile");
  EXPECT_EQ(nearest_name("postcode", names), "");
}

}  // namespace
}  // namespace zhike::kernels
