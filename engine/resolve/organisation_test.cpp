// SPDX-License-Identifier: Apache-2.0
// Goal: names of organisations are compared by their parts, branches and namesakes stay apart, and firms are told from
// persons by the shape of their names. Method: single pairs of names, then small tables through the door.
#include "resolve/organisation.h"

#include <gtest/gtest.h>

#include <random>

#include "resolve/levels.h"
#include "resolve/resolve.h"

namespace zhike::resolve {
namespace {

std::string_view label(const std::string& left, const std::string& right) {
  Field field;
  field.kind = Kind::organisation_name;
  field.values = {"", clean_organisation_name(left), clean_organisation_name(right)};
  field.count = {0, 1, 1};
  field.filled = 2;
  prepare_values(field);
  if (field.values[1] == field.values[2]) return "equal";
  const int level = compare_values(field, 1, 2);
  EXPECT_EQ(level, compare_values(field, 2, 1));
  return info(field.kind).labels[static_cast<std::size_t>(level)];
}

TEST(organisation, form_brackets_and_traditional_characters_make_no_difference) {
  EXPECT_EQ(label("远捷（成都）软件有限公司", "成都远捷软件公司"), "equal");
  EXPECT_EQ(label("无锡市廣諾餐飲管理有限公司", "无锡市广诺餐饮管理有限责任公司"), "equal");
  EXPECT_EQ(label("Acme Freight Co., Ltd.", "ACME FREIGHT"), "equal");
}

TEST(organisation, a_place_left_out_or_wider_is_still_the_same_name) {
  EXPECT_EQ(label("武汉博腾五金制品有限公司", "博腾五金制品"), "equal but for place or form");
  EXPECT_EQ(label("湖北省博腾五金制品有限公司", "武汉博腾五金制品有限公司"), "equal but for place or form");
}

TEST(organisation, one_brand_in_two_cities_and_a_branch_are_others) {
  EXPECT_EQ(label("武汉博腾五金制品有限公司", "成都博腾五金制品有限公司"), "branch, or brand elsewhere");
  EXPECT_EQ(label("武汉博腾五金制品有限公司", "武汉博腾五金制品有限公司成都分公司"), "branch, or brand elsewhere");
  EXPECT_EQ(label("Burger Barn 12", "Burger Barn 13"), "branch, or brand elsewhere");
}

TEST(organisation, slips_of_ear_and_eye_are_near) {
  EXPECT_EQ(label("武汉博腾五金制品有限公司", "武汉博滕五金制品有限公司"), "one slip or same sound");
  EXPECT_EQ(label("武汉晴川贸易有限公司", "武汉睛川贸易有限公司"), "one slip or same sound");
  EXPECT_EQ(label("Hadley Freight Ltd", "Hadly Freight Ltd"), "one slip or same sound");
}

TEST(organisation, a_brand_is_known_without_its_trade_and_in_latin_letters) {
  EXPECT_EQ(label("武汉博腾五金制品有限公司", "博腾"), "same brand or short name");
  EXPECT_EQ(label("武汉博腾五金制品有限公司", "Boteng Hardware Ltd"), "same brand or short name");
  EXPECT_EQ(label("武汉博腾五金制品有限公司", "上海华润服饰有限公司"), "different");
}

TEST(organisation, names_of_persons_are_not_taken_for_organisations) {
  for (const auto* name : {"王伟", "欧阳娜娜", "李行", "张小店", "Peter Bank", "Anna Maria Smith"}) EXPECT_FALSE(is_organisation_name(name)) << name;
  for (const auto* name : {"老王面馆有限公司", "知客科技有限公司", "Acme Freight Ltd", "Huber GmbH"}) EXPECT_TRUE(is_organisation_name(name)) << name;
}

// Firms that share building, agent and agent's phone; every firm on two rows, the second without place and form.
struct Firms {
  Table table;
  std::vector<std::uint32_t> truth;
};
Firms firms(std::size_t count) {
  static const char* const syllables[] = {"华", "信", "恒", "瑞", "鑫", "宏", "博", "嘉", "启", "云", "智", "德", "安", "联", "泰", "新"};
  static const char* const cities[] = {"武汉", "成都", "南京", "杭州", "长沙"};
  static const char* const trades[] = {"科技", "贸易", "物流", "服饰", "建材", "食品"};
  std::mt19937_64 random(11);
  Firms out;
  std::vector<std::string> name, agent, phone, code;
  const auto add = [&](std::string n, const std::string& a, const std::string& p, std::string c, std::size_t entity) {
    name.push_back(std::move(n)), agent.push_back(a), phone.push_back(p), code.push_back(std::move(c));
    out.truth.push_back(static_cast<std::uint32_t>(entity));
  };
  for (std::size_t k = 0; k < count; ++k) {
    const auto brand = std::string(syllables[random() % 16]) + syllables[random() % 16] + (random() % 2 ? syllables[random() % 16] : "");
    const auto* trade = trades[random() % 6];
    const auto who = random() % (count / 8 + 1);
    const auto agent_name = std::string("张") + syllables[who % 16] + syllables[who / 16 % 16];
    const auto number = std::to_string(13900000000 + who * 7919);
    const auto identity = "91420106" + std::to_string(100000000 + random() % 800000000) + "X";
    const auto full = cities[random() % 5] + brand + trade + "有限公司";
    add(full, agent_name, number, identity, 3 * k);
    add(random() % 2 ? brand + trade : full, agent_name, number, random() % 2 ? identity : "", 3 * k);
    if (k % 5 == 0) add(full + "西安分公司", agent_name, number, "", 3 * k + 1);
  }
  out.table.rows = name.size();
  out.table.columns = {{"企业名称", "", name}, {"联系人", "", agent}, {"联系电话", "", phone}, {"统一社会信用代码", "", code}};
  return out;
}

TEST(organisation, firms_of_one_agent_and_their_branches_stay_apart) {
  const auto made = firms(800);
  const auto result = dedupe(made.table, {});
  ASSERT_TRUE(result.ok());
  const auto& cluster = result.value().cluster;
  double together = 0, right = 0, true_pairs = 0;
  for (std::size_t i = 0; i < cluster.size(); ++i)
    for (std::size_t j = i + 1; j < cluster.size(); ++j) {
      together += cluster[i] == cluster[j];
      right += cluster[i] == cluster[j] && made.truth[i] == made.truth[j];
      true_pairs += made.truth[i] == made.truth[j];
    }
  EXPECT_GT(right / together, 0.98);
  EXPECT_GT(right / true_pairs, 0.9);
  for (const auto& field : result.value().model.fields)
    EXPECT_EQ(field.shared, field.kind != Kind::organisation_name && field.kind != Kind::identifier) << field.name;
}

TEST(organisation, a_person_and_his_firm_in_one_column_are_two_customers) {
  std::vector<std::string> name, phone, street;
  std::mt19937_64 random(3);
  for (int k = 0; k < 300; ++k) {
    const auto number = std::to_string(1390000000 + random() % 90000000);
    const auto place = std::to_string(random() % 300) + " Mill Road";
    std::string family;
    for (int s = 0; s < 3; ++s) family += static_cast<char>('a' + random() % 26), family += "aeiou"[random() % 5];
    for (const auto& who : {"John " + family, "John " + family, family + " Trading Ltd", family + " Trading Limited"})
      name.push_back(who), phone.push_back(number), street.push_back(place);
  }
  Table table;
  table.rows = name.size();
  table.columns = {{"name", "", name}, {"phone", "", phone}, {"address", "", street}};
  const auto result = dedupe(table, {});
  ASSERT_TRUE(result.ok());
  const auto& cluster = result.value().cluster;
  std::size_t found = 0;
  for (std::uint32_t row = 0; row < cluster.size(); row += 4) {
    EXPECT_NE(cluster[row], cluster[row + 2]);
    found += (cluster[row] == cluster[row + 1]) + (cluster[row + 2] == cluster[row + 3]);
  }
  EXPECT_GT(found, 570U);
}

}  // namespace
}  // namespace zhike::resolve
