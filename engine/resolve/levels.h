// SPDX-License-Identifier: Apache-2.0
// How alike two values of a field are, as a level of kind.h. One comparator per kind.
#pragma once

#include <bit>
#include <cstdint>

#include "resolve/field.h"

namespace zhike::resolve {

// Fills what the comparator of the field's kind reads: code points, tokens, days, sounds.
void prepare_values(Field& field);
// The level of two different, present values: between exact and different, or different. Symmetric.
int compare_values(const Field& field, std::uint32_t left, std::uint32_t right);

// The level of two present values that the index does not hold as similar: different, or two dates that could be
// the same day with several slips (up to three digits and twelve years apart).
inline int level_beyond_index(const Field& field, std::uint32_t left, std::uint32_t right) {
  if (field.kind != Kind::date) return field.different();
  std::uint32_t apart = field.digits[left] ^ field.digits[right];
  apart |= apart >> 1;
  apart |= apart >> 2;
  const int years = field.days[left].year - field.days[right].year;
  const bool near = std::popcount(apart & 0x11111111U) <= 3 && years >= -12 && years <= 12;
  return near ? near_date_level : field.different();
}

}  // namespace zhike::resolve
