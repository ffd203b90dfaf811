// SPDX-License-Identifier: Apache-2.0
// Machine-readable zones of travel documents (ICAO 9303): check digits and the second line of a passport.
#pragma once

#include <string>
#include <string_view>

namespace zhike::kernels {

// Weights 7 3 1 over 0-9, A-Z (10 to 35) and < (0), mod 10. '\0' when another character is in the text.
char mrz_check_digit(std::string_view text);

struct Mrz {
  bool valid = false;     // every check digit holds, the composite one included
  std::string number;     // without fillers
  std::string nationality;  // ISO 3166-1 alpha-3
  std::string birth;      // YYMMDD: the century is not in the document
  std::string expiry;     // YYMMDD
  char sex = '<';         // M, F or <
};
Mrz read_passport_mrz(std::string_view second_line);  // 44 characters

}  // namespace zhike::kernels
