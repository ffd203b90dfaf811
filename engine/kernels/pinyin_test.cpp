// SPDX-License-Identifier: Apache-2.0
// Goal: surnames are read as surnames, keys are as the standard writes them, folds join what dialects join.
#include "kernels/pinyin.h"

#include <gtest/gtest.h>

#include "kernels/person_name.h"
#include "kernels/shared_data.h"
#include "kernels/text.h"

namespace zhike::kernels {
namespace {

TEST(pinyin, surnames_have_their_own_readings) {
  const std::pair<const char*, const char*> readings[] = {{"单", "shan"}, {"仇", "qiu"}, {"解", "xie"}, {"曾", "zeng"}, {"尉迟", "yu chi"}, {"万俟", "mo qi"}, {"区", "ou"}, {"盖", "ge"},
                                                          {"查", "zha"}, {"翟", "zhai"}, {"乐", "yue"}, {"员", "yun"}, {"朴", "piao"}, {"王", "wang"}, {"欧阳", "ou yang"}};
  for (const auto& [name, reading] : readings) EXPECT_EQ(surname_pinyin(name), reading) << name;
}

TEST(pinyin, the_key_puts_the_surname_first) {
  EXPECT_EQ(name_pinyin_key("单", "雄信"), "shan xiong xin");
  EXPECT_EQ(name_pinyin_key("曾", "国藩"), "zeng guo fan");
  EXPECT_EQ(name_pinyin_key("CHAN", "Tai Man"), "chan tai man");
  EXPECT_EQ(name_pinyin_key("", "Peter"), "peter");
  EXPECT_EQ(name_pinyin_key("王", ""), "wang");
  EXPECT_EQ(name_pinyin_key("吕", "丽"), "lv li");
  EXPECT_EQ(initials("wang xiao wei"), "wxw");
}

TEST(pinyin, mixed_text_keeps_its_latin_words) { EXPECT_EQ(pinyin("王伟 David-2"), "wang wei david 2"); }

TEST(pinyin, fuzzy_sounds_meet) {
  EXPECT_EQ(fuzzy_pinyin("zhang san"), fuzzy_pinyin("zang shan"));
  EXPECT_EQ(fuzzy_pinyin("chen ning"), fuzzy_pinyin("ceng lin"));
  EXPECT_EQ(fuzzy_pinyin("hu fei"), fuzzy_pinyin("fu hei"));
  EXPECT_NE(fuzzy_pinyin("wang"), fuzzy_pinyin("zhang"));
}

TEST(simplify, traditional_and_family_name_variants_meet) {
  EXPECT_EQ(simplify("鍾馗"), simplify("钟馗"));
  EXPECT_EQ(simplify("蕭紅"), "肖红");
  EXPECT_EQ(simplify("開放客戶數據平臺"), "开放客户数据平台");
  EXPECT_EQ(to_simplified("蕭山"), "萧山");
}

TEST(pinyin, readings_of_the_surname_table_agree) {
  const std::string path = test::shared_file("cn/surname_freq.csv");
  if (path.empty()) GTEST_SKIP() << "the shared reference data is not here; set ZHIKE_SHARED";
  const auto rows = test::csv_rows(path);
  int differ = 0, all = 0;
  for (std::size_t i = 1; i < rows.size() && i <= 500; ++i, ++all) {
    std::string mine = surname_pinyin(rows[i][0]), theirs = rows[i][3];
    std::erase(mine, ' ');
    std::erase(theirs, ' ');
    for (std::size_t at = theirs.find("ü"); at != std::string::npos; at = theirs.find("ü")) theirs.replace(at, 2, "v");
    if (mine != theirs) {
      ++differ;
      std::printf("reading differs: %s %s %s\n", rows[i][0].c_str(), mine.c_str(), theirs.c_str());
    }
  }
  EXPECT_LE(differ, all / 20);
}

}  // namespace
}  // namespace zhike::kernels
