// SPDX-License-Identifier: Apache-2.0
// The shipped standard is loadable, complete and agrees with the reference list of variables.
#include "standard/standard.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <map>
#include <set>

#include "built_from.h"
#include "standard/document.h"
#include "standard/shipped_files.h"

namespace zhike::standard {
namespace {

using test::shipped;
using test::shipped_folder;

// goal: what is shipped has no problem at all; each one found is printed.
TEST(standard, the_shipped_files_have_no_problem) {
  for (const auto& problem : check(shipped_folder()))
    ADD_FAILURE() << problem.file << " " << problem.path << ": " << problem.message << " [" << problem.nearest << "]";
}

// goal: 89 variables in seven categories, 51 descriptive, 21 behavioural, 17 relational.
TEST(standard, the_variables_are_the_89_of_seven_categories) {
  Standard standard = shipped();
  std::map<std::string, int> by_category, by_type;
  for (const auto& field : standard.fields) ++by_category[field.category], ++by_type[field.info_type];
  EXPECT_EQ(standard.fields.size(), 89u);
  EXPECT_EQ(by_category, (std::map<std::string, int>{{"account", 12}, {"basic", 15}, {"behaviour", 12}, {"contact", 14},
                                                     {"extended", 12}, {"service", 12}, {"status", 12}}));
  EXPECT_EQ(by_type, (std::map<std::string, int>{{"behavioural", 21}, {"descriptive", 51}, {"relational", 17}}));
  EXPECT_EQ(standard.categories.size(), 7u);
  EXPECT_EQ(standard.categories.front().id, "basic");
}

// goal: coded values are found by code, label and alias, whatever their case and spacing.
TEST(standard, a_spelling_met_in_files_leads_to_its_code) {
  Standard standard = shipped();
  const Field* sex = standard.field("sex_code");
  ASSERT_NE(sex, nullptr);
  auto spellings = standard.spellings(sex->code_list, sex->dimension);
  EXPECT_EQ(spellings[fold_spelling("男")], "1");
  EXPECT_EQ(spellings[fold_spelling("Female")], "2");
  EXPECT_EQ(spellings[fold_spelling("Ｍ")], "1");
  auto channels = standard.spellings("", "channel");
  EXPECT_EQ(channels[fold_spelling("Mini Program")], "4020");
  EXPECT_EQ(channels[fold_spelling("门店")], "1000");
  EXPECT_EQ(standard.spellings("", "lifecycle")[fold_spelling("流失客户")], "60");
}

// goal: every coded field of fixed width is reachable by spellings that fit it.
TEST(standard, spellings_of_labels_give_codes_the_field_may_hold) {
  Standard standard = shipped();
  for (const auto& field : standard.fields) {
    if (field.type != DataType::code || field.length_max == 0) continue;
    for (const auto& [spelling, code] : standard.spellings(field.code_list, field.dimension))
      EXPECT_LE(static_cast<int>(code.size()), field.length_max) << field.id << " " << spelling;
  }
}

// goal: each event type that has money or a channel says where; events need no field of another room.
TEST(standard, the_event_types_of_the_main_job_are_declared) {
  Standard standard = shipped();
  for (const char* id : {"order", "order_return", "payment", "visit", "page_view", "login", "registration", "communication", "complaint",
                         "service_case", "survey_answer", "consent_change", "campaign_touch", "points_entry"})
    EXPECT_NE(standard.event_type(id), nullptr) << id;
  const EventType* order = standard.event_type("order");
  ASSERT_NE(order, nullptr);
  EXPECT_EQ(order->amount, "amount");
  EXPECT_EQ(order->amount_product, (std::vector<std::string>{"quantity", "unit_price"}));
  EXPECT_EQ(order->group, "order_no");
}

// goal: targets come from the defaults of the requirement, and only where something measures them.
TEST(standard, targets_are_merged_from_the_defaults) {
  Standard standard = shipped();
  EXPECT_DOUBLE_EQ(standard.field("full_name")->target.at("completeness"), 0.98);
  EXPECT_DOUBLE_EQ(standard.field("full_name")->target.at("accuracy"), 0.95);
  EXPECT_FALSE(standard.field("email")->target.contains("completeness"));
  EXPECT_TRUE(standard.field("mobile")->target.contains("timeliness"));
  EXPECT_FALSE(standard.field("uscc")->target.contains("timeliness"));
}

// goal: reading back what was written gives the same bytes and the same hash.
TEST(standard, the_canonical_document_reads_back_to_itself) {
  Standard standard = shipped();
  std::string text = to_json(standard);
  auto back = from_json(text);
  ASSERT_TRUE(back.ok());
  EXPECT_EQ(to_json(back.value()), text);
  EXPECT_EQ(back.value().hash, standard.hash);
  EXPECT_EQ(standard.hash.size(), 64u);
  for (const char* broken : {"", "[]", "{}", "{\"id\":1}", "{\"id\":\"x\",\"version\":\"1\",\"fields\":3}", "{\"id\""}) {
    auto refused = from_json(broken);
    ASSERT_FALSE(refused.ok()) << broken;
    EXPECT_EQ(refused.error().code, ErrorCode::unreadable);
  }
}

// The reference list: quoted CSV.
std::vector<std::vector<std::string>> read_csv(const std::string& text) {
  std::vector<std::vector<std::string>> rows(1, {""});
  bool quoted = false;
  for (char c : text) {
    if (c == '"') quoted = !quoted;
    else if (c == ',' && !quoted) rows.back().emplace_back();
    else if (c == '\n' && !quoted) rows.push_back({""});
    else if (c != '\r') rows.back().back() += c;
  }
  return rows;
}

std::string shared_file(const std::string& name) {
  std::vector<std::string> folders = {std::string(ZHIKE_SOURCE_FOLDER) + "/../shared", "../shared", "../../shared", "../../../shared"};
  if (const char* named = std::getenv("ZHIKE_SHARED")) folders.insert(folders.begin(), named);
  for (const auto& folder : folders)
    if (std::filesystem::exists(folder + "/" + name)) return folder + "/" + name;
  return {};
}

// goal: id, name, type, requirement, class, sensitivity and identity agree with the reference, variable by variable.
TEST(standard, the_fields_agree_with_the_reference_list) {
  std::string file = shared_file("data/cn/customer_data_standard_v0.csv");
  if (file.empty()) GTEST_SKIP() << "the reference list is not on this machine (ZHIKE_SHARED)";
  std::ifstream in(file);
  std::stringstream buffer;
  buffer << in.rdbuf();
  auto rows = read_csv(buffer.str());
  Standard standard = shipped();
  const std::map<char, std::set<DataType>> types = {
      {'S', {DataType::text}}, {'E', {DataType::code}}, {'N', {DataType::number, DataType::whole}}, {'D', {DataType::date}},
      {'T', {DataType::time}}, {'B', {DataType::flag}}, {'J', {DataType::json}}};
  const std::map<char, std::string> required = {{'M', "must"}, {'C', "conditional"}, {'O', "optional"}};
  const std::map<std::string, std::string> info = {{"描述", "descriptive"}, {"行为", "behavioural"}, {"关联", "relational"}};
  const std::map<std::string, std::string> identity = {{"DI", "direct"}, {"QI", "quasi"}, {"-", "none"}};
  std::size_t compared = 0;
  for (std::size_t i = 1; i < rows.size(); ++i) {
    const auto& row = rows[i];
    if (row.size() < 13) continue;
    const Field* field = standard.field(row[3]);
    ASSERT_NE(field, nullptr) << row[3];
    ++compared;
    EXPECT_EQ(field->code, row[1]) << row[3];
    EXPECT_EQ(field->label.zh, row[2]);
    EXPECT_TRUE(types.at(row[4][0]).contains(field->type)) << row[3] << " " << row[4];
    EXPECT_EQ(field->required, required.at(row[8][0])) << row[3];
    if (row[8].ends_with("(P)")) { EXPECT_EQ(field->entities, std::vector<std::string>{"person"}) << row[3]; }
    if (row[8].ends_with("(O)")) { EXPECT_EQ(field->entities, std::vector<std::string>{"organisation"}) << row[3]; }
    EXPECT_EQ(field->sensitivity, row[9][1] - '0') << row[3];
    EXPECT_EQ(field->sensitive, row[10] != "N") << row[3];
    EXPECT_EQ(field->identity, identity.at(row[11])) << row[3];
    EXPECT_EQ(field->info_type, info.at(row[12])) << row[3];
  }
  EXPECT_EQ(compared, 89u);
}

}  // namespace
}  // namespace zhike::standard
