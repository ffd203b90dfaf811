// SPDX-License-Identifier: Apache-2.0
#include "resolve/calibration.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace zhike::resolve {
namespace {

constexpr double lowest = -30, highest = 40;
constexpr double slope_prior = 8, offset_prior = 0.5;  // precision of the belief in the stated slope and in no offset

Calibration fit_isotonic(const std::vector<JudgedPair>& pairs) {
  struct Pool {
    double first = 0, last = 0, same = 0, count = 0;  // weights at its ends
    double share() const { return same / count; }
  };
  auto ordered = pairs;
  for (auto& pair : ordered) pair.weight = std::clamp(pair.weight, lowest, highest);
  std::sort(ordered.begin(), ordered.end(), [](const auto& a, const auto& b) { return a.weight < b.weight; });
  std::vector<Pool> pools;
  for (std::size_t k = 0; k < ordered.size();) {
    // Equal weights are one observation: which of them comes first must not matter.
    Pool pool{ordered[k].weight, ordered[k].weight, 0, 0};
    for (; k < ordered.size() && ordered[k].weight == pool.first; ++k) {
      pool.same += ordered[k].same ? 1 : 0;
      pool.count += 1;
    }
    pools.push_back(pool);
    while (pools.size() > 1 && pools[pools.size() - 2].share() >= pools.back().share()) {
      const Pool joined = pools.back();
      pools.pop_back();
      pools.back().last = joined.last;
      pools.back().same += joined.same;
      pools.back().count += joined.count;
    }
  }
  Calibration out;
  out.method = "isotonic";
  // Half a pair of either kind in each pool: nothing that was only sampled is certain.
  double before = 0;
  for (const auto& pool : pools) {
    before = std::max(before, (pool.same + 0.5) / (pool.count + 1));
    out.steps.emplace_back(pool.first, before);
    if (pool.last > pool.first) out.steps.emplace_back(pool.last, before);
  }
  return out;
}

}  // namespace

Calibration fit_logistic(const std::vector<JudgedPair>& pairs) {
  Calibration fit;
  fit.method = "platt";
  fit.pairs_count = pairs.size();
  const double stated = fit.slope;
  // Newton on the penalised likelihood, which is concave in slope and offset.
  for (int round = 0; round < 50; ++round) {
    double g0 = -slope_prior * (fit.slope - stated), g1 = -offset_prior * fit.offset;
    double h00 = slope_prior, h01 = 0, h11 = offset_prior;
    for (const auto& pair : pairs) {
      const double x = std::clamp(pair.weight, lowest, highest) * std::numbers::ln2;
      const double p = 1 / (1 + std::exp(-(fit.slope * x + fit.offset * std::numbers::ln2)));
      const double wrong = (pair.same ? 1 : 0) - p, spread = p * (1 - p);
      g0 += wrong * x;
      g1 += wrong * std::numbers::ln2;
      h00 += spread * x * x;
      h01 += spread * x * std::numbers::ln2;
      h11 += spread * std::numbers::ln2 * std::numbers::ln2;
    }
    const double determinant = h00 * h11 - h01 * h01;
    const double slope_step = (g0 * h11 - g1 * h01) / determinant, offset_step = (g1 * h00 - g0 * h01) / determinant;
    fit.slope = std::clamp(fit.slope + std::clamp(slope_step, -0.5, 0.5), 0.1, 2.0);
    fit.offset += std::clamp(offset_step, -2.0, 2.0);
    if (std::fabs(slope_step) + std::fabs(offset_step) < 1e-9) break;
  }
  return fit;
}

Calibration calibrate(const std::vector<JudgedPair>& pairs) {
  if (pairs.empty()) return {};
  const auto same = static_cast<std::size_t>(std::count_if(pairs.begin(), pairs.end(), [](const auto& pair) { return pair.same; }));
  if (pairs.size() < isotonic_least || std::min(same, pairs.size() - same) < isotonic_each_least) return fit_logistic(pairs);
  auto out = fit_isotonic(pairs);
  out.pairs_count = pairs.size();
  return out;
}

double probability_of(const Calibration& calibration, double weight) {
  const auto& steps = calibration.steps;
  if (steps.empty()) return 1 / (1 + std::exp2(-(calibration.slope * weight + calibration.offset)));
  const auto after = std::upper_bound(steps.begin(), steps.end(), weight, [](double x, const auto& step) { return x < step.first; });
  if (after == steps.begin()) return steps.front().second;
  if (after == steps.end()) return steps.back().second;
  const auto before = after - 1;
  return before->second + (after->second - before->second) * (weight - before->first) / (after->first - before->first);
}

double probability_of(double weight) { return probability_of(Calibration{}, weight); }

}  // namespace zhike::resolve
