// SPDX-License-Identifier: Apache-2.0
// Clusters by weighted average linkage, best first. Connected components would chain strangers together.
// Two clusters are judged by all their cross pairs, also those that were never candidates; each pair votes with the
// square of the information it carries.
// Sums are whole numbers and ties go by canonical row, so neither order nor threads can change the result.
#pragma once

#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "resolve/scorer.h"

namespace zhike::resolve {

struct Link {
  std::uint32_t left = 0;  // canonical rows, left < right
  std::uint32_t right = 0;
};

// A pair scored above edge_floor_bits.
struct ScoredLink {
  std::uint32_t left = 0;
  std::uint32_t right = 0;
  float weight = 0;
  float related = 0;
  std::uint32_t pattern = 0;  // index of its levels
};

struct LinkageRules {
  double cut_bits = 0;
  bool name_alone_merges = true;
  bool link_only = false;
  std::vector<Link> same;
  std::vector<Link> different;
  std::vector<std::vector<std::uint32_t>> exclusive;  // per canonical row; clusters with different codes stay apart
};

struct Linkage {
  std::vector<std::uint32_t> cluster;  // per canonical row: the smallest row of its cluster
  std::vector<Link> contradicted;      // rules of `same` that `different` forbids
  // Per canonical row, after a second look (fragments.h): the fragment that it came into its cluster with; no_fragment where
  // linkage put it there. Empty without a second look.
  std::vector<std::uint32_t> fragment;
};
inline constexpr std::uint32_t no_fragment = 0xFFFFFFFFU;

// links: by (left, right), each pair once. Connected rows are worked on by themselves, so threads share nothing.
// O(links log links + cross pairs of merged clusters).
Linkage link_clusters(const Scorer& scorer, std::span<const ScoredLink> links, const std::vector<PairLevels>& patterns,
                      const LinkageRules& rules, int threads);
// The score at which two clusters (canonical rows) would merge, from all their cross pairs. For explanations.
double score_of_clusters(const Scorer& scorer, const std::vector<std::uint32_t>& left, const std::vector<std::uint32_t>& right,
                         const LinkageRules& rules);

}  // namespace zhike::resolve
