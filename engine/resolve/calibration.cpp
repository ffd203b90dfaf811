// SPDX-License-Identifier: Apache-2.0
#include "resolve/calibration.h"

#include <algorithm>
#include <cmath>

namespace zhike::resolve {

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
