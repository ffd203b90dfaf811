// SPDX-License-Identifier: Apache-2.0
// Which pairs of rows are worth a look: an inverted index over values and similar values.
// No blocking keys: a pair is found by whatever it has in common, and reach is next to complete.
#pragma once

#include <cstdint>
#include <vector>

#include "resolve/scorer.h"

namespace zhike::resolve {

struct Candidate {
  std::uint32_t left = 0;  // canonical rows, left < right
  std::uint32_t right = 0;
  std::uint32_t pattern = 0;  // index into Candidates::patterns
  float chance = 0;           // ChanceSum of the pair
  float chance_shared = 0;
};

struct Candidates {
  std::vector<Candidate> pairs;      // by (left, right)
  std::vector<PairLevels> patterns;  // by first appearance
  std::uint64_t met = 0;             // entries walked
  std::uint64_t compared = 0;        // pairs whose levels were looked up
};

// Pairs that share log2(rows) - 5 bits of agreement and whose evidence under the model reaches keep_bits.
Candidates find_candidates(const Scorer& scorer, const Options& options);

inline constexpr double keep_bits = -14;

}  // namespace zhike::resolve
