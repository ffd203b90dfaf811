// SPDX-License-Identifier: Apache-2.0
// Goal: a message is told whole in Chinese, its parts too; names, unknown texts and English stay what they are.
// Method: messages of the real catalogue, made as the engine makes them.
#include "operations/messages.h"

#include <gtest/gtest.h>

#include "base/result.h"

namespace zhike::operations {
namespace {

std::string zh(std::string_view message) { return told(message, Language::zh); }

TEST(messages, in_english_a_message_is_itself) {
  EXPECT_EQ(told("there is no replay 7", Language::en), "there is no replay 7");
}

TEST(messages, a_hole_takes_any_text) {
  EXPECT_EQ(zh("there is no replay 7"), "没有重放 7");
  EXPECT_EQ(zh("there is no operation ''"), "没有操作“”");
  EXPECT_EQ(zh("there is no operation '来源 甲'"), "没有操作“来源 甲”");
}

TEST(messages, holes_may_change_their_order) {
  EXPECT_EQ(zh("these records hold 3 different values of id_number, which the standard's rules keep apart; the verdict holds all the same"),
            "这些记录的 id_number 有 3 个不同值，标准的规则不允许合并；裁定仍然生效");
}

TEST(messages, a_hole_grows_until_the_rest_fits) {
  EXPECT_EQ(zh("cannot write to a; does its folder exist?; does its folder exist?"), "无法写入 a; does its folder exist?；请确认其目录存在");
  EXPECT_EQ(zh("t.csv has no column 'a' b'"), "t.csv 没有列“a' b”");
}

TEST(messages, the_whole_message_must_fit) {
  EXPECT_EQ(zh("there is no replay"), "there is no replay");
  EXPECT_EQ(zh("surely both records are the same customer"), "surely both records are the same customer");
  EXPECT_EQ(zh("both records are the same customer!"), "both records are the same customer!");
}

TEST(messages, a_message_inside_a_message_is_told_too) {
  EXPECT_EQ(zh("t.xlsx cannot be read: the workbook is damaged: in the sheet 'a b', the XML ends in the middle; repair it, or save it again"),
            "无法读取 t.xlsx：工作簿已损坏：工作表“a b” 中，XML 不完整；请修复或重新保存");
  EXPECT_EQ(zh("map.json: / needs 'columns'"), "map.json：/ 缺少“columns”");
}

TEST(messages, of_several_patterns_the_one_with_most_text_of_its_own_wins) {
  EXPECT_EQ(zh("batch 3 is undone, so there is nothing to undo"), "批次 3 已撤销，无可再撤销");
  EXPECT_EQ(zh("batch 3 is lost, so there is nothing to undo"), "批次 3 的状态为 lost，无可撤销");
}

TEST(messages, a_name_that_is_also_a_word_stays_a_name) {
  EXPECT_EQ(zh("content"), "内容");
  EXPECT_EQ(zh("column content is left out: nothing to compare"), "列 content 未参与比较：没有可比较的内容");
}

TEST(messages, what_the_catalogue_does_not_know_stays_as_it_is) {
  EXPECT_EQ(zh("Binder Error: no such thing"), "Binder Error: no such thing");
  EXPECT_EQ(zh(""), "");
}

TEST(messages, every_advice_has_its_chinese) {
  for (const auto& row : error_table) EXPECT_NE(zh(row.advice), row.advice) << row.name;
}

}  // namespace
}  // namespace zhike::operations
