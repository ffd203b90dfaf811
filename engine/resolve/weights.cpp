// SPDX-License-Identifier: Apache-2.0
// Posteriors per pair are summed per pattern in the order of the pairs, so threads cannot change a bit.
#include "resolve/weights.h"

#include <algorithm>
#include <cmath>

#include "base/parallel.h"
#include "resolve/dependence.h"

namespace zhike::resolve {
namespace {

constexpr int chance_every = 3;         // rounds between new estimates of chance
constexpr int email_lift_from = 5;      // the first round whose weights are good enough to measure it
constexpr double m_least = 1e-4;
constexpr double related_pseudo_pairs = 5;
// A handful of rows must not teach that a match has another name: three strangers with neighbouring phone numbers were one
// customer. In tables of some hundred matches it is hardly felt, in larger ones not at all.
constexpr double match_pseudo_pairs = 20;
constexpr double namesakes_most = 0.1;
constexpr double dependent_pseudo_pairs = 10;
constexpr std::size_t piece = 8192;

double all_pairs(std::size_t rows) { return std::max(1.0, static_cast<double>(rows) * (static_cast<double>(rows) - 1) / 2); }

// Expected pairs of each class at each pattern.
struct Expected {
  std::vector<double> match;
  std::vector<double> related;
  double matches = 0;
  double relateds = 0;
};

// The pairs that weights are learned from.
struct Sample {
  std::vector<Candidate> pairs;
  std::vector<ChanceSum> chance;  // of each pair, under the scorer's present chance
  const std::vector<PairLevels>* patterns = nullptr;
  double pairs_each = 1;  // how many candidates each of them stands for
};

void sum_chance(const Scorer& scorer, Sample& sample, int threads) {
  sample.chance.resize(sample.pairs.size());
  parallel_pieces(sample.pairs.size(), piece, threads, [&](std::size_t first, std::size_t last, int) {
    for_scored_pairs(scorer, sample.pairs, first, last, [&](std::size_t k) {
      const auto& pair = sample.pairs[k];
      sample.chance[k] = scorer.chance_sum(pair.left, pair.right, (*sample.patterns)[pair.pattern]);
    });
  });
}

// Every n-th pair by a hash of its rows' places, which neither the order of the input nor the number of threads moves.
Sample sample_of(const Candidates& candidates, std::size_t pairs_wanted, int threads) {
  const std::uint64_t one_in = (candidates.pairs.size() + pairs_wanted - 1) / pairs_wanted;
  std::vector<std::vector<Candidate>> taken((candidates.pairs.size() + piece - 1) / piece);
  parallel_pieces(candidates.pairs.size(), piece, threads, [&](std::size_t first, std::size_t last, int) {
    for (std::size_t k = first; k < last; ++k) {
      const auto& pair = candidates.pairs[k];
      const std::uint64_t mixed = ((std::uint64_t{pair.left} << 32U) | pair.right) * 0x9E3779B97F4A7C15ULL;
      if ((mixed >> 40U) % one_in == 0) taken[first / piece].push_back(pair);
    }
  });
  candidates.pairs.let_go(0, candidates.pairs.size());
  Sample sample;
  sample.patterns = &candidates.patterns;
  for (const auto& pairs : taken) sample.pairs.insert(sample.pairs.end(), pairs.begin(), pairs.end());
  sample.pairs_each = static_cast<double>(candidates.pairs.size()) / static_cast<double>(std::max<std::size_t>(sample.pairs.size(), 1));
  return sample;
}

Expected expect(const Scorer& scorer, const Sample& sample, int threads) {
  const auto of_pattern = pattern_sums(scorer, *sample.patterns);
  Expected expected;
  expected.match.assign(of_pattern.size(), 0);
  expected.related.assign(of_pattern.size(), 0);
  std::vector<std::pair<float, float>> share(sample.pairs.size());
  parallel_pieces(share.size(), piece, threads, [&](std::size_t first, std::size_t last, int) {
    for (std::size_t k = first; k < last; ++k) {
      const auto score = scorer.score(sample.chance[k], of_pattern[sample.pairs[k].pattern]);
      const double match = 1 / (1 + std::exp2(-score.weight));
      share[k] = {static_cast<float>(match), static_cast<float>((1 - match) / (1 + std::exp2(-score.related)))};
    }
  });
  for (std::size_t k = 0; k < share.size(); ++k) {
    const auto pattern = sample.pairs[k].pattern;
    expected.match[pattern] += share[k].first;
    expected.related[pattern] += share[k].second;
    expected.matches += share[k].first;
    expected.relateds += share[k].second;
  }
  return expected;
}

// Shares of the levels of one field among the expected pairs of a class; missing pairs do not count.
std::array<double, levels_most> level_sums(const Sample& sample, const std::vector<double>& pairs, std::size_t f) {
  std::array<double, levels_most> sum{};
  for (std::size_t k = 0; k < pairs.size(); ++k)
    if (const int level = (*sample.patterns)[k].of[f]; level != missing_level) sum[level] += pairs[k];
  return sum;
}

// Namesakes in one household are few. Without this bound the class could take over matches that have moved house.
void bound_namesakes(FieldModel& field) {
  const int different = different_level(field.kind);
  double alike = 0;
  for (int level = 1; level < different; ++level) alike += field.m_related[level];
  if (alike <= namesakes_most) return;
  for (int level = 1; level < different; ++level) field.m_related[level] *= namesakes_most / alike;
  field.m_related[different] = 1 - namesakes_most;
}

void learn_fields(Scorer& scorer, const Sample& sample, const Expected& expected) {
  for (std::size_t f = 0; f < scorer.model.fields.size(); ++f) {
    auto& field = scorer.model.fields[f];
    const int levels = levels_count(field.kind);
    const auto match = level_sums(sample, expected.match, f);
    const auto related = level_sums(sample, expected.related, f);
    double matches = 0;
    double relateds = 0;
    for (int level = 1; level < levels; ++level) {
      matches += match[level];
      relateds += related[level];
    }
    for (int level = 1; level < levels; ++level) {
      field.m[level] = std::max((match[level] + match_pseudo_pairs * start_m(field.kind, level)) / (matches + match_pseudo_pairs), m_least);
      if (field.shared || field.inherited)
        field.m_related[level] = std::max((related[level] + related_pseudo_pairs * start_m_related(field, level)) /
                                              (relateds + related_pseudo_pairs), m_least);
    }
    if (field.inherited) bound_namesakes(field);
  }
}

void learn_dependences(Scorer& scorer, const Sample& sample, const Expected& expected) {
  for (auto& link : scorer.model.dependences) {
    const auto& child = scorer.model.fields[link.child];
    std::array<std::array<double, levels_most>, levels_most> sum{};
    for (std::size_t k = 0; k < sample.patterns->size(); ++k) {
      const auto& levels = (*sample.patterns)[k].of;
      if (levels[link.parent] != missing_level && levels[link.child] != missing_level)
        sum[levels[link.parent]][levels[link.child]] += expected.match[k];
    }
    for (int a = 1; a < levels_count(scorer.model.fields[link.parent].kind); ++a) {
      double total = 0;
      for (const double pairs : sum[a]) total += pairs;
      for (int b = 1; b < levels_count(child.kind); ++b)
        link.m[a][b] = std::max((sum[a][b] + dependent_pseudo_pairs * child.m[b]) / (total + dependent_pseudo_pairs), m_least);
    }
  }
}

void learn_swap_and_priors(Scorer& scorer, const Sample& sample, const Expected& expected) {
  std::array<double, 3> swapped{};
  for (std::size_t k = 0; k < sample.patterns->size(); ++k)
    swapped[(*sample.patterns)[k].of[PairLevels::swap]] += expected.match[k];
  for (int swap = 1; swap <= 2; ++swap) scorer.model.m_swap[swap] = std::max(swapped[swap] / (expected.matches + 1), m_least);
  const double total = all_pairs(scorer.fields().rows);
  const double lambda = std::min(0.5, std::max(sample.pairs_each * expected.matches, 1.0) / total);
  scorer.model.prior_bits = std::log2(lambda / (1 - lambda));
  scorer.model.prior_related_bits = std::log2(std::max(sample.pairs_each * expected.relateds, 0.5) / total);
}

// The expected matches among the pairs of the sample.
double learn_from(Scorer& scorer, Sample& sample, const Options& options, int rounds) {
  const int threads = thread_count(options.threads);
  const Fields& fields = scorer.fields();
  const bool measure_email = scorer.method.dependence && fields.email != no_field && fields.given != no_field;
  double matches = 0;
  sum_chance(scorer, sample, threads);
  for (int round = 0; round < rounds; ++round) {
    const auto expected = expect(scorer, sample, threads);
    matches = expected.matches;
    learn_fields(scorer, sample, expected);
    learn_dependences(scorer, sample, expected);
    learn_swap_and_priors(scorer, sample, expected);
    scorer.refresh();
    if (round % chance_every != chance_every - 1) continue;
    if (measure_email && (round >= email_lift_from || scorer.email_lift_on)) {
      scorer.model.email_lift = measure_email_lift(scorer, options.seed, threads);
      scorer.email_lift_on = true;
    }
    scorer.refresh_chance(threads);
    sum_chance(scorer, sample, threads);
  }
  return matches;
}

}  // namespace

std::vector<ChanceSum> pattern_sums(const Scorer& scorer, const std::vector<PairLevels>& patterns) {
  std::vector<ChanceSum> sums;
  sums.reserve(patterns.size());
  for (const auto& pattern : patterns) sums.push_back(scorer.pattern_sum(pattern));
  return sums;
}

void learn_weights(Scorer& scorer, const Candidates& candidates, const Options& options, int rounds, const LearningLimits& limits) {
  Sample sample = sample_of(candidates, limits.pairs, thread_count(options.threads));
  const double matches = learn_from(scorer, sample, options, rounds);
  if (matches >= limits.matches || sample.pairs.size() == candidates.pairs.size()) return;
  sample = {{candidates.pairs.begin(), candidates.pairs.end()}, {}, &candidates.patterns, 1};
  learn_from(scorer, sample, options, rounds);
}

}  // namespace zhike::resolve
