// SPDX-License-Identifier: Apache-2.0
#include "kernels/cuid.h"

#include "base/result.h"

namespace zhike::kernels {
namespace {

constexpr std::string_view alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";

constexpr int value_of(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'A' && c <= 'Z') return c - 'A' + 10;
  return -1;
}

}  // namespace

char cuid_check_character(std::string_view body) {
  int p = 36;
  for (char c : body) {
    const int v = value_of(c);
    if (v < 0) return '\0';
    p = (p + v) % 36;
    if (p == 0) p = 36;
    p = 2 * p % 37;
  }
  return alphabet[static_cast<std::size_t>((37 - p) % 36)];
}

std::string make_cuid(char letter, std::uint64_t number) {
  ZK_ASSERT(letter == 'P' || letter == 'O' || letter == 'H');
  ZK_ASSERT(number <= cuid_number_max);
  std::string out(12, '0');
  out[0] = letter;
  for (std::size_t i = 10; i >= 1; --i, number /= 10) out[i] = static_cast<char>('0' + number % 10);
  out[11] = cuid_check_character(std::string_view(out).substr(0, 11));
  return out;
}

bool is_cuid(std::string_view text) {
  if (text.size() != 12 || (text[0] != 'P' && text[0] != 'O' && text[0] != 'H')) return false;
  for (char c : text.substr(1, 10))
    if (c < '0' || c > '9') return false;
  return cuid_check_character(text.substr(0, 11)) == text[11];
}

}  // namespace zhike::kernels
