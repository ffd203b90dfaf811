// SPDX-License-Identifier: Apache-2.0
// Goal: the same seed gives the same bytes; counts, rates and checks are as promised; every record has its truth.
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

#include "kernels/encoding.h"
#include "kernels/id_card.h"
#include "kernels/uscc.h"
#include "trial/trial.h"

namespace zhike::trial {
namespace {

namespace fs = std::filesystem;

std::string bytes(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream out;
  out << in.rdbuf();
  return out.str();
}

// Cells of a CSV file without line breaks inside fields.
std::vector<std::vector<std::string>> cells(const std::string& text) {
  std::vector<std::vector<std::string>> rows(1);
  std::string cell;
  bool quoted = false;
  for (char c : text) {
    if (c == '"') quoted = !quoted;
    else if (!quoted && (c == ',' || c == '\n')) {
      if (!cell.empty() && cell.back() == '\r') cell.pop_back();
      rows.back().push_back(std::move(cell));
      cell.clear();
      if (c == '\n') rows.emplace_back();
    } else cell += c;
  }
  rows.pop_back();
  return rows;
}

std::size_t column(const std::vector<std::vector<std::string>>& rows, std::string_view name) {
  for (std::size_t i = 0; i < rows[0].size(); ++i)
    if (rows[0][i] == name) return i;
  ADD_FAILURE() << "no column " << name;
  return 0;
}

class generated : public ::testing::Test {
 protected:
  void SetUp() override {
    folder_ = fs::temp_directory_path() / ("zhike_generate_" + std::to_string(::getpid()));
    fs::remove_all(folder_);
    fs::create_directories(folder_);
  }
  void TearDown() override { fs::remove_all(folder_); }
  GenerateOptions options(const std::string& name, std::uint64_t records) const {
    GenerateOptions o;
    o.records = records;
    o.out = (folder_ / name).string();
    o.truth = (folder_ / name / "truth" / "truth.csv").string();
    return o;
  }
  GenerateSummary make(const GenerateOptions& o) const {
    auto result = generate(o);
    EXPECT_TRUE(result.ok()) << (result.ok() ? "" : result.error().message);
    return result.ok() ? result.value() : GenerateSummary{};
  }
  fs::path folder_;
};

TEST_F(generated, files_have_the_same_bytes_for_the_same_seed_and_others_for_another) {
  const auto first = make(options("a", 600));
  make(options("b", 600));
  auto other_seed = options("c", 600);
  other_seed.seed = 5;
  make(other_seed);
  ASSERT_EQ(first.files.size(), 13U);
  for (const auto& file : first.files) {
    EXPECT_EQ(bytes(folder_ / "a" / file.path), bytes(folder_ / "b" / file.path)) << file.path;
    EXPECT_NE(bytes(folder_ / "a" / file.path), bytes(folder_ / "c" / file.path)) << file.path;
  }
  for (const auto* truth : {"truth.csv", "truth_errors.csv", "truth_customers.csv"})
    EXPECT_EQ(bytes(folder_ / "a" / "truth" / truth), bytes(folder_ / "b" / "truth" / truth)) << truth;
}

TEST_F(generated, counts_are_what_was_asked_for) {
  auto o = options("a", 3000);
  o.events_per_record = 2.5;
  const auto summary = make(o);
  EXPECT_EQ(summary.records, 3000U);
  EXPECT_EQ(summary.events, 7500U);
  std::uint64_t records = 0, events = 0;
  for (const auto& file : summary.files) (file.entity == "event" ? events : records) += file.rows;
  EXPECT_EQ(records, 3000U);
  EXPECT_EQ(events, 7500U);
  // 1 + Poisson(1.8) for persons, fewer for children and companies.
  const double per_entity = 3000.0 / static_cast<double>(summary.persons + summary.organisations);
  EXPECT_NEAR(per_entity, 2.6, 0.25);
  EXPECT_NEAR(static_cast<double>(summary.organisations) / static_cast<double>(summary.persons + summary.organisations), 0.09, 0.04);
}

TEST_F(generated, truth_holds_each_record_once_with_its_entity) {
  make(options("a", 2000));
  const auto truth = cells(bytes(folder_ / "a" / "truth" / "truth.csv"));
  ASSERT_EQ(truth.size(), 2001U);
  std::set<std::string> ids;
  for (std::size_t i = 1; i < truth.size(); ++i) {
    EXPECT_TRUE(ids.insert(truth[i][0]).second);
    EXPECT_FALSE(truth[i][3].empty());
  }
  const auto shop = cells(kernels::to_utf8(bytes(folder_ / "a" / "shop_pos.csv"), kernels::Encoding::gb18030));
  ASSERT_GT(shop.size(), 100U);
  EXPECT_EQ(shop[0][0], "会员卡号");
  for (std::size_t i = 1; i < shop.size(); ++i) EXPECT_TRUE(ids.count("shop_pos:" + shop[i][0])) << shop[i][0];
}

TEST_F(generated, the_shop_writes_gb18030_and_the_call_centre_a_byte_order_mark) {
  make(options("a", 800));
  EXPECT_EQ(kernels::sniff(bytes(folder_ / "a" / "shop_pos.csv")), kernels::Encoding::gb18030);
  EXPECT_EQ(kernels::sniff(bytes(folder_ / "a" / "shop_orders.csv")), kernels::Encoding::gb18030);
  EXPECT_EQ(kernels::sniff(bytes(folder_ / "a" / "call_centre.csv")), kernels::Encoding::utf8_bom);
  EXPECT_EQ(bytes(folder_ / "a" / "crm.xlsx").substr(0, 2), "PK");
  EXPECT_EQ(bytes(folder_ / "a" / "bought_list.parquet").substr(0, 4), "PAR1");
}

TEST_F(generated, company_codes_without_a_slip_pass_their_check) {
  auto o = options("a", 2500);
  o.organisation_share = 0.6;
  make(o);
  const auto errors = cells(bytes(folder_ / "a" / "truth" / "truth_errors.csv"));
  std::set<std::string> slipped;
  for (const auto& row : errors)
    if (row[1] == "uscc" && row[2] != "lower_case") slipped.insert(row[0]);
  const auto erp = cells(bytes(folder_ / "a" / "erp.csv"));
  const auto code = column(erp, "统一社会信用代码");
  std::size_t valid = 0;
  for (std::size_t i = 1; i < erp.size(); ++i) {
    if (erp[i][code].empty() || slipped.count("erp:" + erp[i][0])) continue;
    EXPECT_TRUE(kernels::read_uscc(erp[i][code]).valid()) << erp[i][code];
    ++valid;
  }
  EXPECT_GT(valid, 500U);
}

TEST_F(generated, a_table_of_persons_has_the_stated_gaps_and_sound_id_numbers) {
  TableOptions o;
  o.records = 6000;
  o.to = (folder_ / "persons.csv").string();
  o.truth = (folder_ / "persons_truth.csv").string();
  ASSERT_TRUE(generate_table(o).ok());
  const auto rows = cells(bytes(o.to));
  ASSERT_EQ(rows.size(), 6001U);
  std::set<std::string> slipped, ids;
  for (const auto& row : cells(bytes(folder_ / "persons_truth_errors.csv")))
    if (row[1] == "id_number" && row[2] != "old_15_digit_form" && row[2] != "lower_case_x") slipped.insert(row[0]);
  const auto number = column(rows, "身份证号"), mobile = column(rows, "手机号码");
  double gaps = 0, no_mobile = 0;
  for (std::size_t i = 1; i < rows.size(); ++i) {
    EXPECT_TRUE(ids.insert(rows[i][0]).second);
    const auto& text = rows[i][number];
    no_mobile += rows[i][mobile].empty();
    if (text.empty()) {
      ++gaps;
      continue;
    }
    const bool passport = text[0] >= 'A' && text[0] <= 'Z';
    if (passport || slipped.count(rows[i][0])) continue;
    EXPECT_TRUE(kernels::read_id_card(text).valid()) << text;
  }
  EXPECT_NEAR(gaps / 6000, 0.25, 0.03);
  EXPECT_NEAR(no_mobile / 6000, 0.12, 0.02);
  EXPECT_NEAR(static_cast<double>(slipped.size()) / (6000 - gaps), 0.022, 0.012);
}

TEST_F(generated, no_two_people_share_an_id_number) {
  TableOptions o;
  o.records = 30000;
  o.error_rate = 0;
  o.missing_rate = 0;
  o.to = (folder_ / "persons.csv").string();
  o.truth = (folder_ / "persons_truth.csv").string();
  ASSERT_TRUE(generate_table(o).ok());
  std::map<std::string, std::string> entity_of, owner_of;
  for (const auto& row : cells(bytes(o.truth))) entity_of[row[0]] = row[3];
  const auto rows = cells(bytes(o.to));
  const auto number = column(rows, "身份证号");
  for (std::size_t i = 1; i < rows.size(); ++i) {
    const auto& owner = owner_of.emplace(rows[i][number], entity_of[rows[i][0]]).first->second;
    EXPECT_EQ(owner, entity_of[rows[i][0]]);
  }
}

TEST_F(generated, an_english_set_is_english) {
  auto o = options("a", 400);
  o.language = Language::en;
  make(o);
  for (const auto* file : {"shop_pos.csv", "shop_orders.csv", "app.jsonl", "erp.csv", "erp_orders.csv", "survey.csv", "campaign_touches.csv"}) {
    const auto text = bytes(folder_ / "a" / file);
    EXPECT_FALSE(text.empty()) << file;
    EXPECT_TRUE(std::all_of(text.begin(), text.end(), [](unsigned char c) { return c < 0x80; })) << file;
  }
}

TEST_F(generated, options_out_of_range_and_a_used_folder_are_refused) {
  auto o = options("a", 0);
  EXPECT_EQ(generate(o).error().code, ErrorCode::bad_request);
  o.records = 50;
  o.end_date = "2026-02-30";
  EXPECT_EQ(generate(o).error().code, ErrorCode::bad_request);
  o.end_date = "2026-02-28";
  make(o);
  EXPECT_EQ(generate(o).error().code, ErrorCode::conflict);
}

TEST_F(generated, a_run_can_be_cancelled) {
  auto o = options("a", 500);
  o.progress = [](double) { return false; };
  EXPECT_EQ(generate(o).error().code, ErrorCode::cancelled);
}

}  // namespace
}  // namespace zhike::trial
