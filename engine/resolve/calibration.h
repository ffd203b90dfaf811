// SPDX-License-Identifier: Apache-2.0
// What a weight is worth as a probability, learned from pairs whose answer is known.
// Platt 1999 (logistic), Zadrozny and Elkan 2002 (isotonic, by pooling adjacent violators).
#pragma once

#include <vector>

#include "resolve/resolve.h"

namespace zhike::resolve {

struct JudgedPair {
  double weight = 0;
  bool same = false;
};

inline constexpr std::size_t isotonic_least = 200;       // pairs; fewer are fitted by a logistic curve
inline constexpr std::size_t isotonic_each_least = 40;   // of same and of different

// slope and offset in bits. Held near the stated slope by a weak prior, so that separable or few pairs do no harm; the slope
// stays between 0.1 and 2.
Calibration fit_logistic(const std::vector<JudgedPair>& pairs);
// Isotonic where there is enough to see, else logistic; the stated slope when no pair is known.
Calibration calibrate(const std::vector<JudgedPair>& pairs);

}  // namespace zhike::resolve
