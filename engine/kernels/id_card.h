// SPDX-License-Identifier: Apache-2.0
// Numbers of Chinese identity cards and of the residence permits that share their form (GB 11643).
// Only format, check digit and date can be wrong; the region is always a warning, because divisions come and go.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace zhike::kernels {

enum class IdCardKind : std::uint8_t {
  none,
  resident,             // 居民身份证, 18 characters
  resident_15,          // the form before 1999; given as 18
  hong_kong_residence,  // 港澳台居民居住证: 81, 82, 83
  macao_residence,
  taiwan_residence,
  permanent_residence,  // 外国人永久居留身份证 of 2023: first digit 9 (layout of digits 2-6 unconfirmed, so not checked)
};
enum class DivisionState : std::uint8_t { current, retired, unknown };

struct IdCard {
  IdCardKind kind = IdCardKind::none;
  bool format = false;    // length, characters
  bool checksum = false;  // MOD 11-2; always true for 15 digits, which have none
  bool date = false;      // a real calendar date from 1850 to 2100
  int sex = 0;            // 1 male, 2 female, as GB/T 2261.1
  std::array<char, 18> number{};
  std::array<char, 10> birth{};  // YYYY-MM-DD, meaningful when date
  bool valid() const { return format && checksum && date; }
  std::string_view number_text() const { return {number.data(), number.size()}; }
  std::string_view birth_text() const { return {birth.data(), birth.size()}; }
};

// Accepts 15 or 18 characters, spaces and hyphens between them, x for X, full-width after normalise().
IdCard read_id_card(std::string_view text);
// Whether the first six digits name a division, now or in the past. Slower than reading; only for warnings.
DivisionState id_card_region(const IdCard& card);
// The MOD 11-2 check character of 17 digits.
char id_card_check_character(std::string_view digits);

}  // namespace zhike::kernels
