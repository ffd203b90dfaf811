// SPDX-License-Identifier: Apache-2.0
// Goal: names of persons and organisations come apart as people would take them apart.
#include <gtest/gtest.h>

#include "kernels/organisation_name.h"
#include "kernels/person_name.h"

namespace zhike::kernels {
namespace {

PersonName person(std::string_view raw) {
  PersonName out;
  EXPECT_TRUE(read_person_name(raw, out)) << raw;
  return out;
}

void expect_split(std::string_view raw, std::string_view full, std::string_view family, std::string_view given) {
  const PersonName name = person(raw);
  EXPECT_EQ(name.full, full) << raw;
  EXPECT_EQ(name.family, family) << raw;
  EXPECT_EQ(name.given, given) << raw;
}

TEST(person_name, chinese_names_split_behind_the_surname) {
  expect_split("王伟", "王伟", "王", "伟");
  expect_split(" 王 伟 ", "王伟", "王", "伟");
  expect_split("欧阳娜娜", "欧阳娜娜", "欧阳", "娜娜");
  expect_split("司马光", "司马光", "司马", "光");
  expect_split("王伟(收)", "王伟", "王", "伟");
  expect_split("王伟先生", "王伟", "王", "伟");
  expect_split("李娜 女士", "李娜", "李", "娜");
  expect_split("王伟2", "王伟", "王", "伟");
  expect_split("王伟 David", "王伟", "王", "伟");
  expect_split("阿卜杜拉·买买提", "阿卜杜拉·买买提", "买买提", "阿卜杜拉");
}

TEST(person_name, a_title_behind_a_surname_leaves_the_given_name_missing) {
  for (const char* text : {"王先生", "王总", "王经理", "王老师", "王女士", "小王", "老王"}) {
    const PersonName name = person(text);
    EXPECT_TRUE(name.surname_only) << text;
    EXPECT_EQ(name.family, "王") << text;
    EXPECT_EQ(name.given, "") << text;
  }
  EXPECT_EQ(person("欧阳先生").family, "欧阳");
  EXPECT_TRUE(person("欧阳先生").surname_only);
}

TEST(person_name, masked_parts_stay_and_count_as_missing) {
  const PersonName name = person("张**");
  EXPECT_TRUE(name.masked);
  EXPECT_EQ(name.family, "张");
  EXPECT_EQ(name.given, "");
  EXPECT_EQ(person("张某某").full, "张**");
  EXPECT_EQ(person("张*明").given, "*明");
}

TEST(person_name, a_placeholder_is_missing) {
  for (const char* text : {"测试", "未知", "匿名", "微信用户", "用户12345", "test", "N/A", "null", "-", "测试用户", "", "微信用户8831", "user1234"})
    EXPECT_TRUE(person(text).placeholder) << text;
}

TEST(person_name, latin_names_split_by_their_form) {
  expect_split("CHAN Tai Man", "CHAN Tai Man", "CHAN", "Tai Man");
  expect_split("CHAN Tai Man, Peter", "CHAN Tai Man Peter", "CHAN", "Tai Man Peter");
  expect_split("Mr. John Smith Jr.", "John Smith", "Smith", "John");
  expect_split("Smith, John", "Smith John", "Smith", "John");
  expect_split("JOHN SMITH", "John Smith", "Smith", "John");
  expect_split("jan van der berg", "Jan Van Der Berg", "Van Der Berg", "Jan");
  expect_split("Mary O'Brien", "Mary O'Brien", "O'Brien", "Mary");
  expect_split("José García", "José García", "García", "José");
}

TEST(person_name, what_is_no_name_is_refused) {
  PersonName out;
  for (const char* text : {"13912345670", "####", "@@@", "王1伟"}) EXPECT_FALSE(read_person_name(text, out)) << text;
}

TEST(person_name, both_splits_are_told_where_both_are_possible) {
  EXPECT_FALSE(person("欧阳修").ambiguous_split);
  EXPECT_TRUE(person("夏侯惇").ambiguous_split);
}

OrganisationName organisation(std::string_view raw) {
  OrganisationName out;
  EXPECT_TRUE(read_organisation_name(raw, out)) << raw;
  return out;
}

TEST(organisation_name, parts_stand_in_the_order_of_the_registration_rules) {
  const OrganisationName name = organisation("杭州知客信息技术有限公司");
  EXPECT_EQ(name.region, "杭州");
  EXPECT_EQ(name.brand, "知客");
  EXPECT_EQ(name.trade, "信息技术");
  EXPECT_EQ(name.form, "有限公司");
  EXPECT_EQ(name.branch, "");
}

TEST(organisation_name, the_region_may_stand_in_brackets) {
  const OrganisationName name = organisation("知客（上海）科技股份有限公司");
  EXPECT_EQ(name.region, "上海");
  EXPECT_EQ(name.brand, "知客");
  EXPECT_EQ(name.trade, "科技");
  EXPECT_EQ(name.form, "股份有限公司");
}

TEST(organisation_name, a_branch_is_kept_apart_from_its_head_office) {
  const OrganisationName name = organisation("浙江知客餐饮管理有限公司西湖分公司");
  EXPECT_EQ(name.region, "浙江");
  EXPECT_EQ(name.brand, "知客");
  EXPECT_EQ(name.branch, "西湖分公司");
  EXPECT_EQ(organisation("知客科技有限公司北京西单店").branch, "北京西单店");
}

TEST(organisation_name, latin_forms_are_recognised) {
  EXPECT_EQ(organisation("Zhike Data Co., Ltd.").form, "Co., Ltd.");
  EXPECT_EQ(organisation("Zhike Data Co., Ltd.").brand, "Zhike Data");
  EXPECT_EQ(organisation("Acme Inc").form, "Inc");
  EXPECT_EQ(organisation("Incline").form, "");
}

TEST(organisation_name, a_form_word_is_found_only_at_the_end) {
  EXPECT_TRUE(has_organisation_form("阳光超市"));
  EXPECT_TRUE(has_organisation_form("Acme GmbH"));
  EXPECT_FALSE(has_organisation_form("王伟"));
  EXPECT_FALSE(has_organisation_form("公司"));
}

TEST(organisation_name, the_key_folds_script_and_signs) {
  EXPECT_EQ(organisation_key(organisation("知客(上海)科技有限公司")), organisation_key(organisation("上海知客科技股份有限公司")));
  EXPECT_EQ(organisation_key(organisation("杭州知客數據有限公司")), "知客数据");
}

}  // namespace
}  // namespace zhike::kernels
