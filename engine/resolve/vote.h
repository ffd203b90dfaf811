// SPDX-License-Identifier: Apache-2.0
// What one pair of rows says about joining their clusters, and the score of the votes of two clusters.
#pragma once

#include <cstdint>
#include <vector>

#include "resolve/linkage.h"

namespace zhike::resolve {

inline constexpr double forget_bits = -25;  // neighbours below this are dropped

// The votes of all cross pairs of two clusters.
struct Votes {
  std::int64_t bits = 0;    // sum of weight * weight of evidence, in fixed point
  std::int64_t weight = 0;  // fixed point
  std::uint32_t pairs = 0;
  std::uint32_t supported = 0;  // pairs that agree on more than names
  std::uint32_t forbidden = 0;

  void add(const Votes& other) {
    bits += other.bits;
    weight += other.weight;
    pairs += other.pairs;
    supported += other.supported;
    forbidden += other.forbidden;
  }
};

inline std::uint64_t key_of(std::uint32_t a, std::uint32_t b) {
  return static_cast<std::uint64_t>(a < b ? a : b) << 32 | (a < b ? b : a);
}

// Constant after construction; safe from any thread.
class Judge {
 public:
  Judge(const Scorer& scorer, const std::vector<PairLevels>& patterns, const LinkageRules& rules);

  const LinkageRules& rules() const { return *rules_; }
  // The vote of any two rows.
  Votes vote(std::uint32_t i, std::uint32_t j) const;
  Votes vote(const ScoredLink& link) const;
  // pairs: all cross pairs of the two clusters. Where votes are still missing this is an upper bound: missing pairs
  // are those that were never worth a link.
  double score(const Votes& votes, double pairs) const;

 private:
  Votes start(std::uint32_t left, std::uint32_t right, bool& counts) const;
  void fill(Votes& votes, double bits, double information) const;
  double information(const PairLevels& levels) const;
  bool supported(std::uint32_t left, std::uint32_t right, const PairLevels& levels) const;

  const Scorer* scorer_;
  const std::vector<PairLevels>* patterns_;
  const LinkageRules* rules_;
  std::vector<double> information_;          // per field
  std::vector<double> pattern_information_;  // per pattern
  std::vector<std::uint64_t> forbidden_;     // keys, sorted
};

}  // namespace zhike::resolve
