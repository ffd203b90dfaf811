// SPDX-License-Identifier: Apache-2.0
#include "operations/waterfall.h"

#include "report/story.h"

namespace zhike::operations {
namespace {

// The engine's words for how two values agree. A word without a row here fails the test of this file.
struct Word {
  std::string_view en, zh;
};
constexpr Word words[] = {
    {"missing", "缺失"},
    {"equal", "相同"},
    {"one typing error", "一处笔误"},
    {"two typing errors", "两处笔误"},
    {"up to two typing errors", "至多两处笔误"},
    {"initial, short form or alias", "首字母、简称或别名"},
    {"similar", "相似"},
    {"vaguely similar", "略相似"},
    {"same sound or swapped", "同音或颠倒"},
    {"a shared character or sound", "有同字或同音"},
    {"one holds the other", "一方包含另一方"},
    {"one word in common", "有一词相同"},
    {"two parts equal", "两部分相同"},
    {"same year, day unknown", "同年，日不详"},
    {"same year or day", "同年或同日"},
    {"a few digits different", "差几位数字"},
    {"equal but for place or form", "仅地区或组织形式不同"},
    {"one slip or same sound", "一处笔误或同音"},
    {"same brand or short name", "字号相同或简称"},
    {"branch, or brand elsewhere", "分支机构，或异地同字号"},
    {"same sound or one typing error", "同音或一处笔误"},
    {"same or similar name part", "用户名相同或相似"},
    {"nearly equal", "几乎相同"},
    {"one holds the other, or half in common", "包含或过半相同"},
    {"a part in common", "部分相同"},
    {"same area or two typing errors", "同一区域或两处笔误"},
    {"close", "相近"},
    {"one typing error or next number", "一处笔误或相邻数"},
    {"different", "不同"},
    {"given name and surname exchanged", "姓与名互换"},
    {"exchanged, as far as can be seen", "可见部分互换"},
    {"name order", "姓名顺序"},
    {" (given)", "（名）"},
    {" (family)", "（姓）"},
    {" (rest)", "（其余）"},
};

std::string field_text(const std::string& name, const std::function<std::string(const std::string&)>& label, Language language) {
  // The engine calls the parts of a name after their column: full_name (given).
  auto part = name.rfind(" (");
  if (part == std::string::npos) return level_text(label(name), language);
  return label(name.substr(0, part)) + level_text(name.substr(part), language);
}

}  // namespace

std::string field_text(const std::string& name, Language language) {
  return field_text(name, [](const std::string& column) { return column; }, language);
}

std::string level_text(const std::string& level, Language language) {
  if (language == Language::zh)
    for (const auto& word : words)
      if (word.en == level) return std::string(word.zh);
  return level;
}

WaterfallOut waterfall_out(const resolve::Waterfall& found, const std::string& left_id, const std::string& right_id, bool same_cluster, double cut_bits) {
  WaterfallOut out;
  out.left_id = left_id;
  out.right_id = right_id;
  out.prior_bits = found.prior_bits;
  out.dependence_bits = found.dependence_bits;
  out.related_bits = found.related_bits;
  out.match_weight = found.total_bits;
  out.match_probability = resolve::probability_of(found.total_bits);
  out.same_cluster = same_cluster;
  out.cut_bits = cut_bits;
  out.apart = same_cluster ? "nothing" : found.total_bits <= cut_bits ? "evidence" : "clusters";
  for (const auto& field : found.fields)
    if (field.level != "missing") out.evidence.push_back({field.name, field.left, field.right, field.level, field.bits, field.frequency_bits});
  return out;
}

std::string waterfall_lines(const WaterfallOut& pair, const std::function<std::string(const std::string&)>& label, const Terminal& terminal, const std::string& decided) {
  report::WaterfallStory story;
  story.left_title = pair.left_id;
  story.right_title = pair.right_id;
  story.prior_bits = pair.prior_bits;
  story.dependence_bits = pair.dependence_bits;
  story.related_bits = pair.related_bits;
  story.total_bits = pair.match_weight;
  story.probability = pair.match_probability;
  story.cut_bits = pair.cut_bits;
  story.decided = decided;
  for (const auto& line : pair.evidence) story.lines.push_back({field_text(line.name, label, terminal.language), line.left, line.right, level_text(line.level, terminal.language), line.bits, line.frequency_bits});
  auto language = terminal.language == Language::zh ? report::Language::zh : report::Language::en;
  return "\n" + report::waterfall_text(story, language, {terminal.colour, terminal.width});
}

}  // namespace zhike::operations
