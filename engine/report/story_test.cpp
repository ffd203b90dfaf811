// SPDX-License-Identifier: Apache-2.0
// Goal: a customer and a waterfall read well and add up, in both languages.
#include "report/story.h"

#include <gtest/gtest.h>

#include "kernels/text.h"

namespace zhike::report {
namespace {

WaterfallStory waterfall() {
  return {"CRM-8831", "门店-20417", -17.2, {{"姓名", "王晓明", "王小明", "同音异字", 9.1, 0}, {"手机", "138****1234", "138****1234", "相同", 13.6, 1.2},
          {"地址", "杭州西湖区", "", "", 0, 0}}, -0.5, -1.0, 4.0, 0.8909, 0, ""};
}

TEST(waterfall, adds_up_and_says_when_it_does_not) {
  std::string text = waterfall_text(waterfall(), Language::zh, {});
  for (std::string_view part : {"先验", "-17.2", "+9.1", "（缺）", "家庭成员", "合计", "+4.0", "同一客户", "89.09%"})
    EXPECT_NE(text.find(part), std::string::npos) << part << "\n" << text;
  EXPECT_EQ(text.find("不符"), std::string::npos) << text;
  auto wrong = waterfall();
  wrong.total_bits = -3;
  std::string english = waterfall_text(wrong, Language::en, {});
  EXPECT_NE(english.find("do not add up"), std::string::npos) << english;
  EXPECT_NE(english.find("evidence too little"), std::string::npos) << english;
}

TEST(waterfall, the_middle_line_stands_in_one_column) {
  std::string text = waterfall_text(waterfall(), Language::zh, {});
  int width = -1;
  for (std::size_t from = 0, end; (end = text.find('\n', from)) != std::string::npos; from = end + 1) {
    std::string line = text.substr(from, end - from);
    std::size_t middle = line.find("│");
    if (middle == std::string::npos || line.find("│ ") == middle) continue;  // the titles, and empty bars
    int at = kernels::display_width(line.substr(0, middle));
    if (width >= 0) {
      EXPECT_EQ(at, width) << text;
    }
    width = at;
  }
  EXPECT_GT(width, 0);
}

TEST(customer_story, shows_fields_by_category_with_source_and_rule) {
  standard::Standard standard;
  standard.categories = {{"basic", "A", {"基本", "Basic"}, ""}, {"contact", "B", {"联络", "Contact"}, ""}};
  CustomerStory story;
  story.cuid = "P0000000001X";
  story.name = "王小明";
  story.party = "个人";
  story.fields = {{"contact", "手机号码", "138****1234", "crm", "最近更新", 2, true}, {"basic", "姓名", "王小明", "门店", "可信度最高", 0, false}};
  story.records = {{"11", "crm", "8831", "2026-01-01", "王小明"}};
  story.identifiers = {{"手机号码", "138****1234", 2}};
  story.events = {{"2026-10-01 12:00", "下单", "网店", "app", "¥329.00", "母婴"}};
  story.events_count = 5;
  story.activity = {0, 1, 4};
  story.activity_from = "2026-08";
  story.activity_to = "2026-10";
  story.gaps = {{"出生日期", "应有而缺"}};
  std::string text = customer_text(story, standard, Language::zh, {});
  EXPECT_LT(text.find("基本"), text.find("联络"));
  for (std::string_view part : {"P0000000001X", "138****1234 ▲", "[crm]", "2 个其他值", "▂█", "另有更早事件 4", "出生日期", "8831"})
    EXPECT_NE(text.find(part), std::string::npos) << part << "\n" << text;
  std::string english = customer_text(story, standard, Language::en, {});
  for (std::string_view part : {"Basic", "Timeline", "Knowledge gaps", "2 other values", "earlier events: 4"})
    EXPECT_NE(english.find(part), std::string::npos) << part << "\n" << english;
}

}  // namespace
}  // namespace zhike::report
