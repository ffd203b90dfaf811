// SPDX-License-Identifier: Apache-2.0
// Match keys: what a raw value is reduced to before it is compared. Never for stored values.
// All functions take raw UTF-8 and give UTF-8; the empty text means "nothing to compare". Safe from any thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace zhike::resolve {

// NFKC, lower case, accents off, traditional characters simplified.
std::string fold(std::string_view raw);
bool is_null_word(std::string_view raw);  // null, n/a, unknown, 未知, ...

// Folded words separated by one blank; apostrophes vanish, other punctuation separates.
std::string clean_words(std::string_view raw);
std::vector<std::string_view> split_words(std::string_view words);

std::string clean_address(std::string_view raw);     // street words spelt out; Chinese parts separated
std::string clean_phone(std::string_view raw);       // the last ten digits, * where masked; fewer than six are nothing
std::string clean_identifier(std::string_view raw);  // ASCII letters and digits, lower case, * where masked; old identity numbers made new
std::string clean_email(std::string_view raw);
std::string clean_number(std::string_view raw);      // digits, decimal point and a leading minus; else as clean_code
std::string clean_code(std::string_view raw);        // postcodes and the like: letters and digits, folded

}  // namespace zhike::resolve
