// SPDX-License-Identifier: Apache-2.0
// The index of similar values: per field, every pair of values that is alike but not equal, found once.
// Record pairs then look levels up instead of comparing texts.
#pragma once

#include <cstdint>

#include "resolve/field.h"

namespace zhike::resolve {

// Fills field.similar, field.similar_rows, the rarity of its values and field.rows. Candidates share 2- or 3-grams, words, pieces of numbers,
// parts of dates or a text with one letter left out; features of very many values are skipped.
void build_index(Field& field, int threads);
// The sums per level again, after levels were changed.
void count_similar_rows(Field& field, int threads);

// The rarity of the values of one field into fields.row_rarity, which must have its size. After count_similar_rows().
void set_row_rarity(Fields& fields, std::size_t field, int threads);

// The level of two values of a field, 0 when one is missing. O(log of the shorter list of similar values).
int level_of(const Field& field, std::uint32_t left, std::uint32_t right);

}  // namespace zhike::resolve
