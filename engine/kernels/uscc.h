// SPDX-License-Identifier: Apache-2.0
// Numbers of organisations: unified social credit code (GB 32100-2015), organisation code (GB 11714-1997) and the
// old registration number of companies (GS15-2006).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace zhike::kernels {

struct Uscc {
  bool format = false;             // 18 characters of the alphabet without I O S V Z
  bool checksum = false;           // MOD 31-3
  bool category = false;           // department and category stand in the table of GB 32100
  bool organisation_code = false;  // the inner code's own check digit (some early codes break it: a warning)
  bool personal() const { return individual_business; }
  bool individual_business = false;  // 92: one person's business, to be treated as personal information
  std::string number;                // upper case, without blanks and hyphens
  bool valid() const { return format && checksum && category; }
};
Uscc read_uscc(std::string_view text);
// The check character of the first 17 characters, '\0' when one is outside the alphabet.
char uscc_check_character(std::string_view text);

bool is_organisation_code(std::string_view text);    // 600037341, 60003734-1
bool is_registration_number(std::string_view text);  // 15 digits, MOD 11,10

}  // namespace zhike::kernels
