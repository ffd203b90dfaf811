// SPDX-License-Identifier: Apache-2.0
// Scores pairs of records as Splink does with the same model: the first true level of each comparison, m/u, and the
// adjustment for term frequency. Weights agree with Splink's to 1e-6 (bits).
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "resolve/resolve.h"
#include "resolve/splink/condition_lake.h"
#include "resolve/splink/expression.h"
#include "resolve/splink/splink_model.h"

namespace zhike::resolve::splink {

struct ScoredLevel {
  const Level* level = nullptr;
  std::optional<Expression> expression;      // none: ELSE, or left to DuckDB
  bool in_duckdb = false;
  double bits = 0;                           // log2(m / u)
  std::optional<std::size_t> frequency;      // index of the frequency table of its adjustment
  double log_u_exact = 0;
};

class SplinkScorer {
 public:
  // order: rows of the table by unique id, which is how Splink decides who is left. Adds to the warnings what runs in
  // DuckDB. Fails with bad_request for a column the data lacks, with the nearest there is.
  static Result<std::unique_ptr<SplinkScorer>> make(const Table& table, const std::vector<std::string>& ids, SplinkModel model, std::vector<std::string>& warnings);

  const SplinkModel& model() const { return model_; }
  std::size_t comparisons_count() const { return levels_.size(); }
  const std::vector<ScoredLevel>& levels(std::size_t comparison) const { return levels_[comparison]; }
  const std::vector<std::uint32_t>& order() const { return order_; }  // row of the table by position
  bool is_native() const { return native_; }

  // The pairs the blocking rules make (all pairs when there are none), by position, with the number of the first rule.
  Result<std::vector<std::pair<RowPair, std::uint32_t>>> block(bool link_only, const std::vector<std::uint32_t>& source, std::vector<std::string>& warnings);
  // Index of the level of every comparison for every pair, comparisons side by side.
  Result<std::vector<std::uint8_t>> find_levels(const std::vector<RowPair>& pairs, int threads);
  double weight(RowPair pair, const std::uint8_t* levels) const;
  // Bits of one comparison: of its level, and of the frequency of the values.
  std::pair<double, double> bits(std::size_t comparison, RowPair pair, std::uint8_t level) const;
  double prior_bits() const { return prior_bits_; }
  // What the comparison looks at, for people: the first column it reads.
  std::string shown_value(std::size_t comparison, std::uint32_t position) const;

 private:
  SplinkScorer(const Table& table, SplinkModel model) : table_(table), model_(std::move(model)) {}
  Status read_conditions(std::vector<std::string>& warnings);
  Status read_adjustments();
  Result<ColumnSide> find_column(std::string_view table, std::string_view name) const;
  Result<std::vector<RowPair>> block_by(const std::string& rule, bool link_only, const std::vector<std::uint32_t>& source, std::vector<std::string>& warnings);
  PairCells cells(RowPair pair) const { return {&cells_[pair.first], &cells_[pair.second]}; }

  const Table& table_;
  SplinkModel model_;
  std::vector<std::string> names_;  // columns, lower case
  std::vector<std::uint32_t> order_;
  std::vector<std::vector<std::string_view>> cells_;  // by position
  std::vector<std::vector<ScoredLevel>> levels_;
  std::vector<std::vector<double>> frequency_;  // per adjusted column: share of the value of each position, 0 = missing
  std::vector<std::uint32_t> frequency_column_;
  std::unique_ptr<ConditionLake> lake_;
  double prior_bits_ = 0;
  bool native_ = true;
};

}  // namespace zhike::resolve::splink
