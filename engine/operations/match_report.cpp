// SPDX-License-Identifier: Apache-2.0
#include "operations/match_report.h"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <numeric>
#include <unordered_set>

#include "base/clock.h"
#include "operations/match_words.h"
#include "operations/messages.h"
#include "operations/waterfall.h"
#include "report/match_report.h"
#include "report/number_text.h"
#include "resolve/labels.h"
#include "resolve/match_statistics.h"

namespace zhike::operations {
namespace {

using report::page::Phrase;
using report::page::same;

constexpr std::size_t values_most = 8;
constexpr std::size_t records_most = 12;
constexpr std::size_t near_cut = 3;       // waterfalls on either side of the cut
constexpr std::size_t stories_each = 3;

Phrase field_phrase(const std::string& name) { return {field_text(name, Language::zh), field_text(name, Language::en)}; }
Phrase level_phrase(const std::string& level) { return {level_text(level, Language::zh), level_text(level, Language::en)}; }

void add_summary(const Matched& matched, const ReportRequest& request, report::MatchReport& page) {
  const auto& outcome = matched.outcome;
  const auto& summary = outcome.summary;
  page.title = request.title;
  page.made_at = now_utc();
  page.link = matched.options.link_only;
  page.records_count = summary.records_count;
  page.clusters_count = summary.clusters_count;
  page.largest_cluster = summary.largest_cluster;
  page.rejected_count = static_cast<std::uint64_t>(matched.file.rejected_count);
  page.aliases_count = outcome.model.aliases.size();
  const double records = static_cast<double>(summary.records_count);
  page.pairs_all = records * (records - 1) / 2;
  page.pairs_met = summary.pairs_met_count;
  page.pairs_compared = summary.pairs_compared_count;
  page.pairs_kept = summary.pairs_kept_count;
  page.cut_bits = matched.options.cut_bits;
  page.prior_bits = outcome.model.prior_bits;
  page.prior_related_bits = outcome.model.prior_related_bits;
  const std::string labels = std::to_string(matched.options.labels.size());
  if (request.model.empty() && matched.options.labels.empty()) page.weights_from = {"权重由本数据自身学得，没有标注", "weights learned from this very data, without labels"};
  else if (request.model.empty()) page.weights_from = {"权重由本数据与 " + labels + " 对标注学得", "weights learned from this data and " + labels + " labelled pairs"};
  else page.weights_from = {"权重来自模型 " + request.model, "weights from the model " + request.model};
  page.calibration = calibration_text(outcome.model.calibration);
  for (const auto& step : summary.steps) page.steps.push_back({step_words(step.name), step.seconds});
  page.sizes = resolve::cluster_sizes(outcome);
  for (const auto& bin : resolve::weight_histogram(outcome)) page.weights.push_back({bin.weight, bin.pairs_count, bin.joined_count});
  page.notes = in_both_languages(matched.file.notes, summary.notes);
}

void add_columns(const Matched& matched, bool from_model, report::MatchReport& page) {
  for (const auto& column : matched.file.table.columns) {
    report::MatchColumn out;
    out.name = column.name;
    std::string kind = "ignore";
    for (const auto& use : matched.outcome.model.columns)
      if (use.name == column.name) kind = use.kind;
    const auto looks = look_at_column(column);
    out.kind = kind_words(kind);
    out.compared = kind != "ignore" && kind != "source";
    out.why = from_model ? Phrase{"模型如此规定", "the model says so"} : why_this_kind(kind, looks);
    out.filled_share = looks.filled_share;
    out.values_count = looks.values_count;
    page.columns.push_back(std::move(out));
  }
}

void add_fields(const Matched& matched, report::MatchReport& page) {
  const auto& outcome = matched.outcome;
  const auto values = resolve::frequent_values(outcome, values_most);
  const auto reach = resolve::estimate_reach(outcome);
  for (std::size_t f = 0; f < outcome.model.fields.size(); ++f) {
    const auto& learned = outcome.model.fields[f];
    report::MatchField field;
    field.name = field_phrase(learned.name);
    field.kind = kind_words(std::string(resolve::info(learned.kind).id));
    field.shared = learned.shared;
    field.filled_share = learned.filled_share;
    for (int level = 1; level < resolve::levels_count(learned.kind); ++level) {
      report::MatchLevel row{level_phrase(std::string(resolve::info(learned.kind).labels[level])), learned.m[level], learned.u[level], std::log2(learned.m[level] / learned.u[level]), std::nullopt};
      if (learned.shared) row.m_related = learned.m_related[level];
      field.levels.push_back(std::move(row));
    }
    for (const auto& value : values[f]) field.values.push_back({value.text, value.rows_count, value.share, value.bits});
    field.agree_count = reach.fields[f].agree_count;
    field.similar_count = reach.fields[f].similar_count;
    field.missing_count = reach.fields[f].missing_count;
    field.alone_count = reach.fields[f].alone_count;
    page.fields.push_back(std::move(field));
  }
  page.pairs_matched = reach.matched_count;
  page.by_person_count = reach.by_person_count;
  page.by_shared_count = reach.by_shared_count;
  page.by_both_count = reach.by_both_count;
  page.recall = reach.recall;
  page.recall_low = reach.recall_low;
}

void add_unlinkable(const Matched& matched, report::MatchReport& page) {
  auto weights = resolve::self_weights(matched.outcome);
  std::sort(weights.begin(), weights.end());
  for (int weight = -10; weight <= 40; ++weight) {
    const auto below = std::upper_bound(weights.begin(), weights.end(), static_cast<float>(weight)) - weights.begin();
    page.unlinkable.emplace_back(weight, static_cast<double>(below) / static_cast<double>(std::max<std::size_t>(weights.size(), 1)));
  }
}

std::vector<report::MatchCurvePoint> points_of(const std::vector<resolve::ThresholdPoint>& points) {
  std::vector<report::MatchCurvePoint> out;
  for (const auto& point : points) out.push_back({point.weight, point.precision, point.recall, point.f1()});
  return out;
}

double f1_of(double precision, double recall) { return precision + recall > 0 ? 2 * precision * recall / (precision + recall) : 0; }

Status add_thresholds(Call& call, const ReportRequest& request, const Matched& matched, report::MatchReport& page) {
  std::vector<std::uint32_t> entity;
  page.expected = points_of(resolve::expected_thresholds(matched.outcome));
  std::vector<resolve::JudgedPair> judged;
  double all_true = 0;
  if (request.truth.empty()) {
    judged = resolve::judge_labels(*matched.outcome.prepared, matched.options.labels);
    all_true = static_cast<double>(std::count_if(judged.begin(), judged.end(), [](const auto& pair) { return pair.same; }));
    page.measured_by = {" " + std::to_string(judged.size()) + " 对标注", std::to_string(judged.size()) + " labelled pairs"};
  } else {
    ZK_TRY_SET(entity, read_entities(call, request.truth, matched.file));
    judged = resolve::judge_edges(matched.outcome, entity);
    all_true = resolve::true_pairs(entity);
    page.measured_by = {"真值", "the truth"};
  }
  if (judged.empty()) return done();
  page.measured = points_of(resolve::measured_thresholds(judged, all_true));
  const auto bins = entity.empty() ? resolve::held_out_reliability(judged) : resolve::reliability(matched.outcome.model.calibration, judged);
  if (entity.empty()) {
    page.calibration.zh += "图中每五分之一的标注由其余五分之四拟合的曲线给出概率。";
    page.calibration.en += " In the chart each fifth of the labels is given its probability by a curve fitted to the other four.";
  }
  for (const auto& bin : bins) page.reliability.push_back({bin.weight, bin.shown, bin.true_share, bin.pairs_count});
  if (entity.empty()) return done();
  const auto scores = resolve::score_clusters(matched.outcome, entity);
  page.scores = report::MatchScores{scores.precision, scores.recall, f1_of(scores.precision, scores.recall), scores.bcubed_precision, scores.bcubed_recall,
                                    f1_of(scores.bcubed_precision, scores.bcubed_recall)};
  return done();
}

void add_pair(const Matched& matched, const resolve::Edge& edge, const Phrase& caption, report::MatchReport& page) {
  const auto pair = explained_pair(matched, edge.left, edge.right);
  report::MatchWaterfall out{caption, pair.left_id, pair.right_id, pair.prior_bits, pair.dependence_bits, pair.related_bits, pair.match_weight, pair.match_probability, {}, apart_text(pair)};
  for (const auto& line : pair.evidence)
    out.evidence.push_back({field_phrase(line.name), line.left, line.right, level_phrase(line.level), line.bits, line.frequency_bits});
  page.waterfalls.push_back(std::move(out));
}

// Pairs worth a look: on either side of the cut, strong and yet apart, weak and yet together, and the surest ones.
void add_waterfalls(const Matched& matched, report::MatchReport& page) {
  const auto& outcome = matched.outcome;
  const double cut = matched.options.cut_bits;
  std::vector<const resolve::Edge*> order;
  for (const auto& edge : outcome.edges)
    if (!matched.options.link_only || matched.file.table.source[edge.left] != matched.file.table.source[edge.right]) order.push_back(&edge);
  std::stable_sort(order.begin(), order.end(), [](const auto* a, const auto* b) { return a->weight < b->weight; });
  const auto joined = [&](const resolve::Edge* edge) { return outcome.cluster[edge->left] == outcome.cluster[edge->right]; };
  const auto line = std::partition_point(order.begin(), order.end(), [&](const auto* edge) { return edge->weight <= cut; });
  std::unordered_set<const resolve::Edge*> shown;
  const auto show = [&](auto first, auto last, std::size_t most, const Phrase& caption, const auto& wanted) {
    for (; first != last && most > 0; ++first) {
      if (!wanted(*first) || !shown.insert(*first).second) continue;
      add_pair(matched, **first, caption, page);
      --most;
    }
  };
  const auto backwards = [](auto at) { return std::make_reverse_iterator(at); };
  const auto any = [](const auto*) { return true; };
  const auto apart = [&](const auto* edge) { return !joined(edge); };
  show(line, order.end(), near_cut, {"刚好高于切分线", "just above the cut"}, joined);
  show(backwards(line), order.rend(), near_cut, {"刚好低于切分线", "just below the cut"}, apart);
  show(order.rbegin(), backwards(line), 2, {"证据强，却未归并", "strong, and yet apart"}, apart);
  show(order.begin(), line, 2, {"直接证据弱，却同簇", "weak, and yet in one cluster"}, joined);
  show(order.rbegin(), order.rend(), 2, {"最有把握", "the surest"}, any);
}

void add_story(const Matched& matched, std::uint32_t row, const Phrase& caption, report::MatchReport& page) {
  const auto story = resolve::tell_cluster(matched.outcome, row);
  report::MatchStory out;
  const std::string size = std::to_string(story.rows.size()), dense = report::percent(story.density());
  out.caption = {caption.zh + " · " + size + " 条记录 · " + dense + " 的记录对高于切分线", caption.en + " · " + size + " records · " + dense + " of its pairs above the cut"};
  out.records_count = story.rows.size();
  for (const auto& field : matched.outcome.model.fields) out.columns.push_back(field_phrase(field.name));
  // The two records of the weakest bridge stand first: they are what a reader must judge.
  auto rows = story.rows;
  const auto& bridge = story.joins[story.weakest];
  std::stable_partition(rows.begin(), rows.end(), [&](auto row) { return row == bridge.left || row == bridge.right; });
  for (std::size_t k = 0; k < std::min(records_most, rows.size()); ++k) {
    auto values = resolve::compared_values(matched.outcome, rows[k]);
    values.insert(values.begin(), matched.file.ids[rows[k]]);
    out.records.push_back(std::move(values));
  }
  for (std::size_t k = 0; k < story.joins.size(); ++k) {
    const auto pair = explained_pair(matched, story.joins[k].left, story.joins[k].right);
    out.joins.push_back({pair.left_id, pair.right_id, pair.match_weight, strongest_evidence(pair), k == story.weakest});
  }
  page.stories.push_back(std::move(out));
}

void add_stories(const Matched& matched, report::MatchReport& page) {
  std::unordered_set<std::uint32_t> told;
  for (const auto row : resolve::weakest_clusters(matched.outcome, stories_each))
    if (told.insert(row).second) add_story(matched, row, {"最弱的桥", "weakest bridge"}, page);
  for (const auto row : resolve::largest_clusters(matched.outcome, stories_each))
    if (told.insert(row).second) add_story(matched, row, {"最大", "largest"}, page);
}

}  // namespace

std::vector<report::page::Phrase> in_both_languages(const std::vector<std::string>& of_file, const std::vector<std::string>& of_match) {
  std::vector<report::page::Phrase> out;
  for (const auto* notes : {&of_file, &of_match})
    for (const auto& note : *notes) out.push_back({told(note, Language::zh), note});
  return out;
}

Status write_match_report(Call& call, const ReportRequest& request, const Matched& matched) {
  call.progress->step_started("report");
  report::MatchReport page;
  add_summary(matched, request, page);
  add_columns(matched, !request.model.empty(), page);
  add_fields(matched, page);
  add_unlinkable(matched, page);
  ZK_TRY(add_thresholds(call, request, matched, page));
  add_waterfalls(matched, page);
  add_stories(matched, page);
  const auto language = call.terminal.language == Language::zh ? report::Language::zh : report::Language::en;
  return write_file(request.to, report::match_html(page, language));
}

}  // namespace zhike::operations
