// SPDX-License-Identifier: Apache-2.0
// The page of a match, from the summary down to single pairs. Charts answer the questions of their titles.
#include <algorithm>
#include <cmath>

#include "report/charts.h"
#include "report/curves.h"
#include "report/match_report.h"
#include "report/number_text.h"

namespace zhike::report {
namespace {

using page::both;
using page::Phrase;
using page::same;

std::string paragraph(Text text) { return "<p>" + both(text) + "</p>"; }
std::string head(Text text, std::string_view kind = "") { return "<th class=\"" + std::string(kind) + "\">" + both(text) + "</th>"; }
std::string cell(const std::string& html, std::string_view kind = "") { return "<td class=\"" + std::string(kind) + "\">" + html + "</td>"; }
std::string number_cell(std::uint64_t value) { return cell(grouped(static_cast<std::int64_t>(value)), "num"); }
std::string table(const std::string& heads, const std::string& rows, std::string_view kind = "") {
  return "<div class=\"scroll\"><table class=\"" + std::string(kind) + "\"><thead><tr>" + heads + "</tr></thead><tbody>" + rows + "</tbody></table></div>";
}
std::string share_text(double share) { return percent(share); }
// Shares of many magnitudes: 62.1%, 0.35%, 1.6e-05.
std::string fine_share(double share) {
  if (share >= 0.0095) return percent(share);
  if (share >= 0.0001) return fixed(share * 100, 3) + "%";
  char text[32];
  std::snprintf(text, sizeof text, "%.1e", share);
  return text;
}

struct Page {
  const MatchReport& report;

  std::string header() const;
  std::string figures() const;
  std::string columns() const;
  Phrase prior_text() const;
  std::string weights_chart() const;
  std::string histogram() const;
  std::string sizes() const;
  std::string candidates() const;
  std::string reach() const;
  std::string frequencies() const;
  std::string unlinkable() const;
  std::string thresholds() const;
  std::string calibration() const;
  std::string waterfall(const MatchWaterfall& pair) const;
  std::string waterfalls() const;
  std::string story(const MatchStory& story) const;
  std::string stories() const;
  std::string steps() const;
  std::string footer() const;
};

std::string Page::header() const {
  return "<header><div><h1>" + both(report.link ? Text{"记录匹配报告", "How the records were linked"} : Text{"重复记录识别报告", "How duplicates were found"}) +
         "</h1><div class=\"sub\">" + both(Phrase{report.title + " · " + report.made_at + " · " + report.weights_from.zh, report.title + " · " + report.made_at + " · " + report.weights_from.en}) +
         "</div></div><div class=\"switch\"><button type=\"button\" value=\"zh\" lang=\"zh-CN\">中文</button>"
         "<button type=\"button\" value=\"en\" lang=\"en\">English</button></div></header>\n<main><div class=\"warning\">▲ " +
         both(Text{"本页按要求显示记录中的值，可能含个人信息。请像对待数据本身一样保管它。", "This page shows values of records, as was asked for, and may hold personal data. Keep it like the data itself."}) + "</div>";
}

std::string Page::figures() const {
  const auto figure = [](const Phrase& value, Text label, const Phrase& below) {
    return "<div class=\"figure\"><b>" + both(value) + "</b>" + both(label) + "<small>" + both(below) + "</small></div>";
  };
  const auto count = [](std::uint64_t value) { return page::brief(static_cast<std::int64_t>(value)); };
  const std::uint64_t repeats = report.records_count - report.clusters_count;
  const std::string share = report.records_count ? percent(static_cast<double>(repeats) / static_cast<double>(report.records_count)) : "--";
  double seconds = 0;
  for (const auto& step : report.steps) seconds += step.seconds;
  Phrase recall = report.recall ? same(percent(*report.recall)) : same("--");
  Phrase low = report.recall_low ? Phrase{"95% 区间下限 " + percent(report.recall_low), "95% interval from " + percent(report.recall_low)} : report.foreign ? Phrase{"分块规则决定，未测", "up to the blocking rules"} : Phrase{"两路证据重叠太少，未测", "not measured: too little overlap"};
  return "<div class=\"figures\">" + figure(count(report.records_count), {"记录", "Records"}, report.rejected_count ? Phrase{grouped(static_cast<std::int64_t>(report.rejected_count)) + " 行无法读取", grouped(static_cast<std::int64_t>(report.rejected_count)) + " lines unreadable"} : Phrase{"全部可读", "all readable"}) +
         figure(count(report.clusters_count), {"客户（簇）", "Customers"}, {"最大 " + std::to_string(report.largest_cluster) + " 条", "largest " + std::to_string(report.largest_cluster)}) +
         figure(count(repeats), {"重复记录", "Repeating records"}, {"占 " + share, share + " of all"}) +
         figure(count(report.pairs_matched), {"吻合的记录对", "Pairs above the cut"}, {"切分线 " + fixed(report.cut_bits, 1) + " 比特", "cut at " + fixed(report.cut_bits, 1) + " bits"}) +
         figure(recall, {"候选覆盖（估计）", "Met, estimated"}, low) +
         figure(same(fixed(seconds, 1) + " s"), {"耗时", "Time"}, {"读文件除外", "without reading"}) + "</div>\n";
}

std::string Page::columns() const {
  std::string rows;
  for (const auto& column : report.columns)
    rows += "<tr>" + cell(page::escaped(column.name)) + cell(both(column.kind)) + cell(both(column.compared ? Text{"● 参与比较", "● compared"} : Text{"○ 未参与", "○ left out"}), column.compared ? "good" : "none") +
            cell(both(column.why)) + cell(share_text(column.filled_share), "num") + number_cell(column.values_count) + "</tr>";
  std::string notes;
  for (const auto& note : report.notes) notes += "<div class=\"sub\">" + both(note) + "</div>";
  if (report.columns.empty()) return notes.empty() ? "" : page::card(both(Text{"说明", "Notes"}), notes);
  return page::card(both(Text{"各列被识别为什么", "What each column was taken for"}),
                    paragraph({"先看内容，再看列名；可用 --ignore 排除某列，或在模型文件中更改。", "By content first, by its name second; --ignore leaves one out, and a model file can say otherwise."}) +
                        table(head({"列", "Column"}) + head({"识别为", "Taken for"}) + head({"用途", "Use"}) + head({"依据", "Because"}) + head({"非空", "Filled"}, "num") + head({"不同值", "Values"}, "num"), rows) + notes);
}

Phrase Page::prior_text() const {
  Phrase text{"先验：任意两条记录为同一客户 " + page::signed_bits(report.prior_bits) + " 比特", "Prior: any two records are one customer " + page::signed_bits(report.prior_bits) + " bits"};
  if (report.foreign) return text;
  const std::string household = page::signed_bits(report.prior_related_bits), aliases = std::to_string(report.aliases_count);
  text.zh += "，为同一家庭 " + household + " 比特。学得同义值 " + aliases + " 对。";
  text.en += ", of one household " + household + " bits. " + aliases + " pairs of values learned to mean the same.";
  return text;
}

std::string Page::weights_chart() const {
  double most = 1;
  for (const auto& field : report.fields)
    for (const auto& level : field.levels) most = std::max(most, std::fabs(level.bits));
  const auto share_bar = [](double share, const char* tone) {
    return "<div class=\"fall\"" + page::note(same(fine_share(share))) + "><span class=\"" + tone + "\" style=\"left:0;width:" + page::number(std::max(share * 100, 0.3)) + "%\"></span></div>";
  };
  std::string rows;
  for (const auto& field : report.fields) {
    rows += "<tr class=\"group\"><td class=\"group\" colspan=\"8\">" + both(field.name) + " · " + both(field.kind) +
            (report.foreign ? "" : " · " + both(field.shared ? Text{"也可能说明同一家庭", "may also speak for a household"} : Text{"说明个人", "speaks for a person"})) + "</td></tr>";
    for (const auto& level : field.levels)
      rows += "<tr>" + cell(both(level.label)) + cell(share_bar(level.m, "plain")) + cell(fine_share(level.m), "num") + cell(share_bar(level.u, "soft")) + cell(fine_share(level.u), "num") +
              cell(level.m_related ? fine_share(*level.m_related) : "--", "num") + cell(page::floating_bar(0, level.bits, -most, most)) + cell(page::signed_bits(level.bits), "num total") + "</tr>";
  }
  return page::card(both(Text{"每个字段的每一级值多少", "What each level of agreement is worth"}),
                    paragraph({"m：同一客户的记录对处于该级的比例；u：随机两条记录处于该级的比例；权重 = log2(m/u)，为典型值，具体值越罕见越高。", "m: share of pairs of one customer at this level; u: share of random pairs; weight = log2(m/u), typical: a rare value is worth more, a frequent one less."}) +
                        table(head({"吻合程度", "Agreement"}) + head({"m", "m"}) + "<th></th>" + head({"u", "u"}) + "<th></th>" + head({"同一家庭", "household"}, "num") + head({"权重", "Weight"}) + head({"比特", "bits"}, "num"), rows) +
                        "<p class=\"sub\" style=\"margin:10px 0 0\">" +
                        both(prior_text()) + "</p>");
}

std::string Page::histogram() const {
  constexpr double width = 520, height = 230, bottom = 38, top = 16, from = -8, to = 42;
  double most = 1;
  for (const auto& bin : report.weights) most = std::max(most, std::sqrt(static_cast<double>(bin.pairs_count)));
  const auto x_of = [&](double bits) { return (std::clamp(bits, from, to) - from) / (to - from) * width; };
  std::string out;
  for (const auto& bin : report.weights) {
    const double all = std::sqrt(static_cast<double>(bin.pairs_count)) / most * (height - top - bottom);
    const double joined = bin.pairs_count ? all * static_cast<double>(bin.joined_count) / static_cast<double>(bin.pairs_count) : 0;
    const std::string range = std::to_string(bin.weight) + " ~ " + std::to_string(bin.weight + 2);
    const auto pairs = grouped(static_cast<std::int64_t>(bin.pairs_count)), of_them = grouped(static_cast<std::int64_t>(bin.joined_count));
    const std::string said = page::note({range + " 比特：" + pairs + " 对，其中 " + of_them + " 对归为同一客户", range + " bits: " + pairs + " pairs, " + of_them + " of them in one cluster"});
    const auto bar = [&](double y, double h, const char* tone) {
      return "<rect x=\"" + page::number(x_of(static_cast<double>(bin.weight)) + 1) + "\" y=\"" + page::number(y) + "\" width=\"" + page::number(width / 25 - 2) + "\" height=\"" + page::number(h) + "\" rx=\"1\" class=\"" + tone + "\"" + said + "/>";
    };
    out += bar(height - bottom - all, all - joined, "against") + bar(height - bottom - joined, joined, "for");
  }
  const std::string cut = page::number(x_of(report.cut_bits));
  out += "<line class=\"cut\" x1=\"" + cut + "\" x2=\"" + cut + "\" y1=\"4\" y2=\"" + page::number(height - bottom) + "\"/>";
  for (int bits = -8; bits <= 40; bits += 8)
    out += "<text x=\"" + page::number(x_of(bits)) + "\" y=\"" + page::number(height - bottom + 15) + "\" text-anchor=\"" + (bits == -8 ? "start" : "middle") + "\">" + std::to_string(bits) + "</text>";
  out += page::svg_text({"匹配权重（比特）", "match weight (bits)"}, "x=\"260\" y=\"" + page::number(height - 4) + "\" text-anchor=\"middle\"");
  return page::card(both(Text{"证据有多强", "How strong the evidence is"}),
                    paragraph({"高度为平方根刻度；绿色部分归为同一客户，虚线为切分线。", "Heights on a square-root scale; the green part ended in one cluster; the dashed line is the cut."}) +
                        "<svg viewBox=\"0 0 520 230\" role=\"img\" aria-label=\"记录对按匹配权重的分布 / Pairs by match weight\">" + out + "</svg>", "half");
}

std::string Page::sizes() const {
  std::vector<page::Bar> bars;
  std::uint64_t beyond = 0;
  for (const auto& [size, count] : report.sizes) {
    if (size > 10) beyond += count;
    else bars.push_back({{std::to_string(size) + " 条记录", std::to_string(size) + (size == 1 ? " record" : " records")}, static_cast<std::int64_t>(count), {}, "softbar"});
  }
  if (beyond > 0) bars.push_back({{"10 条以上", "more than 10"}, static_cast<std::int64_t>(beyond), {}, "softbar"});
  return page::card(both(Text{"每个客户有几条记录", "Records per customer"}), page::bars(bars) + "<p class=\"sub\" style=\"margin-top:12px\">" +
                                                                        both(Phrase{"最大的簇有 " + std::to_string(report.largest_cluster) + " 条记录", "The largest cluster has " + std::to_string(report.largest_cluster) + " records"}) + "</p>", "half");
}

std::string Page::candidates() const {
  const auto count = [](std::uint64_t value) { return static_cast<std::int64_t>(value); };
  // Each step is a small part of the one before: a logarithmic length keeps all of them visible.
  const auto row = [&](Text label, double value) {
    const auto shown = page::brief(static_cast<std::int64_t>(std::min(value, 9e18)));
    return page::Bar{page::phrase(label), static_cast<std::int64_t>(std::log2(std::max(value, 1.0)) * 1000), shown, "softbar"};
  };
  std::vector<page::Bar> bars = {row({"所有可能的记录对", "All possible pairs"}, report.pairs_all), row({"索引中相遇", "Entries met in the index"}, static_cast<double>(report.pairs_met)),
                                 row({"完整比较", "Compared in full"}, static_cast<double>(report.pairs_compared)), row({"值得学习权重", "Kept to learn from"}, static_cast<double>(report.pairs_kept)),
                                 row({"高于切分线且同簇", "Above the cut, in one cluster"}, static_cast<double>(report.pairs_matched))};
  if (report.foreign) {
    bars = {bars[0], row({"分块规则产生", "Made by the blocking rules"}, static_cast<double>(report.pairs_compared)), bars[4]};
    return page::card(both(Text{"候选从哪里来", "Where candidates come from"}), paragraph({"由模型的分块规则产生；长度为对数刻度。", "The model's blocking rules made them. Lengths are logarithmic."}) + page::bars(bars), "half");
  }
  std::string out = paragraph({"不设分块键：通过值与相似值的倒排索引找候选。长度为对数刻度。", "No blocking keys: candidates come from an inverted index over values and similar values. Lengths are logarithmic."}) + page::bars(bars);
  if (report.recall) {
    const std::string a = grouped(count(report.by_person_count)), b = grouped(count(report.by_shared_count)), c = grouped(count(report.by_both_count));
    out += "<p class=\"sub\" style=\"margin-top:12px\">" +
           both(Phrase{"捕获—再捕获：仅凭个人字段可找到 " + a + " 对，仅凭其余字段 " + b + " 对，两路都能找到 " + c + " 对；由此估计约 " + percent(report.recall) + " 的真实记录对已相遇（下限 " + percent(report.recall_low) + "），前提是两路差错相互独立。",
                       "Capture and recapture: personal fields alone find " + a + " pairs, the others alone " + b + ", both " + c + "; so about " + percent(report.recall) + " of all true pairs were met (at least " + percent(report.recall_low) + "), if errors in the two are independent."}) + "</p>";
  }
  return page::card(both(Text{"候选从哪里来", "Where candidates come from"}), out, "half");
}

std::string Page::reach() const {
  if (report.foreign) return "";
  std::string rows;
  const double all = static_cast<double>(std::max<std::uint64_t>(report.pairs_matched, 1));
  for (const auto& field : report.fields) {
    const auto share = [&](std::uint64_t count) { return cell(percent(static_cast<double>(count) / all), "num"); };
    rows += "<tr>" + cell(both(field.name)) + share(field.agree_count) + share(field.similar_count) + share(field.missing_count) + share(field.alone_count) + "</tr>";
  }
  return page::card(both(Text{"哪个字段找到了它们", "Which field finds them"}),
                    paragraph({"占已归并记录对的比例；“单独足够”指无需其他字段即可相遇。", "Share of the merged pairs; “alone” needs no other field for the two to meet."}) +
                        table(head({"字段", "Field"}) + head({"相同", "Equal"}, "num") + head({"相似", "Similar"}, "num") + head({"缺失", "Missing"}, "num") + head({"单独足够", "Alone"}, "num"), rows), "half");
}

std::string Page::frequencies() const {
  std::string out;
  for (const auto& field : report.fields) {
    if (field.values.empty()) continue;
    std::string rows;
    for (const auto& value : field.values)
      rows += "<tr>" + cell(page::escaped(value.text), "value") + number_cell(value.rows_count) + cell(percent(value.share), "num") + cell(page::signed_bits(value.bits), "num") + "</tr>";
    out += page::card(both(field.name), table(head({"最常见的值", "Most frequent"}) + head({"行", "Rows"}, "num") + head({"占比", "Share"}, "num") + head({"相同值", "Equal is worth"}, "num"), rows), "third");
  }
  return out.empty() ? "" : page::card(both(Text{"常见值：相同也说明不了什么", "Frequent values: agreeing on these proves little"}), paragraph({"越常见，相同时的证据越少（比特）。占比异常高的值多半是默认值或占位符。", "The more frequent a value, the fewer bits its agreement is worth. One far above the rest is probably a default or a placeholder."})) + out;
}

std::string Page::unlinkable() const {
  if (report.unlinkable.empty()) return "";
  double cannot = 0;
  for (const auto& [weight, share] : report.unlinkable)
    if (weight <= report.cut_bits) cannot = share;
  page::Curve curve{{"无法达到的记录", "records that cannot reach it"}, 0, false, false, report.unlinkable};
  return page::card(both(Text{"哪些记录无从匹配", "Records that cannot be matched"}),
                    paragraph({"一条记录与自身比较所能达到的权重：字段太少或太常见的记录，无论旁边是谁都匹配不上。", "A record against itself is the best it can do: with few or frequent values it can never be linked, whatever stands beside it."}) +
                        page::curves({curve}, {{"匹配权重（比特）", "match weight (bits)"}, -10, 40, 10}, {{"比例", "share"}, 0, 1, 0.25, true}, report.cut_bits, {"无法匹配的记录比例", "Share of unlinkable records"}) +
                        "<p class=\"sub\">" + both(Phrase{"在切分线处：" + percent(cannot), "At the cut: " + percent(cannot)}) + "</p>", "half");
}

std::string Page::thresholds() const {
  const bool measured = !report.measured.empty();
  const auto& points = measured ? report.measured : report.expected;
  if (points.empty()) return "";
  page::Curve precision{{"准确率", "precision"}, 0, false, false, {}}, recall{{"召回率", "recall"}, 3, false, false, {}}, f1{{"F1", "F1"}, 5, true, false, {}};
  page::Curve trade{{"准确率—召回率", "precision against recall"}, 0, false, false, {}};
  for (const auto& point : points) {
    precision.points.emplace_back(point.weight, point.precision);
    recall.points.emplace_back(point.weight, point.recall);
    f1.points.emplace_back(point.weight, point.f1);
    trade.points.emplace_back(point.recall, point.precision);
  }
  std::string scores;
  if (report.scores)
    scores = "<p class=\"sub\">" + both(Phrase{"簇层面：记录对 P " + percent(report.scores->precision) + " R " + percent(report.scores->recall) + " F1 " + percent(report.scores->f1) + "；B³ F1 " + percent(report.scores->bcubed_f1),
                                               "Clusters: pairs P " + percent(report.scores->precision) + " R " + percent(report.scores->recall) + " F1 " + percent(report.scores->f1) + "; B-cubed F1 " + percent(report.scores->bcubed_f1)}) + "</p>";
  const Phrase how = measured ? Phrase{"对照" + report.measured_by.zh + "，按记录对（未相遇的对算漏）。", "Against " + report.measured_by.en + ", pair by pair (pairs never met are misses)."}
                              : Phrase{"没有真值：由校准概率推算的期望值，不是测得的。", "Without a truth: expected from calibrated probabilities, not measured."};
  std::string out = page::card(both(Text{"切分线移动会怎样", "What another cut would do"}), "<p>" + both(how) + "</p>" +
                                   page::curves({precision, recall, f1}, {{"匹配权重（比特）", "match weight (bits)"}, -8, 40, 8}, {{"比例", "share"}, 0, 1, 0.25, true}, report.cut_bits, {"不同切分线的准确率与召回率", "Precision and recall by cut"}) + scores, "half");
  return out + page::card(both(Text{"准确率与召回率的取舍", "Precision against recall"}), "<p>" + both(how) + "</p>" +
                              page::curves({trade}, {{"召回率", "recall"}, 0, 1, 0.25, true}, {{"准确率", "precision"}, 0, 1, 0.25, true}, std::nullopt, {"准确率与召回率曲线", "Precision-recall curve"}), "half");
}

std::string Page::calibration() const {
  page::Curve shown{{"显示的概率", "probability shown"}, 0, false, false, {}}, right{{"实际为同一客户的比例", "share truly one customer"}, 3, false, true, {}};
  std::string rows;
  for (const auto& bin : report.reliability) {
    shown.points.emplace_back(bin.weight, bin.shown);
    right.points.emplace_back(bin.weight, bin.true_share);
  }
  std::string body = "<p>" + both(report.calibration) + "</p>";
  if (!report.reliability.empty())
    body += page::curves({shown, right}, {{"匹配权重（比特）", "match weight (bits)"}, -8, 24, 4}, {{"比例", "share"}, 0, 1, 0.25, true}, report.cut_bits, {"概率是否可信", "Reliability of the probabilities"});
  return page::card(both(Text{"概率可信吗", "Can the probabilities be trusted"}), body, "half");
}

std::string Page::waterfall(const MatchWaterfall& pair) const {
  double low = 0, high = 0, at = pair.prior_bits;
  const auto reach = [&](double value) {
    low = std::min(low, value);
    high = std::max(high, value);
  };
  reach(at);
  for (const auto& line : pair.evidence) reach(at += line.bits);
  reach(at += pair.dependence_bits);
  reach(at += pair.related_bits);
  reach(pair.total_bits);
  const double slack = std::max(1.0, (high - low) * 0.03);
  low -= slack;
  high += slack;
  at = 0;
  const auto row = [&](const std::string& label, const std::string& left, const std::string& right, const std::string& level, double bits) {
    const double from = at;
    at += bits;
    return "<tr>" + cell(label) + cell(left, "value") + cell(right, "value") + cell(level) + cell(page::floating_bar(from, at, low, high)) + cell(page::signed_bits(bits), "num") + "</tr>";
  };
  std::string rows = row(both(Text{"先验", "before looking"}), "", "", "", pair.prior_bits);
  for (const auto& line : pair.evidence) {
    std::string level = both(line.level);
    if (std::fabs(line.frequency_bits) >= 0.5)
      level += " <small class=\"sub\">" + both(Phrase{line.frequency_bits > 0 ? "罕见 " + page::signed_bits(line.frequency_bits) : "常见 " + page::signed_bits(line.frequency_bits),
                                                      (line.frequency_bits > 0 ? "rare " : "frequent ") + page::signed_bits(line.frequency_bits)}) + "</small>";
    rows += row(both(line.field), page::escaped(line.left), page::escaped(line.right), level, line.bits);
  }
  if (pair.dependence_bits != 0) rows += row(both(Text{"重复的证据扣回", "evidence counted twice, taken back"}), "", "", "", pair.dependence_bits);
  if (std::fabs(pair.related_bits) >= 0.05) rows += row(both(Text{"可能是同一家庭的其他人", "could be another member of the household"}), "", "", "", pair.related_bits);
  rows += "<tr class=\"sum\">" + cell(both(Text{"合计", "total"}), "total") + "<td></td><td></td><td></td>" + cell(page::floating_bar(0, pair.total_bits, low, high)) + cell(page::signed_bits(pair.total_bits), "num total") + "</tr>";
  return "<div class=\"pair\">" + both(pair.caption) + "<small class=\"mono\">" + page::escaped(pair.left_id) + " ↔ " + page::escaped(pair.right_id) + "</small><small>" +
         both(Phrase{"概率 " + percent(pair.probability), "probability " + percent(pair.probability)}) + "</small><small>" + both(pair.verdict) + "</small></div>" +
         table(head({"字段", "Field"}) + head({"左", "Left"}) + head({"右", "Right"}) + head({"吻合程度", "Agreement"}) + head({"从先验累加", "adding up"}) + head({"比特", "bits"}, "num"), rows, "sums");
}

std::string Page::waterfalls() const {
  if (report.waterfalls.empty()) return "";
  std::string out = paragraph({"值为清洗后用于比较的形式。各行之和即合计，没有别的因素。", "Values as they were compared, after cleaning. The lines add up to the total; nothing else goes in."});
  for (const auto& pair : report.waterfalls) out += waterfall(pair);
  return page::card(both(Text{"逐对查看：证据如何相加", "Pair by pair: how the evidence adds up"}), out);
}

std::string Page::story(const MatchStory& story) const {
  std::string heads = head({"记录", "Record"}), rows, joins;
  for (const auto& column : story.columns) heads += "<th>" + both(column) + "</th>";
  for (const auto& record : story.records) {
    rows += "<tr>";
    for (std::size_t k = 0; k < record.size(); ++k) rows += cell(page::escaped(record[k]), k == 0 ? "mono" : "value");
    rows += "</tr>";
  }
  for (const auto& join : story.joins)
    joins += std::string("<tr") + (join.weakest ? " class=\"weak\"" : "") + ">" + cell(page::escaped(join.left_id) + " ↔ " + page::escaped(join.right_id), "mono") + cell(page::signed_bits(join.bits), "num") + cell(both(join.evidence)) +
             cell(join.weakest ? both(Text{"▲ 最弱的桥", "▲ weakest bridge"}) : "") + "</tr>";
  std::string more;
  if (story.records.size() < story.records_count) more = "<p class=\"sub\">" + both(Phrase{"仅列出前 " + std::to_string(story.records.size()) + " 条", "the first " + std::to_string(story.records.size()) + " are listed"}) + "</p>";
  return "<div class=\"pair\">" + both(story.caption) + "</div>" + table(heads, rows) + more + "<details><summary>" + both(Text{"谁凭什么与谁相连", "Who joined whom, on which evidence"}) + "</summary>" +
         table(head({"记录对", "Pair"}) + head({"比特", "bits"}, "num") + head({"最强的证据", "Strongest evidence"}) + "<th></th>", joins) + "</details>";
}

std::string Page::stories() const {
  if (report.stories.empty()) return "";
  std::string out = paragraph({"最大的簇与最脆弱的簇：先看这些。", "The largest clusters and those that hang by the weakest bridge: look at these first."});
  for (const auto& one : report.stories) out += story(one);
  return page::card(both(Text{"簇的来历", "Stories of clusters"}), out);
}

std::string Page::steps() const {
  std::vector<page::Bar> rows;
  for (const auto& step : report.steps) rows.push_back({step.name, static_cast<std::int64_t>(step.seconds * 1000), same(fixed(step.seconds, 2) + " s"), "softbar"});
  return page::card(both(Text{"时间花在哪里", "Where the time went"}), page::bars(rows), "half");
}

std::string Page::footer() const {
  return "<footer><div>" + both(Phrase{"比特是以 2 为底的对数胜算：+1 比特使胜算加倍。由知客 Zhike 生成于 " + report.made_at + "；本页不加载任何外部内容。",
                                       "A bit is a doubling of the odds (log2). Made by Zhike at " + report.made_at + "; this page loads nothing from outside."}) + "</div></footer>\n";
}

}  // namespace

std::string match_html(const MatchReport& report, Language language) {
  Page page{report};
  std::string body = page.header() + page.figures() + "<div class=\"grid\">" + page.columns() + page.sizes() + page.histogram() + page.weights_chart() + page.thresholds() + page.calibration() +
                     page.unlinkable() + page.candidates() + page.reach() + page.waterfalls() + page.stories() + page.frequencies() + page.steps() + "</div></main>\n" + page.footer();
  return page::document({"匹配报告 · 知客", "Matching report · Zhike"}, body, language);
}

}  // namespace zhike::report
