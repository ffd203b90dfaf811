// SPDX-License-Identifier: Apache-2.0
#include "resolve/moments.h"

#include "kernels/date.h"

namespace zhike::resolve {
namespace {

// Whether `text` is written as `form`, in which 0 stands for any digit.
bool is_written(std::string_view text, std::string_view form) {
  if (text.size() != form.size()) return false;
  for (std::size_t i = 0; i < form.size(); ++i)
    if (form[i] == '0' ? text[i] < '0' || text[i] > '9' : text[i] != form[i]) return false;
  return true;
}

int number_at(std::string_view text, std::size_t start, std::size_t length) {
  int number = 0;
  for (char digit : text.substr(start, length)) number = number * 10 + (digit - '0');
  return number;
}

}  // namespace

bool is_day(std::string_view text) { return kernels::parse_iso_date(text).has_value(); }

bool is_moment(std::string_view text) {
  if (!is_written(text, "0000-00-00T00:00:00Z") || !is_day(text.substr(0, 10))) return false;
  return number_at(text, 11, 2) < 24 && number_at(text, 14, 2) < 60 && number_at(text, 17, 2) < 60;
}

}  // namespace zhike::resolve
