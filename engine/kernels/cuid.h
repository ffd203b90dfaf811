// SPDX-License-Identifier: Apache-2.0
// CUID: the permanent customer code, a letter, ten digits and a check character.
// Letters: P person, O organisation, H household. Check: ISO 7064 MOD 37,36 over the eleven characters before it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace zhike::kernels {

inline constexpr std::uint64_t cuid_number_max = 9'999'999'999ULL;

// The check character of any text of 0-9A-Z; '\0' when another character is in it.
char cuid_check_character(std::string_view body);
// `number` must not exceed cuid_number_max, `letter` must be P, O or H.
std::string make_cuid(char letter, std::uint64_t number);
bool is_cuid(std::string_view text);

}  // namespace zhike::kernels
