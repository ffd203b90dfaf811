// SPDX-License-Identifier: Apache-2.0
// Digits are kept as text and the decimal point is moved, so 0.1 stays 0.1 and amounts of any size stay exact.
#include "kernels/number.h"

#include <algorithm>

#include "kernels/text.h"

namespace zhike::kernels {
namespace {

constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool cut_front(std::string_view& text, std::string_view word) {
  if (!text.starts_with(word)) return false;
  text = trim(text.substr(word.size()));
  return true;
}

bool cut_back(std::string_view& text, std::string_view word) {
  if (!text.ends_with(word)) return false;
  text = trim(text.substr(0, text.size() - word.size()));
  return true;
}

void cut_currency(std::string_view& text) {
  for (std::string_view sign : {"CN¥", "¥", "$", "€", "£", "RMB", "CNY", "USD", "EUR", "GBP", "HKD", "人民币"})
    if (cut_front(text, sign)) break;
  for (std::string_view sign : {"元整", "元", "圆", "RMB", "CNY", "USD", "EUR", "GBP", "HKD", "€", "块"})
    if (cut_back(text, sign)) break;
}

// Which character is the decimal mark; '\0' when there is none.
char decimal_mark(std::string_view text) {
  const std::size_t comma = text.rfind(','), dot = text.rfind('.');
  if (comma != std::string_view::npos && dot != std::string_view::npos) return comma > dot ? ',' : '.';
  if (dot != std::string_view::npos) return std::count(text.begin(), text.end(), '.') == 1 ? '.' : '\0';
  if (comma == std::string_view::npos || std::count(text.begin(), text.end(), ',') > 1) return '\0';
  return text.size() - comma - 1 == 3 && comma > 0 && comma <= 3 ? '\0' : ',';
}

// The digits without marks; `point` is how many stand before the decimal mark. False when something else is in it.
bool collect(std::string_view text, std::string& digits, int& point) {
  const char mark = decimal_mark(text);
  bool seen_mark = false;
  int group = -1;  // digits since the last thousands mark
  for (char c : text) {
    if (is_digit(c)) {
      if (digits.size() == 60) return false;
      digits.push_back(c);
      if (group >= 0 && !seen_mark) ++group;
    } else if (c == mark) {
      if (seen_mark || (group >= 0 && group != 3)) return false;
      seen_mark = true;
      point = static_cast<int>(digits.size());
    } else if (c == ',' || c == '.' || c == ' ' || c == '\'') {
      if (digits.empty() || seen_mark || (group >= 0 && group != 3)) return false;
      group = 0;
    } else {
      return false;
    }
  }
  if (!seen_mark) {
    if (group >= 0 && group != 3) return false;
    point = static_cast<int>(digits.size());
  }
  return !digits.empty();
}

bool is_plain(std::string_view text) {
  if (text.empty() || text.size() > 15 || (text[0] == '0' && text.size() > 1)) return false;
  return std::all_of(text.begin(), text.end(), is_digit);
}

void write(bool negative, std::string digits, int point, std::string& out) {
  if (point < 0) {
    digits.insert(0, static_cast<std::size_t>(-point), '0');
    point = 0;
  }
  if (point > static_cast<int>(digits.size())) digits.append(static_cast<std::size_t>(point) - digits.size(), '0');
  std::string_view whole = std::string_view(digits).substr(0, static_cast<std::size_t>(point));
  std::string_view fraction = std::string_view(digits).substr(static_cast<std::size_t>(point));
  while (whole.size() > 1 && whole[0] == '0') whole.remove_prefix(1);
  while (!fraction.empty() && fraction.back() == '0') fraction.remove_suffix(1);
  out.clear();
  const bool zero = fraction.empty() && (whole.empty() || whole == "0");
  if (negative && !zero) out.push_back('-');
  out += whole.empty() ? "0" : whole;
  if (!fraction.empty()) (out += '.') += fraction;
}

}  // namespace

bool read_number(std::string_view raw, std::string& out) {
  if (is_plain(raw)) {
    out = raw;
    return true;
  }
  const std::string normal = normalised(raw);
  std::string_view text = normal;
  bool negative = false;
  if (text.size() > 2 && text.front() == '(' && text.back() == ')') {
    negative = true;
    text = trim(text.substr(1, text.size() - 2));
  }
  const auto cut_sign = [&] {
    if (!cut_front(text, "-") && !cut_front(text, "−")) return cut_front(text, "+");
    negative = !negative;
    return true;
  };
  const bool signed_before = cut_sign();
  cut_currency(text);
  if (!signed_before) cut_sign();  // ¥-3
  if (cut_back(text, "-")) negative = !negative;
  int shift = 0;
  if (cut_back(text, "%")) shift = -2;
  else if (cut_back(text, "‰")) shift = -3;
  else if (cut_back(text, "万") || cut_back(text, "萬")) shift = 4;
  else if (cut_back(text, "亿") || cut_back(text, "億")) shift = 8;
  else if (cut_back(text, "千")) shift = 3;
  if (const std::size_t e = text.find_first_of("eE"); e != std::string_view::npos && e > 0) {
    std::string_view exponent = text.substr(e + 1);
    const bool minus = exponent.starts_with("-");
    if (minus || exponent.starts_with("+")) exponent.remove_prefix(1);
    if (exponent.empty() || exponent.size() > 2 || !std::all_of(exponent.begin(), exponent.end(), is_digit)) return false;
    int value = 0;
    for (char c : exponent) value = value * 10 + (c - '0');
    shift += minus ? -value : value;
    text = text.substr(0, e);
  }
  std::string digits;
  int point = 0;
  if (!collect(text, digits, point)) return false;
  write(negative, std::move(digits), point + shift, out);
  return true;
}

}  // namespace zhike::kernels
