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

Expected expect(const Scorer& scorer, const Candidates& candidates, int threads) {
  const auto scores = score_pairs(scorer, candidates, threads);
  Expected expected;
  expected.match.assign(candidates.patterns.size(), 0);
  expected.related.assign(candidates.patterns.size(), 0);
  std::vector<std::pair<float, float>> share(scores.size());
  parallel_pieces(scores.size(), piece, threads, [&](std::size_t first, std::size_t last, int) {
    for (std::size_t k = first; k < last; ++k) {
      const double match = 1 / (1 + std::exp2(-scores[k].weight));
      share[k] = {static_cast<float>(match), static_cast<float>((1 - match) / (1 + std::exp2(-scores[k].related)))};
    }
  });
  for (std::size_t k = 0; k < share.size(); ++k) {
    const auto pattern = candidates.pairs[k].pattern;
    expected.match[pattern] += share[k].first;
    expected.related[pattern] += share[k].second;
    expected.matches += share[k].first;
    expected.relateds += share[k].second;
  }
  return expected;
}

// Shares of the levels of one field among the expected pairs of a class; missing pairs do not count.
std::array<double, levels_most> level_sums(const Candidates& candidates, const std::vector<double>& pairs, std::size_t f) {
  std::array<double, levels_most> sum{};
  for (std::size_t k = 0; k < pairs.size(); ++k)
    if (const int level = candidates.patterns[k].of[f]; level != missing_level) sum[level] += pairs[k];
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

void learn_fields(Scorer& scorer, const Candidates& candidates, const Expected& expected) {
  for (std::size_t f = 0; f < scorer.model.fields.size(); ++f) {
    auto& field = scorer.model.fields[f];
    const int levels = levels_count(field.kind);
    const auto match = level_sums(candidates, expected.match, f);
    const auto related = level_sums(candidates, expected.related, f);
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

void learn_dependences(Scorer& scorer, const Candidates& candidates, const Expected& expected) {
  for (auto& link : scorer.model.dependences) {
    const auto& child = scorer.model.fields[link.child];
    std::array<std::array<double, levels_most>, levels_most> sum{};
    for (std::size_t k = 0; k < candidates.patterns.size(); ++k) {
      const auto& levels = candidates.patterns[k].of;
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

void learn_swap_and_priors(Scorer& scorer, const Candidates& candidates, const Expected& expected) {
  std::array<double, 3> swapped{};
  for (std::size_t k = 0; k < candidates.patterns.size(); ++k)
    swapped[candidates.patterns[k].of[PairLevels::swap]] += expected.match[k];
  for (int swap = 1; swap <= 2; ++swap) scorer.model.m_swap[swap] = std::max(swapped[swap] / (expected.matches + 1), m_least);
  const double total = all_pairs(scorer.fields().rows);
  const double lambda = std::min(0.5, std::max(expected.matches, 1.0) / total);
  scorer.model.prior_bits = std::log2(lambda / (1 - lambda));
  scorer.model.prior_related_bits = std::log2(std::max(expected.relateds, 0.5) / total);
}

}  // namespace

std::vector<PairScore> score_pairs(const Scorer& scorer, const Candidates& candidates, int threads) {
  std::vector<ChanceSum> of_pattern;
  of_pattern.reserve(candidates.patterns.size());
  for (const auto& pattern : candidates.patterns) of_pattern.push_back(scorer.pattern_sum(pattern));
  std::vector<PairScore> scores(candidates.pairs.size());
  parallel_pieces(scores.size(), piece, threads, [&](std::size_t first, std::size_t last, int) {
    for (std::size_t k = first; k < last; ++k) {
      const auto& pair = candidates.pairs[k];
      scores[k] = scorer.score({pair.chance, pair.chance_shared}, of_pattern[pair.pattern]);
    }
  });
  return scores;
}

void learn_weights(Scorer& scorer, Candidates& candidates, const Options& options, int rounds) {
  const int threads = thread_count(options.threads);
  const Fields& fields = scorer.fields();
  const bool measure_email = scorer.method.dependence && fields.email != no_field && fields.given != no_field;
  for (int round = 0; round < rounds; ++round) {
    const auto expected = expect(scorer, candidates, threads);
    learn_fields(scorer, candidates, expected);
    learn_dependences(scorer, candidates, expected);
    learn_swap_and_priors(scorer, candidates, expected);
    scorer.refresh();
    if (round % chance_every != chance_every - 1) continue;
    if (measure_email && (round >= email_lift_from || scorer.email_lift_on)) {
      scorer.model.email_lift = measure_email_lift(scorer, options.seed, threads);
      scorer.email_lift_on = true;
    }
    scorer.refresh_chance(threads);
    sum_chance(scorer, candidates, threads);
  }
}

}  // namespace zhike::resolve
