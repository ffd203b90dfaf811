// SPDX-License-Identifier: Apache-2.0
// What a pair could weigh at most, but for one_sided_slack (candidates.h), as seen from the record asked about: of many rows
// that share enough with it few need a look at every field. As the batch's walk (row_walk.h), under the index's learned
// model and in one pass.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "resolve/index_data.h"
#include "resolve/index_query.h"
#include "resolve/letters.h"
#include "resolve/maybe_similar.h"
#include "resolve/model_logs.h"

namespace zhike::resolve {

// Set for one record at a time.
class IndexBound {
 public:
  IndexBound(const IndexData& data, const ModelLogs& logs, const MaybeSimilar& maybe_similar);

  // Per field, a bit for every level at which the record's value has similar ones; of these, the levels whose chance is
  // known for each row and given to may_reach().
  void set(const Query& query, std::span<const std::uint32_t> levels, std::span<const std::uint32_t> known);
  // Whether a pair with a row of these codes could weigh so many bits. known_bits: chance of the row's similar values.
  bool may_reach(std::span<const std::uint32_t> codes, float known_bits, double bits) const;
  // The chance of a level, seen from both sides where the other side could say much more: of values that differ.
  float most_chance(std::size_t field, const QueryValue& value, int level) const;
  // Whether given and family name could stand in each other's place.
  bool may_be_exchanged(std::span<const std::uint32_t> codes) const;
  // Asks the memory for what may_be_exchanged() will look at.
  void fetch_letters(std::span<const std::uint32_t> codes) const {
    if (data_.given == no_field) return;
    __builtin_prefetch(&data_.field[data_.given].letters[codes[data_.given]]);
    __builtin_prefetch(&data_.field[data_.family].letters[codes[data_.family]]);
  }

 private:
  // Bits that two fields together add to those of each.
  struct Together {
    std::uint32_t fields = 0;     // a bit for each of the two
    std::array<float, 4> bits{};  // 0: not both have a value, 1: both have, 3: both have the record's
  };
  float most_of(std::size_t field, const QueryValue& value, std::uint32_t levels, std::uint32_t known) const;
  Together together(std::size_t link, const Query& query) const;
  Letters letters_of_value(const Query& query, std::size_t field) const;

  const IndexData& data_;
  const ModelLogs& logs_;
  const MaybeSimilar& maybe_similar_;
  std::vector<float> together_most_;  // per dependence
  std::vector<float> different_most_;  // per field: the highest chance of "different" of any value
  std::array<std::uint32_t, fields_most> own_{};
  std::array<std::array<float, 4>, fields_most> by_code_{};  // 0: the row has no value, 1: another one, 2: maybe a similar one, 3: the same
  std::vector<Together> together_;
  Letters given_, family_;
};

}  // namespace zhike::resolve
