// SPDX-License-Identifier: Apache-2.0
// Learning the weights without labels: expectation-maximisation over the kept pairs with three classes,
// match, related (one household) and unrelated.
// Two classes would learn households as the match class; where there are none the related class goes to nothing.
#pragma once

#include <vector>

#include "resolve/candidates.h"
#include "resolve/scorer.h"

namespace zhike::resolve {

inline constexpr int learning_rounds = 9;
inline constexpr int more_rounds = 3;  // after aliases: the model is near its goal then

// Weights are learned from about so many pairs, and from all where these hold too few matches to tell what is rare among them.
struct LearningLimits {
  std::size_t pairs = std::size_t{1} << 19U;
  double matches = 20'000;
};

// Leaves the learned model in the scorer. Starts from the scorer's model. Where pairs are many, a part of them that does not
// depend on the order of the rows stands for all. Same result for any thread count.
void learn_weights(Scorer& scorer, const Candidates& candidates, const Options& options, int rounds, const LearningLimits& limits = {});
// What each pattern adds to the chance of a pair under the scorer's model.
std::vector<ChanceSum> pattern_sums(const Scorer& scorer, const std::vector<PairLevels>& patterns);

}  // namespace zhike::resolve
