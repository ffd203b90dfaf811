// SPDX-License-Identifier: Apache-2.0
#include "resolve/splink/splink_match.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <ctime>
#include <unordered_map>

#include "base/parallel.h"
#include "resolve/splink/pair_linkage.h"

namespace zhike::resolve::splink {
namespace {

// Pairs inside a group this large that no rule blocked are scored as well before linkage judges the group.
constexpr std::size_t group_most = 150;
constexpr double group_bits = -4;

class Steps {
 public:
  Steps(const SplinkOptions& options, std::vector<Step>& out) : options_(options), out_(out) {}
  Status begin(std::string name, double share) {
    end();
    name_ = std::move(name);
    started_ = std::chrono::steady_clock::now();
    cpu_started_ = std::clock();
    if (options_.progress && !options_.progress(name_, share)) return Error{ErrorCode::cancelled, "stopped before step: " + name_};
    return done();
  }
  void end() {
    if (name_.empty()) return;
    const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - started_;
    out_.push_back({std::move(name_), seconds.count(), static_cast<double>(std::clock() - cpu_started_) / CLOCKS_PER_SEC});
    name_.clear();
  }

 private:
  const SplinkOptions& options_;
  std::vector<Step>& out_;
  std::string name_;
  std::chrono::steady_clock::time_point started_;
  std::clock_t cpu_started_ = 0;
};

// What each comparison can say: the expected weight of a true pair, which is what a pair's vote counts by.
std::vector<double> informations(const SplinkScorer& scorer) {
  std::vector<double> out;
  for (std::size_t c = 0; c < scorer.comparisons_count(); ++c) {
    double bits = 0;
    for (const auto& level : scorer.levels(c))
      if (!level.level->is_null && level.level->m > 0) bits += level.level->m * level.bits;
    out.push_back(std::clamp(bits, 0.1, 100.0));
  }
  return out;
}

PairVote vote_of(const SplinkScorer& scorer, const std::vector<double>& information, RowPair pair, const std::uint8_t* levels, double weight) {
  double known = 0;
  for (std::size_t c = 0; c < information.size(); ++c)
    if (levels[c] < scorer.levels(c).size() && !scorer.levels(c)[levels[c]].level->is_null) known += information[c];
  return {pair.first, pair.second, weight, std::min(known * known, 1e6)};
}

// All pairs of the small groups that weak evidence holds together, as far as no rule made them.
std::vector<RowPair> pairs_within_groups(const SplinkOutcome& outcome, std::size_t count, const SplinkOptions& options, const std::vector<std::uint32_t>& source) {
  std::vector<PairVote> weak;
  for (const auto& pair : outcome.pairs)
    if (pair.weight > group_bits) weak.push_back({pair.left, pair.right, pair.weight, 1});
  const auto group = connect_pairs(count, weak);
  std::unordered_map<std::uint32_t, std::vector<std::uint32_t>> members;
  for (std::uint32_t at = 0; at < count; ++at) members[group[at]].push_back(at);
  std::vector<RowPair> out;
  for (const auto& [first, rows] : members) {
    if (rows.size() < 3 || rows.size() > group_most) continue;
    for (std::size_t i = 0; i < rows.size(); ++i)
      for (std::size_t j = i + 1; j < rows.size(); ++j) {
        if (options.link_only && source[outcome.scorer->order()[rows[i]]] == source[outcome.scorer->order()[rows[j]]]) continue;
        const auto at = std::lower_bound(outcome.pairs.begin(), outcome.pairs.end(), RowPair{rows[i], rows[j]},
                                         [](const SplinkPair& pair, const RowPair& wanted) { return RowPair{pair.left, pair.right} < wanted; });
        if (at == outcome.pairs.end() || at->left != rows[i] || at->right != rows[j]) out.emplace_back(rows[i], rows[j]);
      }
  }
  std::sort(out.begin(), out.end());
  return out;
}

Result<std::vector<std::uint32_t>> clusters_of(SplinkOutcome& outcome, std::size_t count, const SplinkOptions& options, const std::vector<std::uint32_t>& source, int threads) {
  auto& scorer = *outcome.scorer;
  const std::size_t width = scorer.comparisons_count();
  std::vector<PairVote> votes;
  if (options.threshold) {
    for (const auto& pair : outcome.pairs)
      if (splink_probability(pair.weight) >= *options.threshold) votes.push_back({pair.left, pair.right, pair.weight, 1});
    return connect_pairs(count, votes);
  }
  const auto information = informations(scorer);
  for (std::size_t k = 0; k < outcome.pairs.size(); ++k)
    votes.push_back(vote_of(scorer, information, {outcome.pairs[k].left, outcome.pairs[k].right}, outcome.levels.data() + k * width, outcome.pairs[k].weight));
  const auto more = pairs_within_groups(outcome, count, options, source);
  ZK_TRY_SET(const auto levels, scorer.find_levels(more, threads));
  for (std::size_t k = 0; k < more.size(); ++k)
    votes.push_back(vote_of(scorer, information, more[k], levels.data() + k * width, scorer.weight(more[k], levels.data() + k * width)));
  return link_pairs(count, votes, scorer.prior_bits(), options.cut_bits);
}

}  // namespace

double splink_probability(double weight) { return 1 / (1 + std::exp2(-weight)); }

Result<SplinkOutcome> match_splink(const Table& table, const std::vector<std::string>& ids, SplinkModel model, const SplinkOptions& options) {
  const int threads = thread_count(options.threads);
  SplinkOutcome outcome;
  outcome.warnings = model.warnings;
  Steps steps(options, outcome.steps);
  ZK_TRY(steps.begin("columns", 0));
  ZK_TRY_SET(outcome.scorer, SplinkScorer::make(table, ids, std::move(model), outcome.warnings));
  auto& scorer = *outcome.scorer;
  ZK_TRY(steps.begin("candidates", 0.1));
  ZK_TRY_SET(const auto blocked, scorer.block(options.link_only, table.source, outcome.warnings));
  std::vector<RowPair> pairs;
  pairs.reserve(blocked.size());
  for (const auto& [pair, rule] : blocked) pairs.push_back(pair);
  ZK_TRY(steps.begin("weights", 0.3));
  ZK_TRY_SET(outcome.levels, scorer.find_levels(pairs, threads));
  outcome.pairs.resize(pairs.size());
  const std::size_t width = scorer.comparisons_count();
  parallel_pieces(pairs.size(), 4096, threads, [&](std::size_t first, std::size_t last, int) {
    for (std::size_t k = first; k < last; ++k)
      outcome.pairs[k] = {pairs[k].first, pairs[k].second, scorer.weight(pairs[k], outcome.levels.data() + k * width), blocked[k].second};
  });
  ZK_TRY(steps.begin("clusters", 0.8));
  ZK_TRY_SET(const auto cluster, clusters_of(outcome, table.rows, options, table.source, threads));
  // From positions to rows of the table, each cluster called after its smallest row.
  std::vector<std::uint32_t> smallest(table.rows, 0xFFFFFFFFU), size(table.rows, 0);
  for (std::size_t at = 0; at < table.rows; ++at) {
    smallest[cluster[at]] = std::min(smallest[cluster[at]], scorer.order()[at]);
    ++size[cluster[at]];
  }
  outcome.cluster.resize(table.rows);
  for (std::size_t at = 0; at < table.rows; ++at) outcome.cluster[scorer.order()[at]] = smallest[cluster[at]];
  for (const auto rows : size) {
    outcome.clusters_count += rows > 0;
    outcome.largest_cluster = std::max<std::uint64_t>(outcome.largest_cluster, rows);
  }
  steps.end();
  return outcome;
}

Result<Waterfall> explain_splink(const SplinkOutcome& outcome, std::uint32_t left, std::uint32_t right) {
  auto& scorer = *outcome.scorer;
  const auto position = [&](std::uint32_t row) { return static_cast<std::uint32_t>(std::find(scorer.order().begin(), scorer.order().end(), row) - scorer.order().begin()); };
  const std::uint32_t a = position(left), b = position(right);
  const RowPair pair{std::min(a, b), std::max(a, b)};
  ZK_TRY_SET(const auto levels, scorer.find_levels({pair}, 1));
  Waterfall waterfall;
  waterfall.prior_bits = scorer.prior_bits();
  double total = waterfall.prior_bits;
  for (std::size_t c = 0; c < scorer.comparisons_count(); ++c) {
    const auto [level_bits, frequency_bits] = scorer.bits(c, pair, levels[c]);
    const bool known = levels[c] < scorer.levels(c).size();
    waterfall.fields.push_back({scorer.model().comparisons[c].name, scorer.shown_value(c, a), scorer.shown_value(c, b), known ? scorer.levels(c)[levels[c]].level->label : "no level holds",
                                level_bits + frequency_bits, frequency_bits});
    total += level_bits + frequency_bits;
  }
  waterfall.total_bits = total;
  return waterfall;
}

}  // namespace zhike::resolve::splink
