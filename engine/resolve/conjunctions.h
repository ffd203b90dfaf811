// SPDX-License-Identifier: Apache-2.0
// Groups of rows that have several frequent values in common: "john" is too long a list to walk, "john smith born in
// 1975" is not. They stand in for the lists that are too long, so reach does not fall as tables grow.
// A group is minimal: none of its values, and no smaller combination of them, is rare enough to be a group by itself.
#pragma once

#include <cstdint>

#include "resolve/field.h"

namespace zhike::resolve {

struct ConjunctionLimits {
  std::uint32_t frequent_above = 256;  // rows: values with longer lists are combined
  std::uint32_t rows_most = 64;        // of a group; larger ones are combined with one more value
};

struct Conjunctions {
  Lists<std::uint32_t> rows;    // per group, ascending; at least two
  Lists<std::uint32_t> groups;  // per row, the smallest group first
};

// Combines up to three values of different fields; dates also take part with their year and with month and day.
// O(rows * combinations). Same result for any thread count.
Conjunctions find_conjunctions(const Fields& fields, const ConjunctionLimits& limits, int threads);

}  // namespace zhike::resolve
