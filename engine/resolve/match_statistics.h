// SPDX-License-Identifier: Apache-2.0
// Figures about a finished match, for people: how strong the evidence is, which records cannot be matched at all, how
// many true pairs were probably never met, and what another cut would have done.
// All counts; nothing here changes an outcome. Rows are rows of the table.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "resolve/calibration.h"
#include "resolve/resolve.h"

namespace zhike::resolve {

// How much a record could ever prove: the weight of a record against itself. A record whose weight stays below a line
// can not be linked at that line, whatever stands beside it. O(records * fields).
std::vector<float> self_weights(const Outcome& outcome);

struct Value {
  std::string text;
  std::uint64_t rows_count = 0;
  double share = 0;       // of the rows that have a value
  double bits = 0;        // what exact agreement on it is worth
};
// The most frequent values of each field of the model, most frequent first, by text where equally frequent.
std::vector<std::vector<Value>> frequent_values(const Outcome& outcome, std::size_t most);

// Of the matched pairs, how many agree on the field, and how many would be found by that field alone.
struct FieldReach {
  std::uint64_t agree_count = 0;
  std::uint64_t similar_count = 0;  // agree in part
  std::uint64_t missing_count = 0;  // empty on a side
  std::uint64_t alone_count = 0;    // enough to be met without any other field
};
// Two captures of the same pairs: by the fields that speak for a person, and by the others. How many both missed follows
// from their overlap (Chapman 1951), if errors in the two are independent. No estimate where a side finds too few.
struct Reach {
  std::vector<FieldReach> fields;
  std::uint64_t matched_count = 0;  // edges above the cut inside clusters
  std::uint64_t by_person_count = 0, by_shared_count = 0, by_both_count = 0;
  std::optional<double> recall, recall_low;  // share of true pairs that were met; lower end of the 95 % interval
};
Reach estimate_reach(const Outcome& outcome);

// Precision and recall when pairs of at least this weight are taken, of pairs (edge level).
struct ThresholdPoint {
  double weight = 0;
  double precision = 0;
  double recall = 0;
  double f1() const { return precision + recall > 0 ? 2 * precision * recall / (precision + recall) : 0; }
};
// Expected, from calibrated probabilities alone. Half a bit apart.
std::vector<ThresholdPoint> expected_thresholds(const Outcome& outcome);
// Edges between rows of known entity (0 = unknown), judged by it; and how many pairs of one entity there are in all.
std::vector<JudgedPair> judge_edges(const Outcome& outcome, std::span<const std::uint32_t> entity);
double true_pairs(std::span<const std::uint32_t> entity);
// Measured on judged pairs; all_true: true pairs in all, those never met included.
std::vector<ThresholdPoint> measured_thresholds(const std::vector<JudgedPair>& pairs, double all_true);

// Judged pairs in bins of two bits: shown probability against the share that is true.
struct ReliabilityBin {
  double weight = 0;       // middle
  double shown = 0;        // mean calibrated probability
  double true_share = 0;
  std::uint64_t pairs_count = 0;
};
std::vector<ReliabilityBin> reliability(const Calibration& calibration, const std::vector<JudgedPair>& pairs);
// The same where the calibration was learned from these very pairs: each fifth is shown by a curve learned from the rest.
std::vector<ReliabilityBin> held_out_reliability(const std::vector<JudgedPair>& pairs);

// Pairwise and B-cubed scores of the clusters over rows with a known entity.
struct ClusterScores {
  double precision = 0, recall = 0, bcubed_precision = 0, bcubed_recall = 0;
};
ClusterScores score_clusters(const Outcome& outcome, std::span<const std::uint32_t> entity);

// The values of a row as they were compared, by field of the model.
std::vector<std::string> compared_values(const Outcome& outcome, std::uint32_t row);

// Edges by weight in steps of two bits: lower end, all, and those inside clusters.
struct WeightBin {
  std::int64_t weight = 0;
  std::uint64_t pairs_count = 0;
  std::uint64_t joined_count = 0;
};
std::vector<WeightBin> weight_histogram(const Outcome& outcome);
// Clusters by size: size and how many.
std::vector<std::pair<std::uint64_t, std::uint64_t>> cluster_sizes(const Outcome& outcome);

}  // namespace zhike::resolve
