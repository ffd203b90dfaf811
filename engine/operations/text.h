// SPDX-License-Identifier: Apache-2.0
// Inside the operations room only: the few shapes of text every operation's answer uses. Widths are terminal columns.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace zhike::operations {

std::string pad(std::string_view text, int width);    // to the right, Chinese counts two
std::string right(std::string_view text, int width);  // to the left
std::string grouped(std::int64_t number);             // 1,234,567
std::string decimal(double number);                   // 12.3
std::string seconds(std::int64_t milliseconds);       // 1.25 s

}  // namespace zhike::operations
