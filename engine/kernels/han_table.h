// SPDX-License-Identifier: Apache-2.0
// What is known of every Han character of U+3400 to U+9FFF: part of the program, made when it is built (tools/han_table.cpp).
#pragma once

#include <cstdint>
#include <string_view>

namespace zhike::kernels {

inline constexpr char32_t first_han = 0x3400, last_han = 0x9FFF;

struct HanEntry {
  char16_t simplified = 0;        // itself, where it is simplified already
  std::uint8_t reading_size = 0;  // 0: no reading is known
  char reading[7] = {};           // toneless, ü as v
};
static_assert(sizeof(HanEntry) == 10);

inline bool in_han_table(char32_t c) { return c >= first_han && c <= last_han; }
// c must be one of them.
const HanEntry& han_entry(char32_t c);

}  // namespace zhike::kernels
