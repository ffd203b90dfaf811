// SPDX-License-Identifier: Apache-2.0
// Valid identifiers for generated customers: ID numbers, company codes, phones, e-mail, WeChat.
// Written apart from the checks in kernels, so that each proves the other.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "trial/random.h"

namespace zhike::trial {

// GB 11643: region (6), birth date YYYYMMDD, sequence 0 to 999 (odd = male), check character MOD 11-2.
std::string id_number(std::string_view region, std::string_view birth, int sequence);
char id_check_character(std::string_view first_seventeen);
// GB 32100: '9', category ('1' company, '2' sole trader), region, organisation code of GB 11714, check character mod 31.
// `serial` makes it unique.
std::string company_code(char category, std::string_view region, std::uint64_t serial);
std::string tax_number(std::uint64_t serial);       // of a Western company, 12-3456789
std::string mobile_number(std::uint64_t serial);    // mainland, unique below 3.9e9
std::string western_phone(std::uint64_t serial, std::string_view country);
std::string passport_number(std::uint64_t serial);
std::string bank_card(std::uint64_t serial);        // Luhn holds
std::string wechat_id(Random& random, std::string_view prefix, int length);
std::string device_id(Random& random, bool apple);  // OAID or IDFV form

}  // namespace zhike::trial
