// SPDX-License-Identifier: Apache-2.0
// The quality report as one page that can be sent on: figures and names of fields and sources, no customer's value.
#include <algorithm>
#include <set>

#include "report/charts.h"
#include "report/number_text.h"
#include "report/page.h"
#include "report/quality_report.h"
#include "report/quality_words.h"

namespace zhike::report {
namespace {

using page::both;
using page::brief;
using page::Phrase;
using page::phrase;
using page::same;

std::string class_of(std::string_view judgement) {
  return judgement == "good" || judgement == "warn" || judgement == "bad" ? std::string(judgement) : "none";
}
std::string_view sign_of(std::string_view judgement) {
  return judgement == "good" ? "●" : judgement == "warn" ? "▲" : judgement == "bad" ? "■" : "○";
}

// The step of the diverging scale: how far from the target. dn: no target to be far from.
std::string step_of(const Measured& row) {
  if (!row.target) return "dn";
  double distance = *row.ratio - *row.target;
  if (distance < -0.2) return "d0";
  if (distance < -0.05) return "d1";
  if (distance < -1e-12) return "d2";
  return distance < 0.01 ? "d4" : "d5";
}

struct Writer {
  const QualityReport& report;
  const standard::Standard& standard;

  Phrase field_name(std::string_view id) const { return {field_label(standard, id, Language::zh), field_label(standard, id, Language::en)}; }
  Phrase department_name(std::string_view id) const {
    return {department_label(standard, id, Language::zh), department_label(standard, id, Language::en)};
  }
  Phrase group_name(const std::string& scope, const std::string& id) const;
  std::string header() const;
  std::string figures() const;
  std::string scorecard() const;
  std::string flow_card() const;
  std::string worst() const;
  std::string heat_map() const;
  std::string heat_cell(const Measured* row) const;
  std::string sources() const;
  std::string groups(const std::string& scope, Text title) const;
  std::string findings() const;
  std::string rejects() const;
  std::string resolve_sizes() const;
  std::string resolve_weights() const;
  std::string events() const;
  std::string steps() const;
  std::string footer() const;
};

std::string Writer::header() const {
  std::string when = report.started_at.empty() ? report.made_at : report.started_at;
  std::string run = std::to_string(report.run_id), hash = report.standard_hash.substr(0, 12);
  return "<header><div><h1>" + both(Text{"客户数据质量报告", "Customer data quality"}) + "</h1><div class=\"sub\">" +
         both(Phrase{"运行 " + run + " · " + when + " · 数据标准 " + standard.version + (hash.empty() ? "" : "（" + hash + "）"),
                     "Run " + run + " · " + when + " · data standard " + standard.version + (hash.empty() ? "" : " (" + hash + ")")}) +
         "</div></div><div class=\"switch\"><button type=\"button\" value=\"zh\" lang=\"zh-CN\">中文</button>"
         "<button type=\"button\" value=\"en\" lang=\"en\">English</button></div></header>\n";
}

std::string Writer::figures() const {
  std::int64_t duplicates = report.resolved ? std::max<std::int64_t>(0, report.records - report.customers) : 0;
  auto figure = [](std::int64_t value, Text label, const Phrase& below) {
    return "<div class=\"figure\"><b" + page::note(same(grouped(value))) + ">" + both(brief(value)) + "</b>" + both(label) + "<small>" + both(below) + "</small></div>";
  };
  Phrase parties;
  for (const auto& party : report.parties) {
    Text text = words::find(words::parties, party.name);
    parties.zh += (parties.zh.empty() ? "" : " · ") + std::string(text.zh) + " " + brief(party.count).zh;
    parties.en += (parties.en.empty() ? "" : " · ") + std::string(text.en) + " " + brief(party.count).en;
  }
  std::string share = report.records ? percent(static_cast<double>(duplicates) / static_cast<double>(report.records)) : "--";
  Phrase merged = report.resolved ? Phrase{"占来源记录 " + share, share + " of the records"} : Phrase{"尚未识别", "resolve has not run"};
  auto count = [](std::size_t n) { return std::to_string(n); };
  return "<div class=\"figures\">" + figure(report.customers, {"客户", "Customers"}, parties) +
         figure(report.records, {"来源记录", "Source records"}, {"来自 " + count(report.sources.size()) + " 个来源", "from " + count(report.sources.size()) + " sources"}) +
         figure(duplicates, {"合并的重复", "Duplicates merged"}, merged) +
         figure(report.events, {"事件", "Events"}, {count(report.event_types.size()) + " 种类型", count(report.event_types.size()) + " types"}) +
         figure(report.findings, {"质量问题", "Findings"}, {"未通过的检查", "failed checks"}) +
         figure(report.rejects, {"拒收行", "Rejected lines"}, {"未能读入", "could not be read"}) + "</div>\n";
}

std::string Writer::scorecard() const {
  std::string body = "<p>" + both(Text{"竖线为目标；变化与上一次运行相比。", "The mark is the target; changes are against the run before."}) + "</p><div class=\"scores\">";
  for (std::string_view dimension : dimension_order) {
    const Measured* row = report.find(dimension, "total", "");
    if (!row) continue;
    std::string tone = class_of(row->judgement);
    body += "<div class=\"score\"><h3>" + both(dimension_text(dimension)) + "<em class=\"" + tone + "\">" + std::string(sign_of(row->judgement)) + " " +
            both(judgement_text(row->judgement)) + "</em></h3><div class=\"big\">" + (row->ratio ? percent(row->ratio) : both(Text{"未测", "Not measured"}));
    if (row->target) body += "<i>" + both(Phrase{"目标 " + percent(row->target), "target " + percent(row->target)}) + "</i>";
    if (row->ratio && row->previous) {
      std::string change = points(*row->ratio - *row->previous);
      body += "<i>" + both(Phrase{change + " 个百分点", change + " pp"}) + "</i>";
    }
    body += "</div><div class=\"meter " + tone + "\"><span style=\"width:" + page::number(row->ratio.value_or(0) * 100) + "%\"></span>" +
            (row->target ? "<u style=\"left:" + page::number(*row->target * 100) + "%\"></u>" : "") + "</div><small>" +
            both(words::find(words::dimension_meanings, dimension)) + "</small><small>" + grouped(row->numerator) + " / " + grouped(row->denominator);
    if (row->coverage) body += both(Phrase{"，覆盖率 " + percent(row->coverage), ", coverage " + percent(row->coverage)});
    body += "</small></div>";
  }
  return page::card(both(Text{"质量评分卡", "Scorecard"}), body + "</div>");
}

std::string Writer::flow_card() const {
  if (report.overlap.empty() || report.sources.empty()) return "";
  std::vector<page::Node> left, right;
  for (std::size_t i = 0; i < report.sources.size(); ++i)
    if (report.sources[i].records > 0) left.push_back({same(report.sources[i].source_id), report.sources[i].records, "k" + std::to_string(i % 8)});
  std::int64_t several = 0, customers = 0;
  for (const auto& [sources, count] : report.overlap) {
    customers += count;
    if (sources >= 3) several += count;
    else right.push_back({sources == 1 ? Phrase{"客户：仅一个来源认识", "customers known to one source"} : Phrase{"客户：两个来源认识", "customers known to two"}, count, "kept"});
  }
  if (several) right.push_back({{"客户：三个及以上来源认识", "customers known to three or more"}, several, "kept"});
  std::int64_t records = 0;
  for (const auto& node : left) records += node.value;
  if (records > customers) right.push_back({{"合并的重复记录", "duplicate records merged"}, records - customers, "gone"});
  return page::card(both(Text{"从记录到客户", "From records to customers"}), page::flow(left, {"来源记录", "records"}, right));
}

std::string Writer::worst() const {
  auto fields = worst_fields(report, standard, 10);
  std::string title = both(Text{"先改善这些字段", "Improve these fields first"});
  if (fields.empty()) return page::card(title, "<p>" + both(Text{"所有字段都已达标", "Every field reaches its targets"}) + "</p>");
  std::string body = "<div class=\"scroll\"><table><thead><tr><th></th><th>" + both(Text{"字段", "Field"}) + "</th><th>" + both(Text{"维度", "Dimension"}) + "</th><th class=\"num\">" +
                     both(Text{"比率", "Ratio"}) + "</th><th class=\"num\">" + both(Text{"目标", "Target"}) + "</th><th>" + both(Text{"原因", "Reason"}) + "</th><th>" +
                     both(Text{"责任部门", "Department"}) + "</th></tr></thead><tbody>";
  for (const auto& each : fields) {
    const Measured& row = *each.measured;
    body += "<tr><td class=\"" + class_of(row.judgement) + "\">" + std::string(sign_of(row.judgement)) + "</td><td>" + both(field_name(row.name)) + "</td><td>" +
            both(dimension_text(row.dimension)) + "</td><td class=\"num " + class_of(row.judgement) + "\">" + percent(row.ratio) + "</td><td class=\"num\">" +
            percent(row.target) + "</td><td>" + both(Phrase{reason_text(row, Language::zh), reason_text(row, Language::en)}) + "</td><td>" +
            both(department_name(each.field->department)) + "</td></tr>";
  }
  return page::card(title, body + "</tbody></table></div>");
}

std::string Writer::heat_cell(const Measured* row) const {
  if (!row || !row->ratio) return "<td class=\"cell un\" data-value=\"\">" + both(Text{"未测", "–"}) + "</td>";
  std::string base = grouped(row->numerator) + " / " + grouped(row->denominator);
  Phrase text{base + (row->target ? "，目标 " + percent(row->target) : "，无目标"), base + (row->target ? ", target " + percent(row->target) : ", no target")};
  if (row->previous) {
    text.zh += "，较上次 " + points(*row->ratio - *row->previous) + " 个百分点";
    text.en += ", " + points(*row->ratio - *row->previous) + " pp since the last run";
  }
  return "<td class=\"cell " + step_of(*row) + "\" data-value=\"" + page::number(*row->ratio * 1000) + "\"" + page::note(text) + ">" + percent(row->ratio) + "</td>";
}

std::string heat_legend() {
  auto key = [](const char* colour, Text text) { return "<span class=\"key\"><i class=\"" + std::string(colour) + "\"></i>" + both(text) + "</span>"; };
  return "<div class=\"legend\">" + key("d0", {"低于目标超过 20 个百分点", "more than 20 pp below target"}) + key("d1", {"低 5～20", "5–20 below"}) +
         key("d2", {"低不到 5", "less than 5 below"}) + key("d4", {"达标", "on target"}) + key("d5", {"高于目标", "above"}) +
         key("dn", {"无目标", "no target"}) + key("un", {"未测", "not measured"}) + "</div>";
}

std::string Writer::heat_map() const {
  std::string body = heat_legend() + "<div class=\"scroll\"><table><thead><tr><th class=\"sort\">" + both(Text{"字段", "Field"}) + "</th><th class=\"sort\">" +
                     both(Text{"责任部门", "Department"}) + "</th>";
  for (std::string_view dimension : dimension_order)
    if (dimension != "uniqueness") body += "<th class=\"sort num\">" + both(dimension_text(dimension)) + "</th>";
  body += "</tr></thead><tbody>";
  std::string category;
  for (const auto& field : standard.fields) {
    std::string cells;
    bool any = false;
    for (std::string_view dimension : dimension_order) {
      if (dimension == "uniqueness") continue;
      const Measured* row = report.find(dimension, "field", field.id);
      any = any || (row && row->ratio && (row->numerator > 0 || row->target));
      cells += heat_cell(row);
    }
    if (!any) continue;
    if (field.category != category) {
      category = field.category;
      body += "<tr class=\"group\"><td class=\"group\" colspan=\"7\">" + both(group_name("category", category)) + "</td></tr>";
    }
    body += "<tr><td data-value=\"" + field.code + "\">" + both(field_name(field.id)) + "</td><td data-value=\"" + field.department + "\" class=\"none\">" +
            both(department_name(field.department)) + "</td>" + cells + "</tr>";
  }
  return page::card(both(Text{"字段与维度", "Fields and dimensions"}), body + "</tbody></table></div>");
}

Phrase Writer::group_name(const std::string& scope, const std::string& id) const {
  if (scope == "department") return department_name(id);
  if (scope == "info_type") return phrase(words::find(words::info_types, id));
  for (const auto& category : standard.categories)
    if (category.id == id) return {label_in(category.label, Language::zh, id), label_in(category.label, Language::en, id)};
  return same(id);
}

std::string Writer::sources() const {
  if (report.sources.empty()) return "";
  std::string body = "<div class=\"scroll\"><table><thead><tr><th class=\"sort\">" + both(Text{"来源", "Source"}) + "</th><th class=\"sort\">" + both(Text{"责任部门", "Department"}) +
                     "</th><th class=\"sort num\">" + both(Text{"可信度", "Trust"}) + "</th><th class=\"sort num\">" + both(Text{"记录", "Records"}) + "</th><th class=\"sort num\">" +
                     both(Text{"拒收", "Rejected"}) + "</th>";
  for (std::string_view dimension : dimension_order) body += "<th class=\"sort num\">" + both(dimension_text(dimension)) + "</th>";
  body += "</tr></thead><tbody>";
  for (std::size_t i = 0; i < report.sources.size(); ++i) {
    const auto& source = report.sources[i];
    auto plain = [](std::int64_t value) { return "<td class=\"num\" data-value=\"" + std::to_string(value) + "\">" + grouped(value) + "</td>"; };
    body += "<tr><td data-value=\"" + page::escaped(source.source_id) + "\"><span class=\"tag t" + std::to_string(i % 8) + "\"></span>" + page::escaped(source.source_id) +
            "</td><td data-value=\"" + page::escaped(source.department) + "\" class=\"none\">" + both(department_name(source.department)) + "</td>" +
            plain(source.trust) + plain(source.records) + plain(source.rejected);
    for (std::string_view dimension : dimension_order) body += heat_cell(report.find(dimension, "source", source.source_id));
    body += "</tr>";
  }
  return page::card(both(Text{"按来源", "By source"}), body + "</tbody></table></div><p class=\"sub\" style=\"margin-top:8px\">" +
                                                        both(Text{"来源的完整性只计它实际提供的字段。", "A source answers only for the fields it delivers at all."}) + "</p>");
}

std::string Writer::groups(const std::string& scope, Text title) const {
  std::vector<std::string> names;
  for (const auto& field : standard.fields) {
    const std::string& name = scope == "category" ? field.category : scope == "info_type" ? field.info_type : field.department;
    if (std::find(names.begin(), names.end(), name) == names.end() && report.find("completeness", scope, name)) names.push_back(name);
  }
  if (names.empty()) return "";
  std::string body = "<div class=\"scroll\"><table><thead><tr><th class=\"sort\"></th>";
  for (std::string_view dimension : dimension_order)
    if (dimension != "uniqueness") body += "<th class=\"sort num\">" + both(dimension_text(dimension)) + "</th>";
  body += "</tr></thead><tbody>";
  for (const auto& name : names) {
    body += "<tr><td data-value=\"" + name + "\">" + both(group_name(scope, name)) + "</td>";
    for (std::string_view dimension : dimension_order)
      if (dimension != "uniqueness") body += heat_cell(report.find(dimension, scope, name));
    body += "</tr>";
  }
  return page::card(both(title), body + "</tbody></table></div>", "half");
}

std::string Writer::findings() const {
  if (report.worst_checks.empty()) return "";
  std::vector<page::Bar> rows;
  for (const auto& check : report.worst_checks) {
    Phrase field = field_name(check.field);
    rows.push_back({{field.zh + "：" + check_label(check.check_id, Language::zh), field.en + ": " + check_label(check.check_id, Language::en)},
                    check.count, {}, check.severity == "strong" ? "badbar" : "warnbar"});
  }
  return page::card(both(Text{"质量问题", "Findings"}), "<p>" + both(Text{"最常未通过的检查；红色阻止该值成为黄金值，橙色仅提示。", "Checks that fail most; red keeps the value out of the golden record, amber only tells."}) +
                                                          "</p>" + page::bars(rows), report.reject_reasons.empty() ? "" : "half");
}

std::string Writer::rejects() const {
  if (report.reject_reasons.empty()) return "";
  std::vector<page::Bar> rows;
  for (const auto& reason : report.reject_reasons) rows.push_back({same(reason.name), reason.count, {}, "warnbar"});
  return page::card(both(Text{"拒收行", "Rejected lines"}), "<p>" + both(Text{"未能读入的行，按原因；好的行不受影响。", "Lines that could not be read, by reason; good lines beside them are in."}) + "</p>" + page::bars(rows),
                    report.worst_checks.empty() ? "" : "half");
}

std::string Writer::resolve_sizes() const {
  if (report.cluster_sizes.empty()) return "";
  std::vector<page::Bar> rows;
  for (const auto& size : report.cluster_sizes) {
    std::string n = size.from <= 5 ? std::to_string(size.from) : size.from == 6 ? "6–10" : "> 10";
    rows.push_back({{n + " 条记录", n + (n == "1" ? " record" : " records")}, size.customers, {}, "softbar"});
  }
  std::string largest = grouped(report.largest_cluster);
  return page::card(both(Text{"每个客户的记录数", "Records per customer"}), page::bars(rows) + "<p class=\"sub\" style=\"margin-top:12px\">" +
                                                                             both(Phrase{"最大的客户有 " + largest + " 条记录", "The largest customer has " + largest + " records"}) + "</p>", "half");
}

std::string Writer::resolve_weights() const {
  if (report.weights.empty()) return "";
  return page::card(both(Text{"证据有多强", "How strong the evidence is"}), "<p>" + both(Text{"比对过的记录对；纵轴为平方根刻度。", "Compared pairs; the height is on a square-root scale."}) + "</p>" +
                                                                           page::weight_histogram(report.weights, 0), "half");
}

std::string Writer::events() const {
  if (report.hours.empty()) return "";
  std::vector<page::Point> weeks;
  for (const auto& week : report.weeks) weeks.push_back({week.name, week.count});
  std::string trend = page::line(weeks, {"个事件", "events"});
  std::string out;
  if (!trend.empty()) out += page::card(both(Text{"每周事件", "Events per week"}), trend, "half");
  std::vector<page::Bar> rows;
  for (std::size_t i = 0; i < std::min<std::size_t>(10, report.event_types.size()); ++i) {
    const auto& type = report.event_types[i];
    Phrase name = same(type.name);
    for (const auto& known : standard.event_types)
      if (known.id == type.name) name = {label_in(known.label, Language::zh, type.name), label_in(known.label, Language::en, type.name)};
    rows.push_back({name, type.count, {}, ""});
  }
  out += page::card(both(Text{"星期与小时", "Weekday and hour"}), "<p>" + both(Text{"北京时间（UTC+8）；颜色越深越多。", "China time (UTC+8); darker is more."}) + "</p>" + page::week_heat(report.hours), "half");
  return out + page::card(both(Text{"事件类型", "Event types"}), page::bars(rows), report.steps.empty() ? "" : "half");
}

std::string Writer::steps() const {
  if (report.steps.empty()) return "";
  std::vector<page::Bar> rows;
  std::int64_t total = 0;
  for (const auto& step : report.steps) {
    total += step.milliseconds;
    Phrase shown{seconds(step.milliseconds) + " · " + brief(step.rows).zh + " 行", seconds(step.milliseconds) + " · " + brief(step.rows).en + " rows"};
    rows.push_back({same(step.name), step.milliseconds, shown, "softbar"});
  }
  return page::card(both(Text{"本次运行", "This run"}), "<p>" + both(Phrase{"共 " + seconds(total), seconds(total) + " in all"}) + "</p>" + page::bars(rows), "half");
}

std::string Writer::footer() const {
  std::string body = "<footer><div>" + both(Text{"比率 = 符合数 / 应测数，先按字段，再按字段重要性加权：必填 3、有条件 2、可选 1。完整性按黄金记录计，其余按来源记录计。低于目标不到 5 个百分点为“接近目标”。没有参照的准确性记为未测。",
                                                 "Ratio = held / tested, by field first, then weighted by how much a field is required: must 3, conditional 2, optional 1. Completeness counts golden records, the rest source records. Less than 5 pp below target is near target. Accuracy without a reference is not measured."}) + "</div><dl>";
  for (std::string_view dimension : dimension_order)
    body += "<dt>" + both(dimension_text(dimension)) + "</dt><dd>" + both(words::find(words::dimension_meanings, dimension)) + "</dd>";
  return body + "</dl><div>" + both(Phrase{"由知客 Zhike 生成于 " + report.made_at + "。本页不含个人信息，也不加载外部内容。",
                                           "Made by Zhike at " + report.made_at + ". This page holds no personal data and loads nothing from outside."}) + "</div></footer>\n";
}

}  // namespace

std::string quality_html(const QualityReport& report, const standard::Standard& standard, Language language) {
  Writer write{report, standard};
  std::string body = write.header() + "<main>" + write.figures() + "<div class=\"grid\">" + write.scorecard() + write.flow_card() + write.worst() + write.sources() +
                     write.heat_map() + write.groups("category", {"按类别", "By category"}) + write.groups("department", {"按责任部门", "By department"}) +
                     write.groups("info_type", {"按信息类型", "By information type"}) + write.resolve_sizes() + write.resolve_weights() + write.findings() +
                     write.rejects() + write.events() + write.steps() + "</div></main>\n" + write.footer();
  return page::document({"客户数据质量报告 · 知客", "Customer data quality · Zhike"}, body, language);
}

}  // namespace zhike::report
