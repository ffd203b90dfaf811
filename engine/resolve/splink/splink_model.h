// SPDX-License-Identifier: Apache-2.0
// A model of Splink 4 or 5 (its saved JSON, or bare settings), as it stands in the file.
// What is absent takes Splink's own defaults, each told in a warning; keys that mean nothing to a score are skipped, keys
// nobody knows are named.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace zhike::resolve::splink {

struct Level {
  std::string sql, label;
  bool is_null = false, is_else = false;
  double m = 0, u = 0;
  std::string tf_column;      // empty: no adjustment
  double tf_weight = 1;
  double tf_minimum_u = 0;
  bool own_u_for_tf = false;  // disable_tf_exact_match_detection
  int vector_value = -1;      // -1 for null, else counting down to 0
};
struct Comparison {
  std::string name;
  std::vector<Level> levels;
};
struct SplinkModel {
  std::string link_type = "dedupe_only";
  double prior = 0.0001;      // probability_two_random_records_match
  std::string unique_id = "unique_id", source_column = "source_dataset";
  std::vector<std::string> blocking_rules;
  std::vector<Comparison> comparisons;
  std::vector<std::string> warnings;
};

// Whether the text is a Splink model: JSON with `comparisons` and no `zhike_model`.
bool is_splink_model(std::string_view text);
// Fails with unreadable or bad_request, naming path and place.
Result<SplinkModel> read_splink_model(std::string_view text, const std::string& path);

}  // namespace zhike::resolve::splink
