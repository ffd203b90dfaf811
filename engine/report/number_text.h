// SPDX-License-Identifier: Apache-2.0
// Numbers as people read them. A share that is not whole is never shown as 0 % or 100 %.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace zhike::report {

std::string grouped(std::int64_t number);            // 1,037,220
std::string fixed(double number, int decimals);      // 3.14; grouped above a thousand
std::string percent(std::optional<double> share);    // 92.4%; -- for none
std::string points(std::optional<double> change);    // +1.4 or -0.3 percentage points; empty for none
std::string seconds(std::int64_t milliseconds);      // 0.35 s, 12.4 s
std::string file_size(std::int64_t bytes);           // 4.2 MB

}  // namespace zhike::report
