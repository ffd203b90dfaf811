// SPDX-License-Identifier: Apache-2.0
// Reader of Field::required_if.
#include "standard/condition.h"

#include <algorithm>

namespace zhike::standard {

namespace {

bool is_word(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
  });
}

// The part before `separator`, which is taken off `text` together with it.
std::string_view take(std::string_view& text, std::string_view separator) {
  auto end = text.find(separator);
  std::string_view part = text.substr(0, end);
  text = end == std::string_view::npos ? std::string_view() : text.substr(end + separator.size());
  return part;
}

}  // namespace

Result<std::vector<Clause>> parse_condition(std::string_view text) {
  std::vector<Clause> out;
  auto wrong = [](std::string_view clause) {
    return Error{ErrorCode::standard_invalid, "\"" + std::string(clause) + "\" is no clause: write field, field=value or field=value|value, joined by \" or \""};
  };
  if (text.ends_with(" or ")) return wrong(text);
  while (!text.empty()) {
    std::string_view clause = take(text, " or "), rest = clause;
    bool compares = clause.find('=') != std::string_view::npos;
    std::string_view field = take(rest, "=");
    if (!is_word(field) || (compares && rest.empty()) || rest.ends_with('|')) return wrong(clause);
    Clause read{std::string(field), {}};
    while (!rest.empty()) {
      std::string_view value = take(rest, "|");
      if (!is_word(value)) return wrong(clause);
      read.values.emplace_back(value);
    }
    out.push_back(std::move(read));
  }
  return out;
}

}  // namespace zhike::standard
