// SPDX-License-Identifier: Apache-2.0
#include "operations/splink_operations.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "base/clock.h"
#include "operations/match_explain.h"
#include "operations/match_report.h"
#include "operations/match_words.h"
#include "operations/waterfall.h"
#include "report/match_report.h"
#include "resolve/splink/splink_match.h"

namespace zhike::operations {
namespace {

namespace splink = resolve::splink;
using report::page::Phrase;
using report::page::same;

// What a Splink model cannot do is refused by name rather than ignored.
Status refuse(std::initializer_list<std::pair<bool, std::string_view>> asked) {
  std::string names;
  for (const auto& [given, name] : asked)
    if (given) names += (names.empty() ? "--" : ", --") + std::string(name);
  if (names.empty()) return done();
  return Error{ErrorCode::bad_request, names + " does not go with a Splink model; leave it out, or let Zhike learn its own model"};
}

splink::SplinkOptions options_of(Call& call, const std::string& prefer, const std::optional<double>& threshold) {
  splink::SplinkOptions options;
  options.threshold = threshold;
  options.cut_bits = cut_bits_of(prefer);
  options.threads = call.threads;
  options.progress = [&call](std::string_view step, double share) {
    call.progress->step_started(std::string(step));
    call.progress->advanced(share);
    return !call.cancelled->load();
  };
  return options;
}

struct SplinkMatched {
  const splink::SplinkOutcome& outcome;
  const splink::SplinkOptions& options;
  const MatchFile& file;
  std::uint32_t row(std::uint32_t position) const { return outcome.scorer->order()[position]; }
  double line() const {
    if (!options.threshold) return options.cut_bits;
    const double p = std::clamp(*options.threshold, 1e-9, 1 - 1e-9);
    return std::log2(p / (1 - p));
  }
  bool joined(const splink::SplinkPair& pair) const { return outcome.cluster[row(pair.left)] == outcome.cluster[row(pair.right)]; }
};

std::string pairs_csv(const SplinkMatched& matched, bool joined_only, std::int64_t& count) {
  std::string text = "id_left,id_right,match_weight,match_probability\n";
  count = 0;
  for (const auto& pair : matched.outcome.pairs) {
    if (joined_only && (!matched.joined(pair) || pair.weight < matched.line())) continue;
    char numbers[80];
    std::snprintf(numbers, sizeof numbers, ",%.8f,%.10g\n", pair.weight, splink::splink_probability(pair.weight));
    text += csv_cell(matched.file.ids[matched.row(pair.left)]) + "," + csv_cell(matched.file.ids[matched.row(pair.right)]) + numbers;
    ++count;
  }
  return text;
}

Result<WaterfallOut> explained(const SplinkMatched& matched, std::uint32_t left, std::uint32_t right) {
  ZK_TRY_SET(const auto waterfall, splink::explain_splink(matched.outcome, left, right));
  const bool same_cluster = matched.outcome.cluster[left] == matched.outcome.cluster[right];
  auto out = waterfall_out(waterfall, matched.file.ids[left], matched.file.ids[right], same_cluster, matched.line());
  out.match_probability = splink::splink_probability(out.match_weight);
  out.left_size = std::count(matched.outcome.cluster.begin(), matched.outcome.cluster.end(), matched.outcome.cluster[left]);
  out.right_size = std::count(matched.outcome.cluster.begin(), matched.outcome.cluster.end(), matched.outcome.cluster[right]);
  const auto& order = matched.outcome.scorer->order();
  const auto position = [&](std::uint32_t row) { return static_cast<std::uint32_t>(std::find(order.begin(), order.end(), row) - order.begin()); };
  const std::uint32_t one = position(left), other = position(right);
  const std::pair pair(std::min(one, other), std::max(one, other));
  const auto at = std::lower_bound(matched.outcome.pairs.begin(), matched.outcome.pairs.end(), pair,
                                   [](const auto& a, const auto& b) { return std::pair(a.left, a.right) < std::pair(b.first, b.second); });
  out.met = at != matched.outcome.pairs.end() && at->left == pair.first && at->right == pair.second;
  out.apart = same_cluster ? "nothing" : out.match_weight <= out.cut_bits || !out.met ? "evidence" : "clusters";
  return out;
}

Status add_waterfalls(const SplinkMatched& matched, report::MatchReport& page) {
  std::vector<const splink::SplinkPair*> order;
  for (const auto& pair : matched.outcome.pairs) order.push_back(&pair);
  std::stable_sort(order.begin(), order.end(), [](const auto* a, const auto* b) { return a->weight < b->weight; });
  const auto line = std::partition_point(order.begin(), order.end(), [&](const auto* pair) { return pair->weight <= matched.line(); });
  std::vector<std::pair<const splink::SplinkPair*, Phrase>> chosen;
  for (auto at = line; at != order.end() && at - line < 3; ++at) chosen.emplace_back(*at, Phrase{"刚好高于切分线", "just above the cut"});
  for (auto at = line; at != order.begin() && line - at < 3;) chosen.emplace_back(*--at, Phrase{"刚好低于切分线", "just below the cut"});
  if (!order.empty()) chosen.emplace_back(order.back(), Phrase{"最有把握", "the surest"});
  for (const auto& [pair, caption] : chosen) {
    ZK_TRY_SET(const auto told, explained(matched, matched.row(pair->left), matched.row(pair->right)));
    report::MatchWaterfall out{caption, told.left_id, told.right_id, told.prior_bits, 0, 0, told.match_weight, told.match_probability, {}, apart_text(told)};
    for (const auto& field : told.evidence) out.evidence.push_back({same(field.name), field.left, field.right, same(field.level), field.bits, field.frequency_bits});
    page.waterfalls.push_back(std::move(out));
  }
  return done();
}

Status write_report(const Call& call, const SplinkMatched& matched, const std::string& title, const std::string& model, const std::string& to) {
  report::MatchReport page;
  const auto& outcome = matched.outcome;
  page.title = title;
  page.made_at = now_utc();
  page.foreign = true;
  page.link = matched.options.link_only;
  page.records_count = outcome.cluster.size();
  page.clusters_count = outcome.clusters_count;
  page.largest_cluster = outcome.largest_cluster;
  page.rejected_count = static_cast<std::uint64_t>(matched.file.rejected_count);
  page.pairs_all = static_cast<double>(page.records_count) * (static_cast<double>(page.records_count) - 1) / 2;
  page.pairs_met = page.pairs_compared = page.pairs_kept = outcome.pairs.size();
  page.cut_bits = matched.line();
  page.prior_bits = outcome.scorer->prior_bits();
  page.weights_from = {"权重来自 Splink 模型 " + model, "weights from the Splink model " + model};
  page.calibration = {"概率为 Splink 的定义：1/(1+2^(−权重))，未经校准。", "Probabilities are Splink's own, 1/(1+2^(−weight)), and not calibrated."};
  for (const auto& step : outcome.steps) page.steps.push_back({step_words(step.name), step.seconds});
  std::map<std::uint64_t, std::uint64_t> sizes;
  std::unordered_map<std::uint32_t, std::uint64_t> size_of;
  for (const auto cluster : outcome.cluster) ++size_of[cluster];
  for (const auto& [cluster, size] : size_of) ++sizes[size];
  page.sizes.assign(sizes.begin(), sizes.end());
  std::map<std::int64_t, report::MatchWeightBin> bins;
  for (const auto& pair : outcome.pairs) {
    auto& bin = bins[std::clamp<std::int64_t>(static_cast<std::int64_t>(std::floor(pair.weight / 2)) * 2, -8, 40)];
    ++bin.pairs_count;
    bin.joined_count += matched.joined(pair);
    page.pairs_matched += matched.joined(pair) && pair.weight > matched.line();
  }
  for (auto& [weight, bin] : bins) {
    bin.weight = weight;
    page.weights.push_back(bin);
  }
  for (std::size_t c = 0; c < outcome.scorer->comparisons_count(); ++c) {
    report::MatchField field;
    field.name = same(outcome.scorer->model().comparisons[c].name);
    field.kind = {"Splink 比较", "comparison of Splink"};
    for (const auto& level : outcome.scorer->levels(c))
      if (!level.level->is_null) field.levels.push_back({same(level.level->label), level.level->m, level.level->u, level.bits, std::nullopt});
    page.fields.push_back(std::move(field));
  }
  page.notes = in_both_languages(matched.file.notes, outcome.warnings);
  ZK_TRY(add_waterfalls(matched, page));
  const auto language = call.terminal.language == Language::zh ? report::Language::zh : report::Language::en;
  return write_file(to, report::match_html(page, language));
}

std::vector<StepOut> steps_out(const splink::SplinkOutcome& outcome) {
  std::vector<StepOut> out;
  for (const auto& step : outcome.steps) out.push_back({step.name, step.seconds});
  return out;
}

}  // namespace

Result<std::optional<splink::SplinkModel>> read_if_splink(const std::string& path) {
  if (path.empty()) return std::optional<splink::SplinkModel>();
  ZK_TRY_SET(const std::string text, read_text_file(path));
  if (!splink::is_splink_model(text)) return std::optional<splink::SplinkModel>();
  ZK_TRY_SET(auto model, splink::read_splink_model(text, path));
  return std::optional(std::move(model));
}

std::string splink_id(const std::string& asked, const splink::SplinkModel& model) {
  return asked.empty() && model.unique_id != "unique_id" ? model.unique_id : asked;
}

Result<DedupeOut> dedupe_with_splink(Call& call, const DedupeIn& in, splink::SplinkModel model) {
  ZK_TRY(refuse({{!in.save_model.empty(), "save-model"}, {!in.unlinkable.empty(), "unlinkable"}, {!in.truth.empty(), "truth"}, {!in.labels.empty(), "labels"},
                 {in.labels_bind, "labels-bind"}, {in.name_alone_never_merges, "name-alone-never-merges"}, {in.explain.starts_with("cluster:"), "explain cluster:ID"}}));
  ZK_TRY_SET(const MatchFile file, read_match_file(call, in.file, splink_id(in.id, model), in.ignore));
  const auto options = options_of(call, in.prefer, in.threshold);
  ZK_TRY_SET(const auto outcome, splink::match_splink(file.table, file.ids, std::move(model), options));
  const SplinkMatched matched{outcome, options, file};
  DedupeOut out;
  ZK_TRY_SET(const auto rows, rows_to_explain(call, in.explain, file));
  for (const auto& [left, right] : rows) {
    ZK_TRY_SET(auto pair, explained(matched, left, right));
    out.explained.push_back(std::move(pair));
  }
  std::int64_t pairs = 0;
  if (!in.pairs.empty()) ZK_TRY(write_file(in.pairs, pairs_csv(matched, false, pairs)));
  if (!in.report.empty()) ZK_TRY(write_report(call, matched, in.file, in.model, in.report));
  ZK_TRY(write_file(in.out, clusters_csv(file, outcome.cluster)));
  out.out = in.out;
  out.records_count = static_cast<std::int64_t>(file.table.rows);
  out.clusters_count = static_cast<std::int64_t>(outcome.clusters_count);
  out.duplicates_count = out.records_count - out.clusters_count;
  out.largest_cluster = static_cast<std::int64_t>(outcome.largest_cluster);
  out.rejected_count = file.rejected_count;
  out.pairs_count = static_cast<std::int64_t>(outcome.pairs.size());
  out.steps = steps_out(outcome);
  out.notes = file.notes;
  out.notes.insert(out.notes.end(), outcome.warnings.begin(), outcome.warnings.end());
  return out;
}

Result<LinkOut> link_with_splink(Call& call, const LinkIn& in, MatchFile both, splink::SplinkModel model) {
  ZK_TRY(refuse({{!in.save_model.empty(), "save-model"}, {!in.truth.empty(), "truth"}, {!in.labels.empty(), "labels"}}));
  auto options = options_of(call, in.prefer, in.threshold);
  options.link_only = model.link_type != "link_and_dedupe";
  ZK_TRY_SET(const auto outcome, splink::match_splink(both.table, both.ids, std::move(model), options));
  const SplinkMatched matched{outcome, options, both};
  LinkOut out;
  ZK_TRY(write_file(in.out, pairs_csv(matched, true, out.links_count)));
  if (!in.report.empty()) ZK_TRY(write_report(call, matched, in.left + " + " + in.right, in.model, in.report));
  out.out = in.out;
  out.rejected_count = both.rejected_count;
  out.steps = steps_out(outcome);
  out.notes = both.notes;
  out.notes.insert(out.notes.end(), outcome.warnings.begin(), outcome.warnings.end());
  return out;
}

}  // namespace zhike::operations
