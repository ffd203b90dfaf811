// SPDX-License-Identifier: Apache-2.0
// How likely two values agree by chance: over the whole field (u), and for each value by how frequent it is.
// A frequent name proves little, a rare one much; the pair itself is left out of its own frequency.
#pragma once

#include <array>
#include <vector>

#include "base/large_memory.h"
#include "resolve/field.h"
#include "resolve/resolve.h"

namespace zhike::resolve {

// -log2 of the chance that a random row is at each level from this value; index 0 unused.
using ChanceBits = std::array<float, levels_most>;
// Per code of a field.
using ChanceTable = ByRarity<ChanceBits>;

// u of all fields, exact from the index of similar values. With decontaminate, the true matches among the agreeing
// pairs are taken out: u = (p - lambda m) / (1 - lambda).
void estimate_u(const Fields& fields, Model& model, bool decontaminate);
// Per field and code. Needs u.
void estimate_chance(const Fields& fields, const Model& model, const Method& method, std::vector<ChanceTable>& chance,
                     int threads);
// The same for one value of a column after the other.
class ValueChance {
 public:
  // filled: rows of the column that have a value. learned: with its u.
  ValueChance(Kind kind, double filled, const FieldModel& learned, const Method& method);
  // Of a value on `count` rows, with so many rows at each level from it.
  ChanceBits of(double count, const std::array<float, levels_most>& similar_rows) const;
  const ChanceBits& typical() const { return typical_; }  // of any value, by u
  // What counts of rows say: with the same value, at a level of similarity, with the same or a similar one.
  float equal(double rows) const;
  float alike(double rows) const;
  float unlike(double rows) const;

 private:
  Kind kind_;
  double filled_, rest_;
  int different_;
  bool pair_left_out_;
  ChanceBits typical_{};
};

}  // namespace zhike::resolve
