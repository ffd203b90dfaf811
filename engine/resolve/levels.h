// SPDX-License-Identifier: Apache-2.0
// How alike two values of a field are, as a level of kind.h. One comparator per kind.
#pragma once

#include <bit>
#include <cmath>
#include <cstdint>
#include <string>
#include <string_view>

#include "resolve/field.h"

namespace zhike::resolve {

// Fills what the comparator of the field's kind reads: code points, tokens, days, sounds.
void prepare_values(Field& field);
// Lets go of what only comparators read, once all similar values are known. Names that may be exchanged keep their points.
void forget_texts(Field& field, bool keep_points);
// The level of two different, present values: between exact and different, or different. Symmetric.
int compare_values(const Field& field, std::uint32_t left, std::uint32_t right);

// Words of every value (text_of gives those that count) with their rarity in bits.
void prepare_tokens(Field& field, std::string (*text_of)(std::string_view value));
// Bits of the tokens both hold; tokens of four letters and more also match with one edit (two from seven letters
// on) at 0.9 of their weight. Numbers only match exactly: 12 and 13 are neighbours, not the same house.
double tokens_in_common(const Field& field, std::uint32_t left, std::uint32_t right);

// Levels that no list of similar values holds; level_beyond_index() tells them.
constexpr bool is_beyond_index(Kind kind, int level) {
  return level == different_level(kind) || (kind == Kind::date && level == near_date_level) || (kind == Kind::number && level == close_number_level);
}
// The level of two present values that the index does not hold as similar: different, or two dates that could be
// the same day with several slips (up to three digits and twelve years apart), or two numbers that lie close.
inline int level_beyond_index(const Field& field, std::uint32_t left, std::uint32_t right) {
  if (field.kind == Kind::number)
    return std::abs(field.number[left] - field.number[right]) <= field.close_within ? close_number_level : field.different();
  if (field.kind != Kind::date) return field.different();
  std::uint32_t apart = field.digits[left] ^ field.digits[right];
  apart |= apart >> 1;
  apart |= apart >> 2;
  const int years = field.days[left].year - field.days[right].year;
  const bool near = std::popcount(apart & 0x11111111U) <= 3 && years >= -12 && years <= 12;
  return near ? near_date_level : field.different();
}

}  // namespace zhike::resolve
