// SPDX-License-Identifier: Apache-2.0
#include "kernels/uscc.h"

#include <array>

namespace zhike::kernels {
namespace {

constexpr std::string_view alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";

constexpr auto make_values() {
  std::array<std::int8_t, 256> out{};
  for (auto& v : out) v = -1;
  for (std::size_t i = 0; i < alphabet.size(); ++i) out[static_cast<unsigned char>(alphabet[i])] = static_cast<std::int8_t>(i);
  return out;
}
constexpr auto values = make_values();

// GB 32100 table 1: the department that registers, and its categories.
struct Department {
  char code;
  std::string_view categories;
};
constexpr Department departments[] = {
    {'1', "1239"}, {'2', "19"}, {'3', "123459"}, {'4', "19"}, {'5', "1239"}, {'6', "129"}, {'7', "129"},
    {'8', "19"}, {'9', "123"}, {'A', "19"}, {'N', "1239"}, {'Y', "1"},
};

// Letters and digits in upper case, at most 18; blanks and hyphens go. Empty when something else is in it.
std::string compact(std::string_view text) {
  std::string out;
  for (char c : text) {
    if (c == ' ' || c == '-') continue;
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 32);
    if (!((c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z')) || out.size() == 18) return {};
    out.push_back(c);
  }
  return out;
}

char organisation_check(std::string_view eight) {
  constexpr int weights[] = {3, 7, 9, 10, 5, 8, 4, 2};
  int sum = 0;
  for (std::size_t i = 0; i < 8; ++i) {
    const char c = eight[i];
    sum += weights[i] * (c <= '9' ? c - '0' : c - 'A' + 10);
  }
  const int check = 11 - sum % 11;
  return check == 10 ? 'X' : check == 11 ? '0' : static_cast<char>('0' + check);
}

}  // namespace

char uscc_check_character(std::string_view text) {
  constexpr int weights[] = {1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28};  // 3^i mod 31
  if (text.size() < 17) return '\0';
  int sum = 0;
  for (std::size_t i = 0; i < 17; ++i) {
    const int v = values[static_cast<unsigned char>(text[i])];
    if (v < 0) return '\0';
    sum += v * weights[i];
  }
  return alphabet[static_cast<std::size_t>((31 - sum % 31) % 31)];
}

Uscc read_uscc(std::string_view text) {
  Uscc out;
  out.number = compact(text);
  if (out.number.size() != 18) return out;
  for (char c : out.number)
    if (values[static_cast<unsigned char>(c)] < 0) return out;
  for (std::size_t i = 2; i < 8; ++i)
    if (out.number[i] > '9') return out;
  out.format = true;
  out.checksum = uscc_check_character(out.number) == out.number[17];
  for (const auto& department : departments)
    if (department.code == out.number[0]) out.category = department.categories.find(out.number[1]) != std::string_view::npos;
  out.organisation_code = organisation_check(std::string_view(out.number).substr(8, 8)) == out.number[16];
  out.individual_business = out.number[0] == '9' && out.number[1] == '2';
  return out;
}

bool is_organisation_code(std::string_view text) {
  const std::string number = compact(text);
  return number.size() == 9 && organisation_check(number) == number[8];
}

bool is_registration_number(std::string_view text) {
  const std::string number = compact(text);
  if (number.size() != 15) return false;
  int p = 10;
  for (std::size_t i = 0; i < 15; ++i) {
    const char c = number[i];
    if (c > '9') return false;
    if (i == 14) return (11 - p) % 10 == c - '0';
    p = (p + c - '0') % 10;
    if (p == 0) p = 10;
    p = 2 * p % 11;
  }
  return false;
}

}  // namespace zhike::kernels
