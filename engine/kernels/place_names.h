// SPDX-License-Identifier: Apache-2.0
// Finds names of divisions at the beginning of a text: 浙江省, 浙江, 杭州市, 杭州, 西湖区 ...
// The names down to districts are grouped by their first two characters, longest first: one look finds all that may fit.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace zhike::kernels {

struct PlaceName {
  std::string_view name;
  std::uint32_t code = 0;     // as in the table: may be retired
  std::uint32_t current = 0;  // what it became; 0 when nothing is known of that
  bool brief = false;         // without its last word: 杭州
};

// The longest name, full or short, of at most `bytes_max` bytes that the text begins with, and every division that bears
// it, provinces first. Names of one character or of more than 60 bytes are not found.
struct PlaceMatch {
  std::size_t bytes = 0;  // 0 when there is none
  std::span<const PlaceName> bearers;
};
PlaceMatch place_at(std::string_view text, std::size_t bytes_max = 60);
// The towns and streets of a district (or of a city without districts): bytes of the longest that begins the text.
struct TownMatch {
  std::uint32_t code = 0;
  std::size_t bytes = 0;
  std::string_view name;
};
TownMatch town_at(std::string_view text, std::uint32_t district);

}  // namespace zhike::kernels
