// SPDX-License-Identifier: Apache-2.0
#include "operations/text.h"

#include <cstdio>

#include "kernels/text.h"

namespace zhike::operations {
namespace {

std::string blanks(std::string_view text, int width) {
  int missing = width - static_cast<int>(kernels::display_width(text));
  return missing > 0 ? std::string(static_cast<std::size_t>(missing), ' ') : std::string();
}

}  // namespace

std::string pad(std::string_view text, int width) { return std::string(text) + blanks(text, width); }
std::string right(std::string_view text, int width) { return blanks(text, width) + std::string(text); }

std::string grouped(std::int64_t number) {
  std::string digits = std::to_string(number < 0 ? -number : number), out;
  for (std::size_t i = 0; i < digits.size(); ++i) {
    if (i > 0 && (digits.size() - i) % 3 == 0) out += ',';
    out += digits[i];
  }
  return number < 0 ? "-" + out : out;
}

std::string seconds(std::int64_t milliseconds) {
  char text[32];
  std::snprintf(text, sizeof text, "%.2f s", static_cast<double>(milliseconds) / 1000);
  return text;
}

}  // namespace zhike::operations
