// SPDX-License-Identifier: Apache-2.0
// What a pair could weigh at most, but for one_sided_slack (candidates.h), as seen from the record asked about: of many rows
// that share enough with it few need a look at every field. The same bound as that of the batch's walk (row_walk.h), under
// the index's learned model.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "resolve/index_data.h"
#include "resolve/index_query.h"
#include "resolve/letters.h"
#include "resolve/model_logs.h"

namespace zhike::resolve {

// Set for one record at a time.
class IndexBound {
 public:
  IndexBound(const IndexData& data, const ModelLogs& logs);

  // Per field, a bit for every level at which the record's value has similar ones; of these, the levels whose chance is
  // known for each row and given to may_reach().
  void set(const Query& query, std::span<const std::uint32_t> levels, std::span<const std::uint32_t> known);
  // Whether a pair with a row of these codes could weigh so many bits. known_bits: chance of the row's similar values.
  bool may_reach(std::span<const std::uint32_t> codes, float known_bits, double bits) const;
  // The chance of a level, seen from both sides where the other side could say much more: of values that differ.
  float most_chance(std::size_t field, const QueryValue& value, int level) const;
  // Whether given and family name could stand in each other's place.
  bool may_be_exchanged(std::span<const std::uint32_t> codes) const;

 private:
  // Bits that two fields together add to those of each.
  struct Together {
    std::size_t parent = 0;
    std::size_t child = 0;
    float if_equal = 0;
    float otherwise = 0;
  };
  float most_unless_equal(std::size_t field, const QueryValue& value, std::uint32_t levels, std::uint32_t known) const;
  Together together(std::size_t link, const Query& query) const;
  Letters letters_of_value(const Query& query, std::size_t field) const;

  const IndexData& data_;
  const ModelLogs& logs_;
  std::vector<float> together_most_;  // per dependence
  std::vector<float> different_most_;  // per field: the highest chance of "different" of any value
  std::array<std::uint32_t, fields_most> own_{};
  std::array<float, fields_most> if_equal_{};
  std::array<float, fields_most> if_unequal_{};
  std::vector<Together> together_;
  Letters given_, family_;
};

}  // namespace zhike::resolve
