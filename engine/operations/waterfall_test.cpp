// SPDX-License-Identifier: Apache-2.0
// Goal: an explanation speaks one language, whatever the engine has to say; parts of a name keep their label.
#include "operations/waterfall.h"

#include "operations/match_explain.h"
#include "operations/match_words.h"

#include <gtest/gtest.h>

namespace zhike::operations {
namespace {

TEST(waterfall, every_level_of_every_kind_has_a_chinese_word) {
  for (const auto& kind : resolve::kind_table)
    for (auto label : kind.labels) {
      if (label.empty()) continue;
      std::string text(label);
      EXPECT_NE(level_text(text, Language::zh), text) << kind.id;
      EXPECT_EQ(level_text(text, Language::en), text) << kind.id;
    }
}

TEST(waterfall, the_parts_of_a_name_are_called_after_their_field) {
  WaterfallOut pair;
  pair.evidence.push_back({"full_name (given)", "伟", "伟", "equal", 7.0});
  pair.match_weight = 7.0;
  std::string text = waterfall_lines(pair, [](const std::string&) { return std::string("客户名称"); }, {.language = Language::zh});
  EXPECT_NE(text.find("客户名称（名）"), std::string::npos) << text;
  EXPECT_NE(text.find("相同"), std::string::npos) << text;
}

TEST(waterfall, every_reason_for_staying_apart_is_a_sentence_in_both_languages) {
  for (const std::string reason : {"nothing", "evidence", "rule", "clusters", "names_only", "side"}) {
    WaterfallOut pair;
    pair.apart = reason;
    pair.match_weight = 3;
    const auto text = apart_text(pair);
    EXPECT_NE(text.zh.find(reason == "nothing" ? "同一客户" : "未归并"), std::string::npos) << reason;
    EXPECT_NE(text.en.find(reason == "nothing" ? "one customer" : "kept apart"), std::string::npos) << reason;
  }
}

TEST(waterfall, records_of_one_customer_with_too_little_evidence_are_told_what_links_them) {
  WaterfallOut pair;
  pair.apart = "nothing";
  pair.match_weight = -1.8;
  const auto linked = apart_text(pair);
  pair.attached = true;
  const auto attached = apart_text(pair);
  EXPECT_NE(linked.en.find("other records"), std::string::npos);
  EXPECT_NE(attached.en.find("left over"), std::string::npos);
  EXPECT_NE(attached.zh.find("落单"), std::string::npos);
  const auto text = waterfall_lines(pair, [](const std::string& name) { return name; }, {}, attached.en);
  EXPECT_NE(text.find("evidence too little"), std::string::npos) << text;
  EXPECT_NE(text.find(attached.en), std::string::npos) << text;
}

TEST(waterfall, the_merge_line_is_the_one_that_was_cut_at) {
  const auto pair = waterfall_out({.total_bits = 2}, "a", "b", false, 3);
  EXPECT_EQ(pair.apart, "evidence");
  const auto text = waterfall_lines(pair, [](const std::string& name) { return name; }, {});
  EXPECT_NE(text.find("merge line 3.0"), std::string::npos) << text;
  EXPECT_NE(text.find("evidence too little"), std::string::npos) << text;
}

TEST(waterfall, every_kind_of_column_has_words_in_both_languages) {
  for (const auto& kind : resolve::kind_table) {
    const auto words = kind_words(std::string(kind.id));
    EXPECT_NE(words.zh, words.en) << kind.id;
    EXPECT_NE(words.zh, kind.id);
  }
}

}  // namespace
}  // namespace zhike::operations
