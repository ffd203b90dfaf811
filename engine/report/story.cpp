// SPDX-License-Identifier: Apache-2.0
#include "report/story.h"

#include <algorithm>
#include <cmath>

#include "kernels/text.h"
#include "report/number_text.h"

namespace zhike::report {
namespace {

std::string say(Language language, std::string_view zh, std::string_view en) { return std::string(Text{zh, en}.in(language)); }

std::string bits_text(double bits) {
  std::string text = fixed(bits, 1);
  if (text == "-0.0") text = "0.0";
  return bits >= 0.05 ? "+" + text : text;
}

// Against grows to the left of the middle line, for to the right of it.
std::string balance(double bits, double most, int cells) {
  double share = most > 0 ? std::min(1.0, std::fabs(bits) / most) : 0;
  int filled = static_cast<int>(std::lround(share * cells));
  if (filled == 0 && std::fabs(bits) >= 0.05) filled = 1;
  std::string blank(static_cast<std::size_t>(cells), ' '), block;
  for (int i = 0; i < filled; ++i) block += "█";
  if (bits < 0) return padded(block, cells, true) + "│" + blank;
  return blank + "│" + padded(block, cells);
}

std::string joined(const std::vector<std::string>& parts, const std::string& by) {
  std::string out;
  for (const auto& part : parts) out += (out.empty() ? "" : by) + part;
  return out;
}

std::string title_lines(const CustomerStory& story, Language language, const Style& style) {
  std::string out = "\n" + heading(story.name.empty() ? story.cuid : story.name + "  " + story.cuid, style);
  std::vector<std::string> parts{story.party, say(language, "来源记录 ", "records ") + grouped(static_cast<std::int64_t>(story.records.size())),
                                 say(language, "事件 ", "events ") + grouped(story.events_count)};
  if (!story.former_cuids.empty()) parts.push_back(say(language, "旧编码 ", "formerly ") + joined(story.former_cuids, ", "));
  return out + "  " + joined(parts, "  ·  ") + "\n\n";
}

std::string field_table(const CustomerStory& story, const std::string& category, Language language, const Style& style) {
  Table table({{"", false, 26}, {"", false, 44}, {"", false, 18}, {"", false, 40}});
  for (const auto& field : story.fields) {
    if (field.category != category) continue;
    std::string rule = field.rule;
    if (field.alternatives > 0)
      rule += (rule.empty() ? "" : " · ") + grouped(field.alternatives) + " " + say(language, "个其他值", field.alternatives == 1 ? "other value" : "other values");
    table.add({{field.label, Tone::faint}, {field.value + (field.finding ? " ▲" : ""), field.finding ? Tone::warn : Tone::strong},
               {field.source_id.empty() ? "" : "[" + field.source_id + "]", Tone::info}, {rule, Tone::faint}});
  }
  return table.text(style);
}

std::string golden_lines(const CustomerStory& story, const standard::Standard& standard, Language language, const Style& style) {
  std::vector<std::pair<std::string, std::string>> groups;  // id, title
  for (const auto& category : standard.categories) groups.emplace_back(category.id, label_in(category.label, language, category.id));
  for (const auto& field : story.fields)
    if (std::none_of(groups.begin(), groups.end(), [&](const auto& group) { return group.first == field.category; }))
      groups.emplace_back(field.category, field.category);
  std::string out;
  for (const auto& [id, title] : groups) {
    bool held = std::any_of(story.fields.begin(), story.fields.end(), [&](const auto& field) { return field.category == id; });
    if (held) out += heading(title, style) + field_table(story, id, language, style) + "\n";
  }
  return out;
}

std::string record_lines(const CustomerStory& story, Language language, const Style& style) {
  std::string out;
  if (!story.identifiers.empty()) {
    Table table({{say(language, "标识", "Identifier"), false, 26}, {say(language, "值", "Value"), false, 44}, {say(language, "记录", "Records"), true}});
    for (const auto& identifier : story.identifiers)
      table.add({{identifier.type, Tone::faint}, {identifier.value}, {grouped(identifier.records_count)}});
    out += heading(say(language, "标识", "Identifiers"), style) + table.text(style) + "\n";
  }
  if (!story.records.empty()) {
    Table table({{say(language, "来源", "Source"), false, 18}, {say(language, "来源键", "Key"), false, 28}, {say(language, "名称", "Name"), false, 30},
                 {say(language, "时间", "Recorded")}, {say(language, "记录编号", "Record id")}});
    for (const auto& record : story.records)
      table.add({{record.source_id, Tone::info}, {record.source_key}, {record.name}, {record.recorded_at}, {record.record_id, Tone::faint}});
    out += heading(say(language, "来源记录", "Records"), style) + table.text(style) + "\n";
  }
  return out;
}

std::string timeline_lines(const CustomerStory& story, Language language, const Style& style) {
  if (story.events.empty()) return "";
  std::string out = heading(say(language, "时间线", "Timeline"), style);
  if (!story.activity.empty())
    out += "  " + painted(story.activity_from, Tone::faint, style) + " " + painted(spark(story.activity), Tone::info, style) + " " +
           painted(story.activity_to + say(language, "  每月事件", "  events per month"), Tone::faint, style) + "\n";
  Table table({{""}, {"", false, 20}, {"", true, 16}, {"", false, 16}, {"", false, 16}, {"", false, 44}});
  for (const auto& event : story.events)
    table.add({{event.occurred_at, Tone::faint}, {event.type, Tone::strong}, {event.amount}, {event.channel},
               {event.source_id.empty() ? "" : "[" + event.source_id + "]", Tone::info}, {event.note, Tone::faint}});
  out += table.text(style);
  std::int64_t more = story.events_count - static_cast<std::int64_t>(story.events.size());
  if (more > 0) out += painted("  " + say(language, "另有更早事件 ", "earlier events: ") + grouped(more), Tone::faint, style) + "\n";
  return out + "\n";
}

std::string gap_lines(const CustomerStory& story, Language language, const Style& style) {
  std::string out = heading(say(language, "信息缺口", "Knowledge gaps"), style);
  if (story.gaps.empty()) return out + "  " + say(language, "应有的信息都已具备", "Everything that should be known is known") + "\n";
  Table table({{"", false, 30}, {"", false, 60}});
  for (const auto& gap : story.gaps) table.add({{"○ " + gap.field, Tone::warn}, {gap.reason, Tone::faint}});
  return out + table.text(style);
}

// What the evidence alone says; what became of the records is for the caller to say.
std::string verdict_line(const WaterfallStory& story, Language language, const Style& style) {
  const double probability = story.probability;
  bool enough = story.total_bits > story.cut_bits;
  std::string out = "  " + painted(enough ? say(language, "● 证据足以归为同一客户", "● evidence enough for one customer") : say(language, "■ 证据不足以归为同一客户", "■ evidence too little for one customer"),
                                   enough ? Tone::good : Tone::bad, style);
  out += "  " + say(language, "匹配概率 ", "probability ") + (probability > 0.9999 ? "> 99.99%" : probability < 0.0001 ? "< 0.01%" : fixed(probability * 100, 2) + "%");
  out += "  ·  " + say(language, "合并线 ", "merge line ") + fixed(story.cut_bits, 1) + say(language, " 比特", " bits") + "\n";
  if (!story.decided.empty()) out += "  " + painted(story.decided, Tone::info, style) + "\n";
  return out;
}

}  // namespace

std::string customer_text(const CustomerStory& story, const standard::Standard& standard, Language language, const Style& style) {
  return title_lines(story, language, style) + golden_lines(story, standard, language, style) + record_lines(story, language, style) +
         timeline_lines(story, language, style) + gap_lines(story, language, style);
}

std::string waterfall_text(const WaterfallStory& story, Language language, const Style& style) {
  double most = std::fabs(story.prior_bits), sum = story.prior_bits + story.dependence_bits + story.related_bits;
  for (const auto& line : story.lines) {
    most = std::max(most, std::fabs(line.bits));
    sum += line.bits;
  }
  most = std::max({most, std::fabs(story.related_bits), std::fabs(story.dependence_bits), std::fabs(story.total_bits)});
  Table table({{"", false, 22}, {story.left_title, false, 26}, {story.right_title, false, 26}, {"", false, 22},
               {say(language, "比特", "Bits"), true}, {say(language, "      反对 │ 支持", "   against │ for")}});
  auto add = [&](const std::string& label, const std::string& left, const std::string& right, const std::string& level, double bits, Tone tone) {
    Tone bar_tone = tone != Tone::plain ? tone : bits >= 0.05 ? Tone::good : bits <= -0.05 ? Tone::bad : Tone::faint;
    table.add({{label, tone == Tone::strong ? tone : Tone::plain}, {left}, {right}, {level, Tone::faint}, {bits_text(bits)}, {balance(bits, most, 10), bar_tone}});
  };
  add(say(language, "先验", "Prior"), "", "", say(language, "任取两条记录", "any two records"), story.prior_bits, Tone::plain);
  const std::string none = say(language, "（缺）", "(none)");
  for (const auto& line : story.lines) {
    std::string level = line.level;
    if (std::fabs(line.frequency_bits) >= 0.05) level += (level.empty() ? "" : " ") + say(language, "频次", "rarity ") + bits_text(line.frequency_bits);
    add(line.label, line.left.empty() ? none : line.left, line.right.empty() ? none : line.right, level, line.bits, Tone::plain);
  }
  if (std::fabs(story.dependence_bits) >= 0.05)
    add(say(language, "重复计入的证据", "Counted twice"), "", "", say(language, "收回", "taken back"), story.dependence_bits, Tone::plain);
  if (std::fabs(story.related_bits) >= 0.05)
    add(say(language, "家庭成员", "Household"), "", "", say(language, "可能是家人", "could be a relative"), story.related_bits, Tone::plain);
  add(say(language, "合计", "Total"), "", "", "", story.total_bits, Tone::strong);
  std::string out = "\n" + heading(say(language, "证据瀑布图", "Evidence"), style) + table.text(style) + "\n" + verdict_line(story, language, style);
  if (std::fabs(sum - story.total_bits) > 0.01)
    out += painted(say(language, "  注意：各项之和与合计不符", "  Note: the lines do not add up to the total"), Tone::warn, style) + "\n";
  return out;
}

}  // namespace zhike::report
