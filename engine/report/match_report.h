// SPDX-License-Identifier: Apache-2.0
// What a match of a file found and why, as one page: columns, weights, candidates, thresholds, waterfalls, clusters.
// Unlike the quality report this page shows values of records, because whoever asks for it wants to see them; it says so.
// Plain input: this room knows no stage. Everything is in both languages.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "report/page.h"

namespace zhike::report {

struct MatchLevel {
  page::Phrase label;
  double m = 0, u = 0, bits = 0;
  std::optional<double> m_related;
};
struct MatchValue {
  std::string text;
  std::uint64_t rows_count = 0;
  double share = 0, bits = 0;
};
struct MatchField {
  page::Phrase name, kind;
  bool shared = false;
  double filled_share = 0;
  std::vector<MatchLevel> levels;
  std::vector<MatchValue> values;  // the most frequent
  std::uint64_t agree_count = 0, similar_count = 0, missing_count = 0, alone_count = 0;  // of matched pairs
};
struct MatchColumn {
  std::string name;
  page::Phrase kind, why;
  double filled_share = 0;
  std::uint64_t values_count = 0;
  bool compared = true;
};
struct MatchEvidence {
  page::Phrase field;
  std::string left, right;
  page::Phrase level;
  double bits = 0, frequency_bits = 0;
};
// prior + evidence + dependence + related = total.
struct MatchWaterfall {
  page::Phrase caption;
  std::string left_id, right_id;
  double prior_bits = 0, dependence_bits = 0, related_bits = 0, total_bits = 0, probability = 0;
  std::vector<MatchEvidence> evidence;
  page::Phrase verdict;  // one customer, or what kept them apart
};
struct MatchJoin {
  std::string left_id, right_id;
  double bits = 0;
  page::Phrase evidence;
  bool weakest = false;
};
struct MatchStory {
  page::Phrase caption;
  std::uint64_t records_count = 0;
  std::vector<page::Phrase> columns;            // fields
  std::vector<std::vector<std::string>> records;  // id, then the values as compared; the first ones
  std::vector<MatchJoin> joins;
};
struct MatchCurvePoint {
  double weight = 0, precision = 0, recall = 0, f1 = 0;
};
struct MatchReliability {
  double weight = 0, shown = 0, true_share = 0;
  std::uint64_t pairs_count = 0;
};
struct MatchScores {
  double precision = 0, recall = 0, f1 = 0, bcubed_precision = 0, bcubed_recall = 0, bcubed_f1 = 0;
};
struct MatchStep {
  page::Phrase name;
  double seconds = 0;
};
struct MatchWeightBin {
  std::int64_t weight = 0;
  std::uint64_t pairs_count = 0, joined_count = 0;
};

struct MatchReport {
  std::string title, made_at;
  bool link = false;
  bool foreign = false;            // scored with a model of another tool: its comparisons and blocking rules
  std::uint64_t records_count = 0, clusters_count = 0, largest_cluster = 0, rejected_count = 0, aliases_count = 0;
  double pairs_all = 0;
  std::uint64_t pairs_met = 0, pairs_compared = 0, pairs_kept = 0, pairs_matched = 0;
  double cut_bits = 0, prior_bits = 0, prior_related_bits = 0;
  page::Phrase weights_from;       // learned from this data, or which model
  page::Phrase calibration;        // how bits become probabilities
  std::vector<MatchStep> steps;
  std::vector<MatchColumn> columns;
  std::vector<MatchField> fields;
  std::vector<std::pair<std::uint64_t, std::uint64_t>> sizes;
  std::vector<MatchWeightBin> weights;
  std::vector<std::pair<double, double>> unlinkable;  // weight, share of records that cannot reach it
  std::uint64_t by_person_count = 0, by_shared_count = 0, by_both_count = 0;
  std::optional<double> recall, recall_low;
  std::vector<MatchCurvePoint> expected, measured;
  std::vector<MatchReliability> reliability;
  page::Phrase measured_by;        // a truth, or labelled pairs
  std::optional<MatchScores> scores;
  std::vector<MatchWaterfall> waterfalls;
  std::vector<MatchStory> stories;
  std::vector<page::Phrase> notes;
};

std::string match_html(const MatchReport& report, Language language);

}  // namespace zhike::report
