// SPDX-License-Identifier: Apache-2.0
// Bank card numbers: the Luhn check, and the only form in which Zhike keeps one.
#pragma once

#include <string>
#include <string_view>

namespace zhike::kernels {

bool luhn_holds(std::string_view digits);     // digits only; false for the empty text
bool is_bank_card(std::string_view text);     // 13 to 19 digits, blanks and hyphens allowed, Luhn
// "622588******6868": issuer (6 digits) and the last four. The number itself is never stored (PCI DSS 3.4).
// A text that is masked in this way already, or a token of 32 to 64 letters and digits, stays. False otherwise.
bool mask_bank_card(std::string_view text, std::string& out);

}  // namespace zhike::kernels
