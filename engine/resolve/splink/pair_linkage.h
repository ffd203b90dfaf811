// SPDX-License-Identifier: Apache-2.0
// Average linkage over scored pairs, best first: two clusters join while the weighted mean of all their pairs lies above
// the cut. A pair that was not scored votes with the prior.
#pragma once

#include <cstdint>
#include <vector>

namespace zhike::resolve::splink {

struct PairVote {
  std::uint32_t left = 0, right = 0;
  double bits = 0;
  double weight = 1;  // how much the pair can say
};
// The smallest member of the cluster of each of `count` items.
std::vector<std::uint32_t> link_pairs(std::size_t count, const std::vector<PairVote>& votes, double prior_bits, double cut_bits);
// Connected components.
std::vector<std::uint32_t> connect_pairs(std::size_t count, const std::vector<PairVote>& votes);

}  // namespace zhike::resolve::splink
