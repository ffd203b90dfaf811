// SPDX-License-Identifier: Apache-2.0
// Papers that have a form but no check digit known to the public, and vehicle plates and postcodes.
// All functions take text in upper case without blanks, as compact_document() makes it.
#pragma once

#include <string>
#include <string_view>

namespace zhike::kernels {

std::string compact_document(std::string_view text);  // upper case, without blanks, hyphens, brackets

bool is_chinese_passport(std::string_view text);      // E12345678, EA1234567, G12345678, 14..., PE1234567
bool is_foreign_passport(std::string_view text);      // six to nine letters and digits with two digits at least: weak
bool is_mainland_permit(std::string_view text);       // 回乡证: H or M and 8 or 10 digits; compare the first nine
bool is_taiwan_permit(std::string_view text);         // 台胞证: 8 or 10 digits; compare the first eight
bool is_hong_kong_identity(std::string_view text);    // A1234563; check digit by weights 9..2 mod 11 (unconfirmed)
bool is_old_permanent_residence(std::string_view text);  // three letters and twelve digits, before 2023
bool is_plate(std::string_view text);                 // 浙A12345, 粤BD12345
bool is_postcode(std::string_view text);              // six digits, the first two in use

// What an identity number can be; the code is that of the standard's A06.
struct IdentityNumber {
  std::string number;       // in standard form
  std::string_view type;    // "01" ... "12", empty when the form is none of the known ones
  bool valid = false;       // check digit and date hold where there are any
};
IdentityNumber read_identity_number(std::string_view text);

}  // namespace zhike::kernels
