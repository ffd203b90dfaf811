// SPDX-License-Identifier: Apache-2.0
// From counts to ratios, targets and judgements: arithmetic only.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "measure/quality_counts.h"
#include "measure/quality_plan.h"

namespace zhike::measure {

// A ratio within this distance below its target is `warn`, further below `bad`.
inline constexpr double warn_margin = 0.05;

struct QualityRow {
  std::string dimension, scope, name;
  std::int64_t numerator = 0, denominator = 0;
  // Of one thing numerator / denominator. Of several fields the mean of their ratios, weighted by how much each is
  // required (must 3, conditional 2, optional 1), so that a long column does not drown a short one.
  std::optional<double> ratio;
  std::optional<double> target;
  std::optional<double> previous;
  std::optional<double> coverage;  // accuracy: share of the values that had a reference
};

// good, warn, bad; unmeasured when there is no ratio; empty when there is no target.
std::string judgement_of(const QualityRow& row);

// Rows of every scope: total, field, category, info_type, department, source.
std::vector<QualityRow> quality_rows(const Plan& plan, const Counts& counts);

// "dimension|scope|name" of a row, for finding it in the run before.
std::string key_of(const QualityRow& row);

}  // namespace zhike::measure
