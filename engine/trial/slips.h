// SPDX-License-Identifier: Apache-2.0
// The operators that spoil a value. Each changes its text and returns the name of what it did, or "" when it could not.
#pragma once

#include <string>
#include <string_view>

#include "trial/random.h"

namespace zhike::trial {

// Shares of a slipped Chinese name: same sound 35 %, other tone 20, near sound 12, shape 13, traditional 6,
// drop, add or swap 6, title or mask 6, rare character lost 2. `by_ear` leaves only the slips of sound.
std::string_view slip_chinese_name(Random& random, std::string& name, bool by_ear, bool female);
std::string_view slip_western_name(Random& random, std::string& name);
// Keypad neighbour 40 %, transposition 30, drop or add 20, repeat 10.
std::string_view slip_digits(Random& random, std::string& digits);
// As slip_digits on the first 17; 15 % of the results get a right check character again.
std::string_view slip_id_number(Random& random, std::string& number);
// Month and day swapped, a year off, first of January, 1900-01-01. The text is YYYY-MM-DD.
std::string_view slip_date(Random& random, std::string& date);
std::string_view slip_address(Random& random, std::string& address);
std::string_view slip_letters(Random& random, std::string& text);
// 138****1234
void mask_middle(std::string& number);
std::string full_width(std::string_view text);

}  // namespace zhike::trial
