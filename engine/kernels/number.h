// SPDX-License-Identifier: Apache-2.0
// Decimal numbers as people and programs write them, as plain decimal text without loss of digits.
#pragma once

#include <string>
#include <string_view>

namespace zhike::kernels {

// 1,234.50 -> 1234.5; 1.234,50; 1 234; (12) -> -12; 12-; ¥12 12元 RMB; 1.2万 -> 12000; 5% -> 0.05; 1.5e3; full width.
// A lone comma with three digits behind it parts thousands. False when it is no number or has over 60 digits.
bool read_number(std::string_view raw, std::string& out);

}  // namespace zhike::kernels
