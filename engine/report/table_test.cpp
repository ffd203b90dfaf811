// SPDX-License-Identifier: Apache-2.0
// Goal: tables line up whatever script they hold, and numbers read as people expect.
// Method: every line of a mixed table must have its columns start at the same display width.
#include "report/table.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fcntl.h>
#include <unistd.h>

#include "kernels/text.h"
#include "report/number_text.h"

namespace zhike::report {
namespace {

TEST(table, columns_line_up_by_display_width_also_with_chinese) {
  Table table({{"字段"}, {"比率", true}, {"x"}});
  table.add({{"手机号码"}, {"92.4%"}, {"|"}});
  table.add({{"e-mail"}, {"7%"}, {"|"}});
  table.add({{"古力娜扎·买买提"}, {"100.0%"}, {"|"}});
  std::string text = table.text({});
  std::size_t from = text.find('\n') + 1;  // the rows; the title of the third column is x
  int width = -1;
  for (int row = 0; row < 3; ++row) {
    std::size_t end = text.find('\n', from);
    std::string line = text.substr(from, end - from);
    ASSERT_EQ(line.back(), '|');
    if (width >= 0) {
      EXPECT_EQ(kernels::display_width(line), width) << text;
    }
    width = kernels::display_width(line);
    from = end + 1;
  }
}

TEST(table, a_long_cell_is_shortened_at_a_character_and_never_inside_one) {
  EXPECT_EQ(shortened("客户统一编码", 12), "客户统一编码");
  EXPECT_EQ(shortened("客户统一编码", 8), "客户统…");
  EXPECT_EQ(shortened("abcdef", 4), "abc…");
  EXPECT_LE(kernels::display_width(shortened("客户统一编码", 7)), 7);
}

TEST(table, colours_appear_only_when_asked_for) {
  EXPECT_EQ(painted("x", Tone::bad, {}), "x");
  EXPECT_NE(painted("x", Tone::bad, {true, 80}), "x");
  int descriptor = open("/dev/null", O_WRONLY);
  EXPECT_FALSE(style_of_terminal(descriptor).colour);
  close(descriptor);
}

TEST(bar, is_filled_in_eighths_and_keeps_its_width) {
  EXPECT_EQ(bar(0, 4), "    ");
  EXPECT_EQ(bar(1, 4), "████");
  EXPECT_EQ(bar(0.5, 4), "██  ");
  EXPECT_EQ(bar(0.125, 1), "▏");
  EXPECT_EQ(bar(0.0001, 2), "▏ ");
  EXPECT_EQ(bar(7, 2), "██");
  EXPECT_EQ(spark({0, 1, 8}), " ▁█");
}

TEST(number_text, groups_thousands_and_never_rounds_a_share_to_all_or_nothing) {
  EXPECT_EQ(grouped(1037220), "1,037,220");
  EXPECT_EQ(grouped(-1000), "-1,000");
  EXPECT_EQ(grouped(999), "999");
  EXPECT_EQ(percent(0.924), "92.4%");
  EXPECT_EQ(percent(0.99996), "99.9%");
  EXPECT_EQ(percent(1.0), "100.0%");
  EXPECT_EQ(percent(0.0001), "<0.1%");
  EXPECT_EQ(percent(0.0), "0.0%");
  EXPECT_EQ(percent(std::nullopt), "--");
  EXPECT_EQ(points(0.014), "+1.4");
  EXPECT_EQ(points(-0.00001), "0.0");
  EXPECT_EQ(fixed(-1234.5, 1), "-1,234.5");
}

}  // namespace
}  // namespace zhike::report
