// SPDX-License-Identifier: Apache-2.0
#include "operations/text.h"

#include <cstdio>

#include "report/number_text.h"
#include "report/table.h"

namespace zhike::operations {

std::string pad(std::string_view text, int width) { return report::padded(text, width); }
std::string right(std::string_view text, int width) { return report::padded(text, width, true); }

std::string grouped(std::int64_t number) { return report::grouped(number); }

std::string decimal(double number) {
  char text[32];
  std::snprintf(text, sizeof text, "%.1f", number);
  return text;
}

std::string seconds(std::int64_t milliseconds) {
  char text[32];
  std::snprintf(text, sizeof text, "%.2f s", static_cast<double>(milliseconds) / 1000);
  return text;
}

}  // namespace zhike::operations
