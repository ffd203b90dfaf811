// SPDX-License-Identifier: Apache-2.0
#include "kernels/mrz.h"

namespace zhike::kernels {

char mrz_check_digit(std::string_view text) {
  constexpr int weights[] = {7, 3, 1};
  int sum = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    int v = 0;
    if (c >= '0' && c <= '9') v = c - '0';
    else if (c >= 'A' && c <= 'Z') v = c - 'A' + 10;
    else if (c != '<') return '\0';
    sum += v * weights[i % 3];
  }
  return static_cast<char>('0' + sum % 10);
}

Mrz read_passport_mrz(std::string_view line) {
  Mrz out;
  if (line.size() != 44) return out;
  const auto without_filler = [](std::string_view field) {
    return std::string(field.substr(0, field.find_last_not_of('<') + 1));
  };
  out.number = without_filler(line.substr(0, 9));
  out.nationality = without_filler(line.substr(10, 3));
  out.birth = line.substr(13, 6);
  out.sex = line[20];
  out.expiry = line.substr(21, 6);
  std::string composite(line.substr(0, 10));
  composite += line.substr(13, 7);
  composite += line.substr(21, 22);
  const bool optional = line[42] == '<' ? without_filler(line.substr(28, 14)).empty() : mrz_check_digit(line.substr(28, 14)) == line[42];
  out.valid = mrz_check_digit(line.substr(0, 9)) == line[9] && mrz_check_digit(out.birth) == line[19] &&
              mrz_check_digit(out.expiry) == line[27] && optional && mrz_check_digit(composite) == line[43];
  return out;
}

}  // namespace zhike::kernels
