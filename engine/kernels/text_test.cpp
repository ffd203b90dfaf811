// SPDX-License-Identifier: Apache-2.0
// Goal: normal forms are as promised, equal to the slow twin on random text, and no byte sequence does harm.
#include "kernels/text.h"

#include <gtest/gtest.h>

#include <random>

#include "kernels/reference/normalise.h"

namespace zhike::kernels {
namespace {

TEST(text, full_width_dots_and_blanks_are_normalised) {
  EXPECT_EQ(normalised("  ＡＢＣ１２３　王  伟\t"), "ABC123 王 伟");
  EXPECT_EQ(normalised("阿卜杜拉．买买提"), "阿卜杜拉·买买提");
  EXPECT_EQ(normalised("阿卜杜拉•买买提"), "阿卜杜拉·买买提");
  EXPECT_EQ(normalised("王\u200B伟\uFEFF"), "王伟");
  EXPECT_EQ(normalised("a\x01\x02z"), "az");
  EXPECT_EQ(normalised("e\u0301"), "\u00E9");
  EXPECT_EQ(normalised("㈱①ﾃｽﾄ"), "(株)1テスト");
  EXPECT_EQ(normalised(""), "");
}

TEST(text, the_fast_path_equals_the_slow_twin) {
  std::mt19937 random(20261122);
  const std::u32string pool = U"aZ09 .-_@()王伟欧阳娜娜·．•、。《》　\t\nＡｚ０９（）é\u0301ü㈱①\u200B\uFEFF\u00AD가힣ﾃ\u3099か😀\U00020000";
  for (int round = 0; round < 20000; ++round) {
    std::u32string text;
    for (std::size_t n = random() % 12; n > 0; --n) text.push_back(pool[random() % pool.size()]);
    const std::string raw = to_utf8(text);
    ASSERT_EQ(normalised(raw), reference::normalised(raw)) << raw;
    ASSERT_EQ(normalised(normalised(raw)), normalised(raw)) << raw;
  }
}

TEST(text, random_bytes_are_read_without_harm) {
  std::mt19937 random(7);
  for (int round = 0; round < 20000; ++round) {
    std::string bytes;
    for (std::size_t n = random() % 16; n > 0; --n) bytes.push_back(static_cast<char>(random() % 3 == 0 ? random() % 128 : 128 + random() % 128));
    const std::string clean = to_utf8(code_points(bytes));
    EXPECT_TRUE(is_valid_utf8(clean));
    EXPECT_EQ(is_valid_utf8(bytes), clean == bytes) << round;
    EXPECT_TRUE(is_valid_utf8(normalised(bytes)));
    display_width(bytes);
  }
}

TEST(text, folds_do_what_they_say) {
  std::string out;
  fold_case("STRASSE Ä", out);
  EXPECT_EQ(out, "strasse ä");
  remove_accents("Éé Üü ñ ß ł 王", out);
  EXPECT_EQ(out, "Ee Uu n ss l 王");
}

TEST(text, width_on_a_terminal_counts_wide_characters_twice) {
  EXPECT_EQ(display_width("abc"), 3);
  EXPECT_EQ(display_width("客户A"), 5);
  EXPECT_EQ(display_width("é"), 1);
  EXPECT_EQ(display_width("e\u0301"), 1);
  EXPECT_EQ(display_width("，"), 2);
}

}  // namespace
}  // namespace zhike::kernels
