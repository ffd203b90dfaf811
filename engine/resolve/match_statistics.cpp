// SPDX-License-Identifier: Apache-2.0
#include "resolve/match_statistics.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <unordered_map>

#include "resolve/candidates.h"
#include "resolve/prepared.h"

namespace zhike::resolve {
namespace {

bool joined(const Outcome& outcome, const Edge& edge) { return outcome.cluster[edge.left] == outcome.cluster[edge.right]; }

double pairs_of(double n) { return n * (n - 1) / 2; }

// How many pairs of rows are of one group.
template <class Key>
double pairs_within(const std::unordered_map<Key, std::uint64_t>& sizes) {
  double pairs = 0;
  for (const auto& [key, size] : sizes) pairs += pairs_of(static_cast<double>(size));
  return pairs;
}

// A pair and how much of a true pair it is.
struct Weighed {
  double weight = 0;
  double worth = 0;
};

std::vector<ThresholdPoint> thresholds(std::vector<Weighed> pairs, double all_true) {
  std::sort(pairs.begin(), pairs.end(), [](const auto& a, const auto& b) { return a.weight != b.weight ? a.weight > b.weight : a.worth > b.worth; });
  std::vector<ThresholdPoint> points;
  double found = 0, right = 0;
  std::size_t next = 0;
  for (double line = 40; line >= edge_floor_bits; line -= 0.5) {
    for (; next < pairs.size() && pairs[next].weight >= line; ++next) {
      found += 1;
      right += pairs[next].worth;
    }
    if (found > 0) points.push_back({line, right / found, all_true > 0 ? std::min(1.0, right / all_true) : 0});
  }
  std::reverse(points.begin(), points.end());
  return points;
}

// Pairs in bins of two bits; `shown` gives the probability of a pair by its number.
template <class Shown>
std::vector<ReliabilityBin> binned(const std::vector<JudgedPair>& pairs, const Shown& shown) {
  std::map<std::int64_t, ReliabilityBin> bins;
  for (std::size_t k = 0; k < pairs.size(); ++k) {
    const auto number = static_cast<std::int64_t>(std::floor(std::clamp(pairs[k].weight, -20.0, 20.0) / 2));
    auto& bin = bins[number];
    bin.weight = static_cast<double>(number) * 2 + 1;
    bin.shown += shown(k);
    bin.true_share += pairs[k].same ? 1 : 0;
    ++bin.pairs_count;
  }
  std::vector<ReliabilityBin> out;
  for (auto& [number, bin] : bins) {
    bin.shown /= static_cast<double>(bin.pairs_count);
    bin.true_share /= static_cast<double>(bin.pairs_count);
    out.push_back(bin);
  }
  return out;
}

}  // namespace

std::vector<float> self_weights(const Outcome& outcome) {
  const Prepared& prepared = *outcome.prepared;
  std::vector<float> weights(outcome.cluster.size());
  for (std::uint32_t row = 0; row < weights.size(); ++row) {
    const auto canonical = prepared.canonical_row[row];
    PairLevels levels;
    const auto codes = prepared.fields.codes(canonical);
    for (std::size_t f = 0; f < codes.size(); ++f) levels.of[f] = codes[f] != 0 ? exact_level : missing_level;
    weights[row] = static_cast<float>(prepared.scorer.exact_score(canonical, canonical, levels).weight);
  }
  return weights;
}

std::vector<std::vector<Value>> frequent_values(const Outcome& outcome, std::size_t most) {
  const Prepared& prepared = *outcome.prepared;
  std::vector<std::vector<Value>> out;
  for (std::size_t f = 0; f < prepared.fields.size(); ++f) {
    const auto& field = prepared.fields.field[f];
    std::vector<std::uint32_t> codes;
    for (std::uint32_t code = 1; code < field.values_count(); ++code)
      if (field.count[code] > 1) codes.push_back(code);
    const auto before = [&](auto a, auto b) {
      return field.count[a] != field.count[b] ? field.count[a] > field.count[b] : field.values[a] < field.values[b];
    };
    const std::size_t kept = std::min(most, codes.size());
    std::partial_sort(codes.begin(), codes.begin() + static_cast<std::ptrdiff_t>(kept), codes.end(), before);
    auto& values = out.emplace_back();
    for (std::size_t k = 0; k < kept; ++k)
      values.push_back({field.values[codes[k]], field.count[codes[k]], field.count[codes[k]] / std::max(field.filled, 1.0),
                        prepared.scorer.chance[f][codes[k]][exact_level] + std::log2(prepared.scorer.model.fields[f].m[exact_level])});
  }
  return out;
}

Reach estimate_reach(const Outcome& outcome) {
  const Prepared& prepared = *outcome.prepared;
  const auto& scorer = prepared.scorer;
  const std::size_t fields = prepared.fields.size();
  Reach reach;
  reach.fields.resize(fields);
  const double bar = std::max(0.0, std::log2(std::max<double>(2, static_cast<double>(prepared.fields.rows))) - shared_below_log_rows);
  std::uint64_t found = 0;
  for (const auto& edge : outcome.edges) {
    if (edge.weight <= outcome.model.cut_bits || !joined(outcome, edge)) continue;
    ++reach.matched_count;
    const auto a = prepared.canonical_row[edge.left], b = prepared.canonical_row[edge.right];
    const auto levels = PairLevels::from(edge.pattern);
    double person = 0, shared = 0;
    for (std::size_t f = 0; f < fields; ++f) {
      const int level = levels.of[f];
      auto& field = reach.fields[f];
      field.agree_count += level == exact_level;
      field.missing_count += level == missing_level;
      if (!agrees(prepared.fields.field[f].kind, level)) continue;
      field.similar_count += level != exact_level;
      const double bits = scorer.field_chance(f, a, b, level);
      field.alone_count += bits >= bar;
      (scorer.model.fields[f].shared ? shared : person) += bits;
    }
    reach.by_person_count += person >= bar;
    reach.by_shared_count += shared >= bar;
    reach.by_both_count += person >= bar && shared >= bar;
    found += person >= bar || shared >= bar || person + shared >= bar;
  }
  if (reach.by_both_count < 10) return reach;
  const double n1 = static_cast<double>(reach.by_person_count), n2 = static_cast<double>(reach.by_shared_count), both = static_cast<double>(reach.by_both_count);
  const double all = (n1 + 1) * (n2 + 1) / (both + 1) - 1;
  const double spread = std::sqrt((n1 + 1) * (n2 + 1) * (n1 - both) * (n2 - both) / ((both + 1) * (both + 1) * (both + 2)));
  const double met = static_cast<double>(found);
  reach.recall = met / std::max(met, all);
  reach.recall_low = met / std::max(met, all + 1.96 * spread);
  return reach;
}

std::vector<ThresholdPoint> expected_thresholds(const Outcome& outcome) {
  std::vector<Weighed> pairs;
  double all = 0;
  for (const auto& edge : outcome.edges) {
    pairs.push_back({edge.weight, probability_of(outcome.model.calibration, edge.weight)});
    all += pairs.back().worth;
  }
  return thresholds(std::move(pairs), all / estimate_reach(outcome).recall.value_or(1));
}

std::vector<JudgedPair> judge_edges(const Outcome& outcome, std::span<const std::uint32_t> entity) {
  std::vector<JudgedPair> out;
  for (const auto& edge : outcome.edges)
    if (entity[edge.left] != 0 && entity[edge.right] != 0) out.push_back({edge.weight, entity[edge.left] == entity[edge.right]});
  return out;
}

double true_pairs(std::span<const std::uint32_t> entity) {
  std::unordered_map<std::uint32_t, std::uint64_t> sizes;
  for (const auto number : entity)
    if (number != 0) ++sizes[number];
  return pairs_within(sizes);
}

std::vector<ThresholdPoint> measured_thresholds(const std::vector<JudgedPair>& pairs, double all_true) {
  std::vector<Weighed> weighed;
  for (const auto& pair : pairs) weighed.push_back({pair.weight, pair.same ? 1.0 : 0.0});
  return thresholds(std::move(weighed), all_true);
}

std::vector<ReliabilityBin> reliability(const Calibration& calibration, const std::vector<JudgedPair>& pairs) {
  return binned(pairs, [&](std::size_t k) { return probability_of(calibration, pairs[k].weight); });
}

std::vector<ReliabilityBin> held_out_reliability(const std::vector<JudgedPair>& pairs) {
  constexpr std::size_t folds = 5;
  std::vector<Calibration> without(folds);
  for (std::size_t fold = 0; fold < folds; ++fold) {
    std::vector<JudgedPair> rest;
    for (std::size_t k = 0; k < pairs.size(); ++k)
      if (k % folds != fold) rest.push_back(pairs[k]);
    without[fold] = calibrate(rest);
  }
  return binned(pairs, [&](std::size_t k) { return probability_of(without[k % folds], pairs[k].weight); });
}

ClusterScores score_clusters(const Outcome& outcome, std::span<const std::uint32_t> entity) {
  std::unordered_map<std::uint64_t, std::uint64_t> both;
  std::unordered_map<std::uint32_t, std::uint64_t> clusters, entities;
  double records = 0;
  for (std::size_t row = 0; row < entity.size(); ++row) {
    if (entity[row] == 0) continue;
    ++both[static_cast<std::uint64_t>(entity[row]) << 32 | outcome.cluster[row]];
    ++clusters[outcome.cluster[row]];
    ++entities[entity[row]];
    ++records;
  }
  ClusterScores scores;
  double bcubed_precision = 0, bcubed_recall = 0;
  for (const auto& [key, count] : both) {
    const double n = static_cast<double>(count);
    bcubed_precision += n * n / static_cast<double>(clusters[static_cast<std::uint32_t>(key)]);
    bcubed_recall += n * n / static_cast<double>(entities[static_cast<std::uint32_t>(key >> 32)]);
  }
  const double right = pairs_within(both), found = pairs_within(clusters), all = pairs_within(entities);
  scores.precision = found > 0 ? right / found : 1;
  scores.recall = all > 0 ? right / all : 1;
  scores.bcubed_precision = records > 0 ? bcubed_precision / records : 1;
  scores.bcubed_recall = records > 0 ? bcubed_recall / records : 1;
  return scores;
}

std::vector<std::string> compared_values(const Outcome& outcome, std::uint32_t row) {
  const Prepared& prepared = *outcome.prepared;
  std::vector<std::string> out;
  for (const auto& field : prepared.fields.field) out.push_back(field.values[field.code[prepared.canonical_row[row]]]);
  return out;
}

std::vector<WeightBin> weight_histogram(const Outcome& outcome) {
  std::map<std::int64_t, WeightBin> bins;
  for (const auto& edge : outcome.edges) {
    const auto weight = std::clamp<std::int64_t>(static_cast<std::int64_t>(std::floor(edge.weight / 2)) * 2, -8, 40);
    auto& bin = bins[weight];
    bin.weight = weight;
    ++bin.pairs_count;
    bin.joined_count += joined(outcome, edge);
  }
  std::vector<WeightBin> out;
  for (const auto& [weight, bin] : bins) out.push_back(bin);
  return out;
}

std::vector<std::pair<std::uint64_t, std::uint64_t>> cluster_sizes(const Outcome& outcome) {
  std::vector<std::uint32_t> size(outcome.cluster.size(), 0);
  for (const auto cluster : outcome.cluster) ++size[cluster];
  std::map<std::uint64_t, std::uint64_t> sizes;
  for (const auto rows : size)
    if (rows > 0) ++sizes[rows];
  return {sizes.begin(), sizes.end()};
}

}  // namespace zhike::resolve
