// SPDX-License-Identifier: Apache-2.0
// Goal: divisions are found whatever is left out, and the parts below them by their words.
#include "kernels/address.h"

#include <gtest/gtest.h>

#include <random>

#include "kernels/division.h"
#include "kernels/shared_data.h"

namespace zhike::kernels {
namespace {

TEST(division, codes_of_every_length_are_found) {
  EXPECT_EQ(find_division("330106")->name, "西湖区");
  EXPECT_EQ(find_division("33")->name, "浙江省");
  EXPECT_EQ(find_division("3301")->name, "杭州市");
  EXPECT_NE(find_division("110101001"), nullptr);
  EXPECT_NE(find_division("110101001001"), nullptr);
  EXPECT_EQ(find_division("999999"), nullptr);
  EXPECT_EQ(find_division("abc"), nullptr);
}

TEST(division, retired_codes_lead_to_their_successors) {
  EXPECT_EQ(division_state("110103"), DivisionState::retired);
  EXPECT_EQ(current_division(110103), 110101U);
  EXPECT_EQ(current_division(310119), 310115U);
  EXPECT_EQ(division_state("330113"), DivisionState::current);
  EXPECT_EQ(division_state("999999"), DivisionState::unknown);
}

TEST(division, every_row_is_well_formed) {
  std::size_t current = 0;
  for (const auto& row : divisions()) {
    EXPECT_FALSE(row.name.empty());
    if (!row.retired && !row.alias) ++current;
    if (row.successor != 0) {
      EXPECT_NE(find_division(row.successor), nullptr) << row.code;
    }
  }
  EXPECT_GT(current, 44000U);
}

TEST(division, short_names_lose_their_last_word) {
  EXPECT_EQ(short_division_name("杭州市"), "杭州");
  EXPECT_EQ(short_division_name("内蒙古自治区"), "内蒙古");
  EXPECT_EQ(short_division_name("西双版纳傣族自治州"), "西双版纳");
  EXPECT_EQ(short_division_name("黔东南苗族侗族自治州"), "黔东南");
  EXPECT_EQ(short_division_name("景县"), "景县");
}

TEST(division, a_postcode_lies_in_its_province) {
  EXPECT_TRUE(postcode_in_province("310000", 330106));
  EXPECT_FALSE(postcode_in_province("310000", 440000));
  EXPECT_TRUE(postcode_in_province("100010", 110101001));
}

TEST(address, a_full_address_comes_apart) {
  const Address a = read_address("浙江省杭州市西湖区文三路478号华星时代广场3栋2单元501室");
  EXPECT_EQ(a.division_code, 330106U);
  EXPECT_EQ(a.province, "浙江省");
  EXPECT_EQ(a.city, "杭州市");
  EXPECT_EQ(a.district, "西湖区");
  EXPECT_EQ(a.road, "文三路");
  EXPECT_EQ(a.number, "478");
  EXPECT_EQ(a.place, "华星时代广场");
  EXPECT_EQ(a.building, "3");
  EXPECT_EQ(a.unit, "2");
  EXPECT_EQ(a.room, "501");
}

TEST(address, left_out_levels_are_filled_in) {
  for (const char* text : {"杭州西湖区文三路478号", "浙江杭州市西湖区文三路478号", "浙江省西湖区文三路478号", "中国浙江省杭州市西湖区文三路478号", "浙江省 杭州市 西湖区 文三路478號",
                           "杭州市西湖区文三路４７８号", "浙江省,杭州市,西湖区,文三路478号"}) {
    const Address a = read_address(text);
    EXPECT_EQ(a.division_code, 330106U) << text;
    EXPECT_EQ(a.road, "文三路") << text;
    EXPECT_EQ(a.number, "478") << text;
  }
  EXPECT_EQ(read_address("深圳南山区科技园").division_code, 440305U);
  EXPECT_EQ(read_address("北京朝阳区建国路88号").division_code, 110105U);
  EXPECT_EQ(read_address("北京市北京市朝阳区建国路88号").division_code, 110105U);
  EXPECT_EQ(read_address("内蒙古呼和浩特市新城区").province, "内蒙古自治区");
  EXPECT_EQ(read_address("吉林省吉林市船营区").city, "吉林市");
  EXPECT_EQ(read_address("昆山人民路1号").division_code, 320583U);
  EXPECT_EQ(read_address("广东省东莞市石碣镇东风路5号").town, "石碣镇");
}

TEST(address, spellings_of_building_unit_and_room_agree) {
  for (const char* text : {"杭州市西湖区翠苑三区3栋2单元501室", "杭州市西湖区翠苑三区3幢2单元501", "杭州市西湖区翠苑三区3-2-501", "杭州市西湖区翠苑三区3号楼2单元501",
                           "杭州市西湖区翠苑三区三栋二单元五〇一室", "杭州市西湖区翠苑三区3#2-501"}) {
    const Address a = read_address(text);
    EXPECT_EQ(a.building + "/" + a.unit + "/" + a.room, "3/2/501") << text;
    EXPECT_EQ(a.place, "翠苑三区") << text;
  }
  const Address lane = read_address("上海市浦东新区陆家嘴环路1000弄5号12楼1201室");
  EXPECT_EQ(lane.number, "1000弄");
  EXPECT_EQ(lane.building, "5");
  EXPECT_EQ(lane.floor, "12");
  EXPECT_EQ(lane.room, "1201");
  EXPECT_EQ(read_address("北京市海淀区中关村大街1号A座12F").building, "A");
  EXPECT_EQ(read_address("北京市海淀区中关村大街1号A座12F").floor, "12");
}

TEST(address, a_street_that_bears_a_citys_name_is_no_city) {
  EXPECT_EQ(read_address("上海市黄浦区南京东路100号").division_code, 310101U);
  EXPECT_EQ(read_address("上海市黄浦区南京东路100号").road, "南京东路");
  EXPECT_EQ(read_address("北京路12号").division_code, 0U);
  EXPECT_EQ(read_address("中山东一路12号").road, "中山东一路");
  EXPECT_EQ(read_address("中山东一路12号").number, "12");
}

TEST(address, a_retired_division_is_brought_to_its_successor) {
  const Address a = read_address("北京市宣武区广安门内大街1号");
  EXPECT_EQ(a.division_code, 110102U);
  EXPECT_TRUE(a.retired_division);
  EXPECT_EQ(read_address("上海市南汇区惠南镇").division_code, 310115U);
}

TEST(address, a_district_that_exists_twice_stays_open) {
  const Address a = read_address("朝阳区建国路88号");
  EXPECT_EQ(a.division_code, 0U);
  EXPECT_TRUE(a.ambiguous_division);
  EXPECT_EQ(a.district, "朝阳区");
  EXPECT_EQ(a.road, "建国路");
}

TEST(address, latin_street_words_are_expanded) {
  std::string out;
  ASSERT_TRUE(clean_address("12 N. Main St., Apt 4", out));
  EXPECT_EQ(out, "12 north main street apartment 4");
  ASSERT_TRUE(clean_address("St Kilda Rd", out));
  EXPECT_EQ(out, "st kilda road");
}

TEST(address, traditional_script_reads_the_same) {
  EXPECT_EQ(read_address("廣東省廣州市天河區體育西路103號").division_code, 440106U);
  EXPECT_EQ(read_address("浙江省杭州市蕭山區市心路1號").division_code, 330109U);
}

TEST(address, random_texts_do_no_harm) {
  std::mt19937 random(5);
  const char* pool[] = {"浙江", "杭州市", "西湖区", "文三路", "号", "3", "栋", "单元", "-", "501", "路", "街道", "镇", "A", " ", "市", "省", "弄", "附", "十", "#", "(", "F", "\xFF", "朝阳区", "中国"};
  for (int round = 0; round < 20000; ++round) {
    std::string text;
    for (std::size_t n = random() % 10; n > 0; --n) text += pool[random() % std::size(pool)];
    read_address(text);
  }
}

TEST(address, roads_of_the_road_list_are_roads) {
  const std::string path = test::shared_file("cn/road_cpca.csv");
  if (path.empty()) GTEST_SKIP() << "the shared reference data is not here; set ZHIKE_SHARED";
  const auto rows = test::csv_rows(path);
  int good = 0, all = 0;
  for (std::size_t i = 1; i < rows.size(); ++i, ++all) {
    const Address a = read_address("杭州市西湖区" + rows[i][0] + "12号");
    if (a.road == rows[i][0] && a.number == "12") ++good;
  }
  std::printf("roads read: %d of %d\n", good, all);
  EXPECT_GT(good, all * 9 / 10);
}

}  // namespace
}  // namespace zhike::kernels
