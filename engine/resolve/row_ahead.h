// SPDX-License-Identifier: Apache-2.0
// Inside the matching engine only: brings on its way from memory what the walk of the next rows will read. In a table of
// millions every list of a row lies in another place, and a walk that waits for one after the other waits most of its time.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "resolve/conjunctions.h"
#include "resolve/scorer.h"

namespace zhike::resolve {

// Where the rows behind `row` begin in an ascending list of rows. Rows stand in the order of their hashes, so the place is
// about where their share of the table says.
std::size_t place_behind(std::span<const std::uint32_t> rows, std::uint32_t row, double share);

// Constant after construction. Changes nothing but the caches.
class RowAhead {
 public:
  RowAhead(const Scorer& scorer, const Conjunctions& conjunctions, float similar_rows_most);

  // Call before each row is walked, in ascending order: each of the next four rows is one step further.
  void reach_from(std::uint32_t row) const;

 private:
  void reach_values(std::size_t row) const;
  void reach_lists(std::size_t row) const;
  void reach_similar(std::size_t row) const;
  void reach_rows(std::size_t row) const;
  unsigned levels_walked(std::size_t field, std::uint32_t code) const;

  const Fields& fields_;
  const Conjunctions& conjunctions_;
  float similar_rows_most_;
};

}  // namespace zhike::resolve
