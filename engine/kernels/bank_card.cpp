// SPDX-License-Identifier: Apache-2.0
#include "kernels/bank_card.h"

#include <algorithm>

namespace zhike::kernels {
namespace {

constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }

std::string compact(std::string_view text) {
  std::string out;
  for (char c : text)
    if (c != ' ' && c != '-' && out.size() < 65) out.push_back(c);
  return out;
}

}  // namespace

bool luhn_holds(std::string_view digits) {
  int sum = 0;
  bool twice = false;
  for (auto c = digits.rbegin(); c != digits.rend(); ++c, twice = !twice) {
    if (!is_digit(*c)) return false;
    const int v = (*c - '0') * (twice ? 2 : 1);
    sum += v > 9 ? v - 9 : v;
  }
  return !digits.empty() && sum % 10 == 0;
}

bool is_bank_card(std::string_view text) {
  const std::string number = compact(text);
  return number.size() >= 13 && number.size() <= 19 && luhn_holds(number);
}

bool mask_bank_card(std::string_view text, std::string& out) {
  const std::string number = compact(text);
  const std::size_t size = number.size();
  if (size >= 13 && size <= 19) {
    const bool masked = number.find('*') != std::string::npos;
    if (masked) {
      for (std::size_t i = 0; i < size; ++i)
        if (!is_digit(number[i]) && (number[i] != '*' || i < 6 || i >= size - 4)) return false;
    } else if (!luhn_holds(number)) {
      return false;
    }
    out = number.substr(0, 6) + std::string(size - 10, '*') + number.substr(size - 4);
    return true;
  }
  const auto is_token = [](char c) { return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; };
  if (size < 32 || size > 64 || !std::all_of(number.begin(), number.end(), is_token)) return false;
  out = number;
  return true;
}

}  // namespace zhike::kernels
