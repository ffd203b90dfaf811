// SPDX-License-Identifier: Apache-2.0
// Pairs that people have judged, and what they teach: the weights move a little, the cut moves to where same and different
// balance, and probabilities are calibrated on them. All three are bounded, so that a handful of labels, or labels of
// hard pairs only, cannot turn a good model into a bad one.
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "resolve/calibration.h"
#include "resolve/prepared.h"
#include "resolve/resolve.h"

namespace zhike::resolve {

inline constexpr std::size_t labels_same_least = 20;   // below that m does not move
inline constexpr std::size_t labels_each_least = 10;   // of same and of different, below that the cut does not move
inline constexpr double m_moves_most_bits = 1;
inline constexpr double cut_moves_most_bits = 4;

// Moves m towards the labelled true pairs: they count against 50 pseudo-pairs of the present m, and no level moves by more
// than a bit. Pairs labelled different say nothing of u, since people are asked about hard ones.
void move_weights(Prepared& prepared, const std::vector<LabelledPair>& labels);
// Where labelled pairs are as often same as different, by a logistic fit, pulled towards `cut_bits` where labels are few.
double moved_cut(const Prepared& prepared, const std::vector<LabelledPair>& labels, double cut_bits);
// The weight of each labelled pair under the present model.
std::vector<JudgedPair> judge_labels(const Prepared& prepared, const std::vector<LabelledPair>& labels);

}  // namespace zhike::resolve
