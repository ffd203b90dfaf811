// SPDX-License-Identifier: Apache-2.0
// The quality report on a terminal.
#include <algorithm>

#include "kernels/checks.h"
#include "report/number_text.h"
#include "report/quality_report.h"
#include "report/quality_words.h"

namespace zhike::report {
namespace {

Tone tone_of(std::string_view judgement) {
  if (judgement == "good") return Tone::good;
  if (judgement == "warn") return Tone::warn;
  if (judgement == "bad") return Tone::bad;
  return Tone::faint;
}

// Colour is never the only sign.
std::string sign_of(std::string_view judgement) {
  if (judgement == "good") return "●";
  if (judgement == "warn") return "▲";
  if (judgement == "bad") return "■";
  return "○";
}

struct Printer {
  const QualityReport& report;
  const standard::Standard& standard;
  Language language;
  const Style& style;

  std::string say(std::string_view zh, std::string_view en) const { return std::string(Text{zh, en}.in(language)); }
  std::string headline() const;
  std::string scorecard() const;
  std::string worst() const;
  std::string by_source() const;
  std::string by_group(const std::string& scope, const std::string& title) const;
  std::string checks() const;
  std::string group_label(const std::string& scope, const std::string& name) const;
};

std::string Printer::headline() const {
  std::string out = "\n" + heading(say("数据质量报告", "Data quality report"), style);
  std::int64_t duplicates = report.resolved ? std::max<std::int64_t>(0, report.records - report.customers) : 0;
  auto figure = [&](std::int64_t number, std::string_view zh, std::string_view en) {
    return painted(grouped(number), Tone::strong, style) + " " + say(zh, en);
  };
  out += "  " + figure(report.customers, "个客户", "customers") + "  ←  " + figure(report.records, "条来源记录", "records") + "  ←  " +
         figure(static_cast<std::int64_t>(report.sources.size()), "个来源", "sources") + "\n";
  out += "  ";
  if (report.resolved)
    out += say("合并重复 ", "duplicates removed ") + grouped(duplicates) + " (" +
           percent(report.records ? std::optional(static_cast<double>(duplicates) / static_cast<double>(report.records)) : std::nullopt) + ")  ·  ";
  out += say("事件 ", "events ") + grouped(report.events) + "  ·  " + say("质量问题 ", "findings ") + grouped(report.findings) + "  ·  " +
         say("拒收行 ", "rejected lines ") + grouped(report.rejects) + "\n";
  std::string when = report.started_at.empty() ? report.made_at : report.started_at;
  out += "  " + painted(say("运行 ", "run ") + std::to_string(report.run_id) + "  ·  " + when + "  ·  " + say("标准 ", "standard ") +
                            standard.version + (report.standard_hash.empty() ? "" : " " + report.standard_hash.substr(0, 12)), Tone::faint, style) + "\n\n";
  return out;
}

std::string Printer::scorecard() const {
  Table table({{say("维度", "Dimension")}, {"", false, 20}, {say("比率", "Ratio"), true}, {say("目标", "Target"), true},
               {say("较上次", "Change"), true}, {say("判定", "Judgement")}, {say("基数", "Base"), true}});
  for (std::string_view dimension : dimension_order) {
    const Measured* row = report.find(dimension, "total", "");
    if (!row) continue;
    Tone tone = tone_of(row->judgement);
    std::optional<double> change;
    if (row->ratio && row->previous) change = *row->ratio - *row->previous;
    std::string base = grouped(row->numerator) + " / " + grouped(row->denominator);
    if (row->coverage) base += say("，覆盖 ", ", coverage ") + percent(row->coverage);
    table.add({{std::string(dimension_text(dimension).in(language)), Tone::strong}, {row->ratio ? bar(*row->ratio, 20) : "", tone},
               {row->ratio ? percent(row->ratio) : say("未测", "not measured"), tone}, {row->target ? percent(row->target) : "--"}, {points(change)},
               {sign_of(row->judgement) + " " + std::string(judgement_text(row->judgement).in(language)), tone}, {base, Tone::faint}});
  }
  return heading(say("六个维度", "Six dimensions"), style) + table.text(style) +
         painted(say("  权重：必填 3、有条件 2、可选 1。完整性按黄金记录计，其余按来源记录计。\n",
                     "  Weights: must 3, conditional 2, optional 1. Completeness counts golden records, the rest source records.\n"), Tone::faint, style) + "\n";
}

std::string Printer::worst() const {
  auto fields = worst_fields(report, standard, 10);
  std::string out = heading(say("离目标最远的字段", "Fields furthest below target"), style);
  if (fields.empty()) return out + "  " + say("所有字段都已达标", "Every field reaches its targets") + "\n\n";
  Table table({{""}, {say("字段", "Field"), false, 30}, {say("维度", "Dimension")}, {say("比率", "Ratio"), true}, {say("目标", "Target"), true},
               {say("原因", "Reason"), false, 46}, {say("责任部门", "Department"), false, 24}});
  for (const auto& worst : fields) {
    const Measured& row = *worst.measured;
    table.add({{sign_of(row.judgement), tone_of(row.judgement)}, {label_in(worst.field->label, language, worst.field->id)},
               {std::string(dimension_text(row.dimension).in(language))}, {percent(row.ratio), tone_of(row.judgement)}, {percent(row.target)},
               {reason_text(row, language)}, {department_label(standard, worst.field->department, language)}});
  }
  return out + table.text(style) + "\n";
}

std::string Printer::group_label(const std::string& scope, const std::string& name) const {
  if (scope == "department") return department_label(standard, name, language);
  if (scope == "info_type") return std::string(words::find(words::info_types, name).in(language));
  for (const auto& category : standard.categories)
    if (category.id == name) return label_in(category.label, language, name);
  return name;
}

std::string Printer::by_source() const {
  if (report.sources.empty()) return "";
  std::vector<Column> columns{{say("来源", "Source"), false, 24}, {say("责任部门", "Department"), false, 20}, {say("可信度", "Trust"), true},
                              {say("记录", "Records"), true}, {say("拒收", "Rejected"), true}};
  for (std::string_view dimension : dimension_order) columns.push_back({std::string(dimension_text(dimension).in(language)), true});
  Table table(columns);
  for (const auto& source : report.sources) {
    std::vector<Cell> row{{source.source_id}, {department_label(standard, source.department, language)}, {grouped(source.trust)},
                          {grouped(source.records)}, {grouped(source.rejected), source.rejected ? Tone::warn : Tone::plain}};
    for (std::string_view dimension : dimension_order) {
      const Measured* cell = report.find(dimension, "source", source.source_id);
      row.push_back({cell ? percent(cell->ratio) : "--", cell ? tone_of(cell->judgement) : Tone::faint});
    }
    table.add(std::move(row));
  }
  return heading(say("按来源", "By source"), style) + table.text(style) + "\n";
}

std::string Printer::by_group(const std::string& scope, const std::string& title) const {
  std::vector<std::string> names;
  for (const auto& field : standard.fields) {
    const std::string& name = scope == "category" ? field.category : scope == "info_type" ? field.info_type : field.department;
    bool known = std::find(names.begin(), names.end(), name) != names.end();
    if (!known && report.find("completeness", scope, name)) names.push_back(name);
  }
  std::vector<Column> columns{{title, false, 24}};
  for (std::string_view dimension : dimension_order)
    if (dimension != "uniqueness") columns.push_back({std::string(dimension_text(dimension).in(language)), true});
  Table table(columns);
  for (const auto& name : names) {
    std::vector<Cell> row{{group_label(scope, name)}};
    for (std::string_view dimension : dimension_order) {
      if (dimension == "uniqueness") continue;
      const Measured* cell = report.find(dimension, scope, name);
      row.push_back({cell ? percent(cell->ratio) : "--", cell ? tone_of(cell->judgement) : Tone::faint});
    }
    table.add(std::move(row));
  }
  return table.empty() ? "" : heading(title, style) + table.text(style) + "\n";
}

std::string Printer::checks() const {
  if (report.worst_checks.empty() && report.reject_reasons.empty()) return "";
  Table table({{say("检查规则", "Check"), false, 40}, {say("字段", "Field"), false, 28}, {say("质量问题", "Findings"), true}, {"", false, 16}});
  std::int64_t most = report.worst_checks.empty() ? 1 : std::max<std::int64_t>(1, report.worst_checks[0].count);
  for (std::size_t i = 0; i < std::min<std::size_t>(8, report.worst_checks.size()); ++i) {
    const auto& row = report.worst_checks[i];
    table.add({{check_label(row.check_id, language)}, {field_label(standard, row.field, language)}, {grouped(row.count)},
               {bar(static_cast<double>(row.count) / static_cast<double>(most), 16), Tone::info}});
  }
  std::string out = heading(say("最常见的质量问题", "Most frequent findings"), style) + table.text(style);
  for (const auto& reject : report.reject_reasons)
    out += "  " + say("拒收 ", "rejected ") + grouped(reject.count) + "  " + reject.name + "\n";
  return out + "\n";
}

}  // namespace

Text dimension_text(std::string_view dimension) { return words::find(words::dimensions, dimension); }
Text judgement_text(std::string_view judgement) { return words::find(words::judgements, judgement); }

std::string department_label(const standard::Standard& standard, std::string_view department, Language language) {
  for (const auto& list : standard.code_lists)
    if (list.id == "department")
      for (const auto& code : list.codes)
        if (code.code == department) return label_in(code.label, language, department);
  return std::string(department);
}

std::string field_label(const standard::Standard& standard, std::string_view field, Language language) {
  for (const auto& each : standard.fields)
    if (each.id == field) return label_in(each.label, language, field);
  return std::string(field);
}

std::string check_label(std::string_view check_id, Language language) {
  if (const kernels::Check* check = kernels::find_check(check_id)) return std::string(Text{check->zh, check->en}.in(language));
  return std::string(words::find(words::standing_checks, check_id).in(language));
}

std::string reason_text(const Measured& measured, Language language) {
  std::string text(words::find(words::reasons, measured.dimension).in(language));
  if (std::size_t at = text.find("{0}"); at != std::string::npos)
    text.replace(at, 3, grouped(std::max<std::int64_t>(0, measured.denominator - measured.numerator)));
  return text;
}

std::string quality_text(const QualityReport& report, const standard::Standard& standard, Language language, const Style& style) {
  Printer print{report, standard, language, style};
  return print.headline() + print.scorecard() + print.worst() + print.by_source() +
         print.by_group("category", print.say("按类别", "By category")) +
         print.by_group("department", print.say("按责任部门", "By department")) + print.checks();
}

}  // namespace zhike::report
