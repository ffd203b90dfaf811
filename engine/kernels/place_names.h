// SPDX-License-Identifier: Apache-2.0
// Finds names of divisions at the beginning of a text: 浙江省, 浙江, 杭州市, 杭州, 西湖区 ...
// A hash of all names down to districts, and for each first character the lengths that occur, so most places cost one look.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace zhike::kernels {

struct PlaceName {
  std::string_view name;
  std::uint32_t code = 0;  // as in the table: may be retired
  bool brief = false;      // without its last word: 杭州
};

// Every division whose name, full or short, is exactly the text; provinces first. Empty when there is none.
std::span<const PlaceName> places_named(std::string_view name);
// Bytes of the longest name the text begins with, at most `bytes_max`; 0 when there is none.
std::size_t place_name_length(std::string_view text, std::size_t bytes_max = 60);
// The towns and streets of a district (or of a city without districts): bytes of the longest that begins the text.
struct TownMatch {
  std::uint32_t code = 0;
  std::size_t bytes = 0;
  std::string_view name;
};
TownMatch town_at(std::string_view text, std::uint32_t district);

}  // namespace zhike::kernels
