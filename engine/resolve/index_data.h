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
#include "base/result.h"
#include "resolve/chance.h"
#include "resolve/column_decisions.h"
#include "resolve/fragments.h"
#include "resolve/index_lists.h"
#include "resolve/letters.h"
#include "resolve/prepared.h"

namespace zhike::resolve {

// Values by what they are made of: grams, words, pieces of numbers. Finds what may be similar to a text never seen.
struct Features {
  UnfilledVector<std::uint32_t> keys;  // hashes, ascending
  GrowingLists<std::uint32_t> values;  // per key; empty at first where too many values have the feature
  std::unordered_map<std::uint32_t, std::uint32_t> later_keys;  // hash -> list
  std::array<bool, 256> alphabet{};    // bytes that the values hold
};

// A similar value in half the room: the lists of them are a third of an index.
struct StoredSimilar {
  StoredSimilar() = default;
  StoredSimilar(std::uint32_t code, std::uint8_t at_level) : value(code & value_most), level(at_level & level_most) {
    ZK_ASSERT(code <= value_most);
    ZK_ASSERT(at_level <= level_most);
  }
  // Read and written as the other.
  StoredSimilar(const Similar& similar) : StoredSimilar(similar.value, similar.level) {}
  operator Similar() const { return {value, static_cast<std::uint8_t>(level)}; }
  static constexpr std::uint32_t value_most = (1U << 28) - 1, level_most = 15;
  std::uint32_t value : 28 = 0;
  std::uint32_t level : 4 = 0;
};

struct IndexField {
  std::string name;
  Kind kind = Kind::place;
  double filled = 0;                  // rows with a value, when the model was learned
  TextIndex values;                   // by code
  UnfilledVector<std::uint32_t> count;   // per code: rows when the model was learned; 0 for values that came later
  UnfilledVector<std::uint32_t> chance;  // per code: number in `chances`
  UnfilledVector<ChanceBits> chances;    // the different ones only: most values are as rare as each other
  GrowingLists<std::uint32_t> rows;
  GrowingLists<StoredSimilar> similar;
  Features features;
  std::size_t gram_length = 2;
  UnfilledVector<std::uint8_t> keys_count;  // per code: features it has, shared or not; only where a share of them is asked for
  // What comparators take from the whole column.
  TextIndex words;
  std::vector<float> word_bits;
  std::vector<std::uint32_t> default_days;  // month * 100 + day, ascending
  UnfilledVector<std::uint32_t> digits;     // per code: yyyymmdd, four bits a digit
  std::array<float, 512> near_dates{};      // by near_date_slot(): rows near a date of that year, on average
  double close_within = -1;                 // numbers nearer than this are close; below 0: no number is
  UnfilledVector<std::uint32_t> same_text;  // per code: the same text in the other name field
  UnfilledVector<Letters> letters;          // per code, of the name fields

  std::uint32_t values_count() const { return static_cast<std::uint32_t>(values.texts.size()); }
  const ChanceBits& chance_of(std::uint32_t code) const { return chances[chance[code]]; }
};

struct Neighbour {
  std::uint32_t row = 0;
  float weight = 0;
};

// What the index looked like when its changes began to be watched: later rows, values and features are behind these.
struct IndexMarks {
  bool is_on = false;
  std::uint32_t rows = 0;
  std::vector<std::uint32_t> values, chances, features;  // per field
  std::vector<std::uint32_t> touched;                    // rows before the mark; a row may stand in it several times
};

struct IndexData {
  static constexpr std::uint32_t nobody = 0xFFFFFFFFU;

  Model model;
  bool email_lift_on = false;
  ColumnDecisions decisions;
  std::vector<std::string> columns;  // as the first table had them
  bool ordered_by_id = false;        // ties go by record id, not by content
  std::uint64_t seed = 0;
  std::size_t model_rows = 0;    // rows when the model was learned
  std::size_t counted_rows = 0;  // rows when the values were counted last
  double counted_pairs = 0;      // pairs of rows within a cluster then
  double cut_bits = 0;
  bool name_alone_merges = true;

  std::vector<IndexField> field;
  std::size_t given = no_field;
  std::size_t family = no_field;
  std::size_t email = no_field;

  UnfilledVector<std::uint32_t> row_codes;  // rows * stride()
  UnfilledVector<std::uint64_t> order;      // per row: what ties go by
  UnfilledVector<std::int64_t> record_id;
  UnfilledVector<std::uint32_t> cluster;    // per row: one of its rows stands for the cluster; nobody = the row was removed
  UnfilledVector<std::uint32_t> next;       // per row: another of its cluster, in a circle
  RowSlots row_slots;                       // not stored
  std::size_t records_count = 0;            // rows that are there; not stored
  GrowingLists<Neighbour> edges;            // per row: pairs above edge_floor_bits
  // What people and identity rules have told, per row.
  GrowingLists<std::uint32_t> same;
  GrowingLists<std::uint32_t> different;
  std::vector<UnfilledVector<std::uint64_t>> identity;  // per rule and row: key of the deciding text, 0 = none
  // As in Prepared; kept up to date, so that records are attached by how rare fragments are now.
  UnfilledVector<std::uint8_t> fragment_sizes;
  FragmentCounts fragment_counts{};         // of fragment_sizes; not stored
  std::vector<double> fragment_bits;
  UnfilledVector<std::uint32_t> fragment;   // as in Prepared, a row standing for the fragment
  IndexMarks marks;                         // not stored

  // What is known of a row changes through these three only, so that it can be told what has changed.
  void set_fragment(std::uint32_t row, std::uint8_t size, std::uint32_t standing_for_it) {
    --fragment_counts[fragment_sizes[row]];
    ++fragment_counts[fragment_sizes[row] = size];
    fragment[row] = standing_for_it;
    touch(row);
  }
  void set_cluster(std::uint32_t row, std::uint32_t label, std::uint32_t next_row) {
    cluster[row] = label;
    next[row] = next_row;
    touch(row);
  }
  void set_identity(std::size_t rule, std::uint32_t row, std::uint64_t key) {
    identity[rule][row] = key;
    touch(row);
  }
  void touch(std::uint32_t row) {
    if (marks.is_on && row < marks.rows) marks.touched.push_back(row);
  }

  // The row of a record that is there, or nobody.
  std::uint32_t row_of(std::int64_t id) const {
    return row_slots.find(id, [&](std::uint32_t row) { return record_id[row] == id && is_there(row); });
  }
  // Takes the last row into row_slots.
  void note_last_row();

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

// Numbers the different chances of a field; in the order of the codes.
void take_chances(IndexField& out, const ChanceTable& chance, std::size_t codes);
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
// Pairs of rows within a cluster.
double pairs_within(const IndexData& data);
// Fills field.features from its values.
void make_features(IndexField& field);
// Fills what is not stored: which row is which record, and how many are in fragments.
void prepare_index_data(IndexData& data);

}  // namespace zhike::resolve
