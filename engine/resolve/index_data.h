// SPDX-License-Identifier: Apache-2.0
// What the index of records holds: the learned model with its frequencies as they were then, every value with the rows
// that have it and the values similar to it, and the clusters.
// Model and frequencies stand still between full runs: a pair's weight depends on its two records only, whatever was
// added in between and in which order.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/large_memory.h"
#include "resolve/chance.h"
#include "resolve/column_decisions.h"
#include "resolve/fragments.h"
#include "resolve/index_lists.h"
#include "resolve/letters.h"
#include "resolve/prepared.h"

namespace zhike::resolve {

// Values by what they are made of: grams, words, pieces of numbers. Finds what may be similar to a text never seen.
struct Features {
  std::vector<std::uint32_t> keys;     // hashes, ascending
  GrowingLists<std::uint32_t> values;  // per key; empty at first where too many values have the feature
  std::unordered_map<std::uint32_t, std::uint32_t> later_keys;  // hash -> list
  std::array<bool, 256> alphabet{};    // bytes that the values hold
};

struct IndexField {
  std::string name;
  Kind kind = Kind::place;
  double filled = 0;                  // rows with a value, when the model was learned
  TextIndex values;                   // by code
  std::vector<std::uint32_t> count;   // per code: rows when the model was learned; 0 for values that came later
  std::vector<std::uint32_t> chance;  // per code: number in `chances`
  LargeVector<ChanceBits> chances;                // the different ones only: most values are as rare as each other
  GrowingLists<std::uint32_t> rows;
  GrowingLists<Similar> similar;
  Features features;
  std::size_t gram_length = 2;
  std::vector<std::uint8_t> keys_count;  // per code: features it has, shared or not; only where a share of them is asked for
  // What comparators take from the whole column.
  TextIndex words;
  std::vector<float> word_bits;
  std::vector<std::uint32_t> default_days;  // month * 100 + day, ascending
  std::vector<std::uint32_t> digits;        // per code: yyyymmdd, four bits a digit
  std::array<float, 512> near_dates{};      // by near_date_slot(): rows near a date of that year, on average
  double close_within = -1;                 // numbers nearer than this are close; below 0: no number is
  std::vector<std::uint32_t> same_text;     // per code: the same text in the other name field
  std::vector<Letters> letters;             // per code, of the name fields; not stored

  std::uint32_t values_count() const { return static_cast<std::uint32_t>(values.texts.size()); }
  const ChanceBits& chance_of(std::uint32_t code) const { return chances[chance[code]]; }
};

struct Neighbour {
  std::uint32_t row = 0;
  float weight = 0;
};

struct IndexData {
  static constexpr std::uint32_t nobody = 0xFFFFFFFFU;

  Model model;
  bool email_lift_on = false;
  ColumnDecisions decisions;
  std::vector<std::string> columns;  // as the first table had them
  bool ordered_by_id = false;        // ties go by record id, not by content
  std::uint64_t seed = 0;
  std::size_t model_rows = 0;
  double cut_bits = 0;
  bool name_alone_merges = true;

  std::vector<IndexField> field;
  std::size_t given = no_field;
  std::size_t family = no_field;
  std::size_t email = no_field;

  LargeVector<std::uint32_t> row_codes;  // rows * stride()
  std::vector<std::uint64_t> order;      // per row: what ties go by
  std::vector<std::int64_t> record_id;
  std::vector<std::uint32_t> cluster;    // per row: one of its rows stands for the cluster; nobody = the row was removed
  std::vector<std::uint32_t> next;       // per row: another of its cluster, in a circle
  std::unordered_map<std::int64_t, std::uint32_t> row_of;
  GrowingLists<Neighbour> edges;         // per row: pairs above edge_floor_bits
  // What people and identity rules have told, per row.
  GrowingLists<std::uint32_t> same;
  GrowingLists<std::uint32_t> different;
  std::vector<std::vector<std::uint64_t>> identity;  // per rule and row: key of the deciding text, 0 = none
  // As in Prepared; kept up to date, so that records are attached by how rare fragments are now.
  std::vector<std::uint8_t> fragment_sizes;
  FragmentCounts fragment_counts{};      // of fragment_sizes; not stored
  std::vector<double> fragment_bits;
  std::vector<std::uint32_t> fragment;   // as in Prepared, a row standing for the fragment

  void set_fragment_size(std::uint32_t row, std::uint8_t size) {
    --fragment_counts[fragment_sizes[row]];
    ++fragment_counts[fragment_sizes[row] = size];
  }

  std::size_t rows() const { return record_id.size(); }
  std::size_t stride() const { return stride_of(field.size()); }
  std::span<const std::uint32_t> codes(std::uint32_t row) const {
    return {row_codes.data() + static_cast<std::size_t>(row) * stride(), field.size()};
  }
  bool is_there(std::uint32_t row) const { return cluster[row] != nobody; }
  template <class Visit>
  void each_member(std::uint32_t row, const Visit& visit) const {
    std::uint32_t at = row;
    do {
      visit(at);
      at = next[at];
    } while (at != row);
  }
};

// Takes over what a run has found. record_ids: per row of the run's table, each once.
IndexData make_index_data(const Outcome& outcome, const std::vector<std::int64_t>& record_ids, int threads);
// Partners by row, of links between `rows` rows.
GrowingLists<std::uint32_t> partners_of(const std::vector<Link>& links, std::uint32_t rows);
// The year of a cleaned date as a place in near_dates.
inline std::size_t near_date_slot(std::string_view yyyymmdd) {
  std::size_t year = 0;
  for (const char c : yyyymmdd.substr(0, 4)) year = year * 10 + static_cast<std::size_t>(c - '0');
  return year < 1700 ? 0 : std::min<std::size_t>(year - 1700, 511);
}
inline std::uint32_t date_digits(std::string_view yyyymmdd) {
  std::uint32_t digits = 0;
  for (const char c : yyyymmdd) digits = digits << 4 | static_cast<std::uint32_t>(c - '0');
  return digits;
}
// Fills field.features from its values.
void make_features(IndexField& field);
// Fills what is not stored: letters of the names, which row is which record, and how many are in fragments.
void prepare_index_data(IndexData& data);

}  // namespace zhike::resolve
