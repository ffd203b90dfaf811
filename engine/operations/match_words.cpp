// SPDX-License-Identifier: Apache-2.0
#include "operations/match_words.h"

#include <algorithm>
#include <string_view>
#include <unordered_set>

#include "kernels/text.h"
#include "report/number_text.h"
#include "resolve/clean_date.h"

namespace zhike::operations {
namespace {

using report::page::Phrase;

struct Word {
  std::string_view id, zh, en;
};
constexpr Word kinds[] = {
    {"given_name", "名", "given name"},       {"surname", "姓", "surname"},           {"han_given_name", "名（汉字）", "Chinese given name"},
    {"organisation_name", "组织名称", "organisation name"}, {"other_name", "相关人姓名", "name of another person"},
    {"han_surname", "姓（汉字）", "Chinese surname"}, {"rest_of_name", "姓名其余部分", "rest of name"}, {"middle_name", "中间名", "middle name"},
    {"full_name", "姓名", "full name"},       {"date", "日期", "date"},               {"identifier", "标识号", "identifier"},
    {"phone", "电话", "phone"},               {"email", "邮箱", "e-mail"},            {"address", "地址", "address"},
    {"place", "地点或文字", "place or text"}, {"postcode", "邮编", "postcode"},       {"number", "数字", "number"},
    {"category", "类别", "category"},         {"year", "年", "year"},                 {"month", "月", "month"},
    {"day", "日", "day"},                     {"source", "来源", "source"},           {"ignore", "不参与", "left out"},
};
constexpr Word steps[] = {
    {"columns", "识别列与清洗", "columns and cleaning"}, {"similar values", "相似值索引", "similar values"}, {"dependence", "依赖关系", "dependence"},
    {"candidates", "寻找候选", "candidates"},            {"weights", "学习权重", "weights"},                 {"clusters", "聚类", "clusters"},
    {"aliases", "同义值", "aliases"},                    {"edges", "整理结果", "edges"},                     {"labels", "学习标注", "labels"},
};

template <std::size_t size>
Phrase find(const Word (&words)[size], const std::string& id) {
  for (const auto& word : words)
    if (word.id == id) return {std::string(word.zh), std::string(word.en)};
  return report::page::same(id);
}

constexpr std::size_t rows_looked_at = 5000;

}  // namespace

Phrase kind_words(const std::string& kind) { return find(kinds, kind); }
Phrase step_words(const std::string& step) { return find(steps, step); }

Phrase calibration_text(const resolve::Calibration& calibration) {
  const std::string slope = report::fixed(calibration.slope, 2), pairs = report::grouped(static_cast<std::int64_t>(calibration.pairs_count));
  if (calibration.method == "isotonic")
    return {"概率由 " + pairs + " 对已标注记录校准（保序回归）。", "Probabilities are calibrated on " + pairs + " labelled pairs (isotonic regression)."};
  if (calibration.method == "platt")
    return {"概率由 " + pairs + " 对已标注记录校准（逻辑回归，斜率 " + slope + "）。", "Probabilities are calibrated on " + pairs + " labelled pairs (logistic, slope " + slope + ")."};
  return {"没有标注：概率 = 1/(1+2^(−" + slope + " × 权重))。斜率由多个公开数据集对照真值测得（学得的权重约陡四分之一）；对本数据只是估计，标注一些记录对（--labels）即可实测。",
          "No labels: probability = 1/(1+2^(−" + slope + " × weight)). The slope was measured over several public sets with truth (learned weights are about a quarter too steep); for this data it is an estimate. Label some pairs (--labels) to measure it."};
}

ColumnLooks look_at_column(const resolve::Column& column) {
  ColumnLooks looks;
  std::unordered_set<std::string_view> distinct;
  std::size_t filled = 0, seen = 0;
  for (std::size_t row = 0; row < column.rows(); ++row) {
    const std::string& value = column.text(row);
    if (value.empty()) continue;
    ++filled;
    distinct.insert(value);
    if (seen == rows_looked_at) continue;
    ++seen;
    looks.email_share += value.find('@') != value.npos;
    const auto digits = std::count_if(value.begin(), value.end(), [](char c) { return c >= '0' && c <= '9'; });
    looks.digits_share += static_cast<std::size_t>(digits) * 2 >= value.size();
    looks.han_share += kernels::has_han(value);
    looks.date_share += resolve::looks_like_date(value);
    looks.mean_length += static_cast<double>(kernels::length(value));
  }
  looks.filled_share = static_cast<double>(filled) / static_cast<double>(std::max<std::size_t>(column.rows(), 1));
  looks.values_count = distinct.size();
  for (double* share : {&looks.email_share, &looks.digits_share, &looks.han_share, &looks.date_share, &looks.mean_length})
    *share /= static_cast<double>(std::max<std::size_t>(seen, 1));
  return looks;
}

Phrase why_this_kind(const std::string& kind, const ColumnLooks& looks) {
  const auto share = [](double value) { return report::percent(value); };
  const std::string length = report::fixed(looks.mean_length, 1), distinct = report::grouped(static_cast<std::int64_t>(looks.values_count));
  if (looks.values_count <= 1) return {"只有一种取值，无可比较", "one value only: nothing to compare"};
  if (kind == "email") return {share(looks.email_share) + " 含 @", share(looks.email_share) + " hold @"};
  if (kind == "date") return {share(looks.date_share) + " 可读作日期", share(looks.date_share) + " read as a date"};
  if (kind == "category") return {"仅 " + distinct + " 种取值", "only " + distinct + " different values"};
  if (kind == "source") return {"列名指来源，仅 " + distinct + " 种取值", "its name means a source, with " + distinct + " values only"};
  if (kind == "phone" || kind == "identifier" || kind == "number")
    return {share(looks.digits_share) + " 以数字为主，平均 " + length + " 个字符", share(looks.digits_share) + " mostly digits, " + length + " characters on average"};
  if (looks.han_share > 0.5) return {share(looks.han_share) + " 含汉字，平均 " + length + " 个字符", share(looks.han_share) + " hold Chinese characters, " + length + " on average"};
  if (kind == "given_name" || kind == "surname" || kind == "full_name" || kind == "middle_name" || kind == "rest_of_name" || kind == "postcode" || kind == "year" || kind == "month" || kind == "day")
    return {"列名如此，内容也不矛盾（平均 " + length + " 个字符）", "so says its name, and its content does not object (" + length + " characters on average)"};
  return {"文字，平均 " + length + " 个字符，" + distinct + " 种取值", "text of " + length + " characters on average, " + distinct + " values"};
}

}  // namespace zhike::operations
