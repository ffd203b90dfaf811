// SPDX-License-Identifier: Apache-2.0
// A table matched with a Splink model: its blocking rules, its scores, and clusters either as Splink makes them (connected
// components of pairs above a probability) or by average linkage on the same scores, which does not chain strangers.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "resolve/resolve.h"
#include "resolve/splink/splink_scorer.h"

namespace zhike::resolve::splink {

struct SplinkOptions {
  std::optional<double> threshold;  // match probability: connected components; none: linkage, cut at cut_bits
  double cut_bits = 0;
  bool link_only = false;
  int threads = 0;
  std::function<bool(std::string_view step, double share)> progress;
};

struct SplinkPair {
  std::uint32_t left = 0, right = 0;  // positions in SplinkScorer::order
  double weight = 0;
  std::uint32_t rule = 0;
};

struct SplinkOutcome {
  std::vector<std::uint32_t> cluster;  // per row of the table: the smallest row of its cluster
  std::vector<SplinkPair> pairs;       // by (left, right)
  std::vector<std::uint8_t> levels;    // comparisons side by side, pair by pair
  std::vector<std::string> warnings;
  std::vector<Step> steps;
  std::uint64_t clusters_count = 0, largest_cluster = 0;
  std::unique_ptr<SplinkScorer> scorer;
};

// ids: unique id of each row. The table must outlive the outcome.
Result<SplinkOutcome> match_splink(const Table& table, const std::vector<std::string>& ids, SplinkModel model, const SplinkOptions& options);

// Splink's own probability: the odds of the weight.
double splink_probability(double weight);
// The waterfall of two rows of the table; also of a pair that was never blocked. Fails when a condition needs DuckDB and it refuses.
Result<Waterfall> explain_splink(const SplinkOutcome& outcome, std::uint32_t left, std::uint32_t right);

}  // namespace zhike::resolve::splink
