// SPDX-License-Identifier: Apache-2.0
// Inside the matching engine only: from one row to the rows behind it that are worth keeping as pairs with it.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "base/large_memory.h"
#include "resolve/candidates.h"
#include "resolve/code_bits.h"
#include "resolve/conjunctions.h"
#include "resolve/maybe_similar.h"
#include "resolve/row_ahead.h"

namespace zhike::resolve {

struct Kept {
  std::uint32_t left = 0;
  std::uint32_t right = 0;
  std::uint64_t pattern = 0;
};

// Per field and code, the codes of its aliases; no lists for a field without any.
using AliasLists = std::vector<Lists<std::uint32_t>>;

ConjunctionLimits conjunction_limits(std::size_t rows);

// One thread's work. Only rows behind the given one in canonical order are met, so each pair is met once.
class RowWalk {
 public:
  RowWalk(const Scorer& scorer, const Conjunctions& conjunctions, const Options& options);

  std::uint64_t met = 0;       // entries walked
  std::uint64_t compared = 0;  // pairs whose levels were looked up

  // Appends the pairs of the row in no order.
  void run(std::uint32_t row, std::vector<Kept>& out);
  // Only the rows that hold an alias of one of the row's values; also those that are candidates already.
  void run_aliases(std::uint32_t row, const AliasLists& aliases, std::vector<Kept>& out);

 private:
  using Lanes = std::array<float, (fields_most + 7) / 8 * 8>;  // one per field, filled up to a multiple of eight

  // The rows of one of the present row's values.
  struct Entry {
    float bits = 0;
    std::span<const std::uint32_t> rows;
  };

  // A row that shares enough bits, with an upper bound of its weight as seen from the left row.
  struct Passed {
    std::uint32_t row = 0;
    float bound = 0;
  };
  // Bits that two fields would count twice when both are equal.
  struct Twice {
    std::size_t parent = 0;
    std::size_t child = 0;
    float bits = 0;
  };

  void start(std::uint32_t row);
  void set_exact_bits();
  void walk_similar(std::uint32_t row);
  void look_up_similar();
  bool walk_exact(std::uint32_t row);
  void walk_conjunctions(std::uint32_t row);
  void walk(std::span<const std::uint32_t> rows, std::uint32_t row);
  std::array<float, levels_most> similar_bits_of(std::size_t field) const;
  void list_similar();
  void list_entries();
  float exchanged_bits(const std::uint32_t* codes) const;
  void filter(std::uint32_t row);
  void filter_rows(std::uint32_t row, std::span<const std::uint32_t> rows, bool have_similar);
  void filter_one(std::uint32_t row, std::uint32_t other, float equal_bits, float similar);
  void set_bounds(std::uint32_t row);
  float most_unless_equal(std::size_t field) const;
  float most_beyond_index(std::size_t field) const;
  float bound_if_exchanged(const std::uint32_t* own, const std::uint32_t* other, float bound) const;
  void order_fields();
  float counted_twice(const std::uint32_t* own, const std::uint32_t* other) const;
  void drop_unlike();
  void look_at_passed(std::uint32_t row, std::vector<Kept>& out);
  bool find_levels(std::uint32_t row, const Passed& passed, PairLevels& levels) const;
  void look(std::uint32_t row, const Passed& passed, std::vector<Kept>& out);
  void set_tables(bool on, std::size_t looks);
  std::uint8_t similar_level(std::size_t field, std::uint32_t value) const;

  const Scorer& scorer_;
  const Fields& fields_;
  const Conjunctions& conjunctions_;
  RowAhead ahead_;
  double row_share_ = 0;  // of all rows, those before the present one
  bool link_only_;
  const CodeBits& code_bits_;
  bool is_met(std::uint32_t other) const { return met_[other / 64] >> (other % 64) & 1; }

  // One bit per row, set for those met: of ten million rows they stay in a near cache.
  LargeVector<std::uint64_t> met_;
  std::vector<std::uint32_t> rows_met_;  // the first met_count_ are of the present row
  std::size_t met_count_ = 0;
  // Per row the bits of similar values; only of rows_similar_ other than 0.
  LargeVector<float> similar_bits_;
  std::vector<std::uint32_t> rows_similar_;
  std::vector<Passed> rows_passed_;
  std::vector<std::vector<std::uint8_t>> table_;  // per field and code: level from the present row's value
  std::vector<Entry> entries_;
  // Of the present row.
  std::uint32_t row_ = 0;
  std::span<const std::uint32_t> codes_;
  Lanes exact_bits_{};
  Lanes most_if_equal_{};   // what a field can add to the pair's weight
  Lanes most_if_unequal_{};
  Lanes less_if_unlike_{};  // by how much that is too high when the other value stands in no list of similar ones
  std::vector<Twice> twice_;
  std::array<std::uint8_t, fields_most> order_{};  // filled fields, those that may disappoint most first
  std::size_t order_count_ = 0;
  float exchange_bits_ = 0;  // what an exchanged name would add, the name fields left out
  MaybeSimilar maybe_similar_;
  std::array<bool, fields_most> has_similar_{};
  std::array<bool, fields_most> in_table_{};
  std::array<std::uint32_t, 2> exchanged_{};
  std::array<float, 2> exchanged_bits_{};
  std::vector<std::array<float, levels_most>> start_bits_;
  std::vector<std::array<float, levels_most>> left_bits_;  // start m and chance as seen from the present row
  std::vector<std::array<float, levels_most>> beyond_most_;  // the highest chance of any value at the levels no list holds
  float bits_least_ = 0;
  std::size_t rows_most_ = 0;
  std::size_t rare_rows_ = 0;
  float similar_rows_most_ = 0;
  float bound_least_ = 0;
  double prior_ = 0;
};

}  // namespace zhike::resolve
