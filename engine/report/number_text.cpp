// SPDX-License-Identifier: Apache-2.0
#include "report/number_text.h"

#include <cmath>
#include <cstdio>

namespace zhike::report {
namespace {

std::string printed(double number, int decimals) {
  char text[64];
  std::snprintf(text, sizeof text, "%.*f", decimals, number);
  return text;
}

}  // namespace

std::string grouped(std::int64_t number) {
  std::string digits = std::to_string(number);
  std::size_t first = number < 0 ? 1 : 0;
  for (std::size_t at = digits.size(); at > first + 3;) digits.insert(at -= 3, ",");
  return digits;
}

std::string fixed(double number, int decimals) {
  if (!std::isfinite(number)) return "--";
  std::string text = printed(number, decimals);
  std::size_t point = text.find('.');
  std::size_t end = point == std::string::npos ? text.size() : point;
  for (std::size_t at = end, first = text[0] == '-' ? 1 : 0; at > first + 3;) text.insert(at -= 3, ",");
  return text;
}

std::string percent(std::optional<double> share) {
  if (!share || !std::isfinite(*share)) return "--";
  std::string text = printed(*share * 100, 1);
  if (text == "100.0" && *share < 1) text = "99.9";
  if (text == "0.0" && *share > 0) return "<0.1%";
  return text + "%";
}

std::string points(std::optional<double> change) {
  if (!change) return "";
  std::string text = printed(*change * 100, 1);
  if (text == "-0.0") text = "0.0";
  return (text[0] == '-' || text == "0.0" ? "" : "+") + text;
}

std::string seconds(std::int64_t milliseconds) {
  double value = static_cast<double>(milliseconds) / 1000;
  return printed(value, value < 10 ? 2 : 1) + " s";
}

std::string file_size(std::int64_t bytes) {
  double value = static_cast<double>(bytes);
  const char* units[] = {"B", "KB", "MB", "GB", "TB"};
  int unit = 0;
  for (; value >= 1000 && unit < 4; ++unit) value /= 1000;
  return printed(value, unit == 0 ? 0 : 1) + " " + units[unit];
}

}  // namespace zhike::report
