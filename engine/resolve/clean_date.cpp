// SPDX-License-Identifier: Apache-2.0
// Dates: parsing, the order of day and month by content, and default dates.
#include "resolve/clean_date.h"

#include <algorithm>
#include <array>
#include <cstdio>

namespace zhike::resolve {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool all_digits(std::string_view text) { return std::all_of(text.begin(), text.end(), is_digit); }

// Reads a run of at most `most` digits; -1 when there is none.
int read_number(std::string_view& text, std::size_t most) {
  std::size_t length = 0;
  int number = 0;
  while (length < text.size() && length < most && is_digit(text[length])) number = number * 10 + (text[length++] - '0');
  text.remove_prefix(length);
  return length == 0 ? -1 : number;
}

bool skip_separator(std::string_view& text) {
  for (const std::string_view separator : {"-", "/", ".", "年", "月"})
    if (text.starts_with(separator)) {
      text.remove_prefix(separator.size());
      return true;
    }
  return false;
}

std::string written(int year, int month, int day) {
  std::array<char, 16> out;
  std::snprintf(out.data(), out.size(), "%04d%02d%02d", year % 10000, month % 100, day % 100);
  return out.data();
}

bool is_identity_number(std::string_view text) {
  return text.size() == 18 && all_digits(text.substr(0, 17)) && (is_digit(text[17]) || text[17] == 'x') &&
         (text.substr(6, 2) == "19" || text.substr(6, 2) == "20");
}

}  // namespace

std::optional<WrittenDate> parse_date(std::string_view text) {
  if (text.size() == 8 && all_digits(text)) {
    const int number = read_number(text, 8);
    return WrittenDate{number / 10000, number / 100 % 100, number % 100, false};
  }
  const bool year_first = text.size() > 4 && all_digits(text.substr(0, 4));
  std::array<int, 3> part{};
  for (std::size_t k = 0; k < 3; ++k) {
    part[k] = read_number(text, (k == 0) == year_first && k != 1 ? 4 : 2);
    if (part[k] < 0 || (k < 2 && !skip_separator(text))) return std::nullopt;
  }
  if (year_first) return WrittenDate{part[0], part[1], part[2], false};
  if (part[2] < 100 || !text.empty()) return std::nullopt;
  return WrittenDate{part[2], part[0], part[1], true};
}

bool looks_like_date(std::string_view text) {
  const auto date = parse_date(text);
  if (!date) return false;
  if (text.size() != 8 || !all_digits(text)) return true;
  return date->year >= 1700 && date->year <= 2100 && date->first >= 1 && date->first <= 12 && date->second >= 1 &&
         date->second <= 31;
}

CodedColumn clean_dates(const CodedColumn& column, ColumnDecisions& decisions) {
  std::vector<std::optional<WrittenDate>> dates(column.values.size());
  int first_most = 0;
  int second_most = 0;
  for (std::size_t code = 1; code < dates.size(); ++code) {
    dates[code] = parse_date(column.values[code]);
    if (!dates[code] || !dates[code]->order_unknown) continue;
    first_most = std::max(first_most, dates[code]->first);
    second_most = std::max(second_most, dates[code]->second);
  }
  const bool day_first = decisions.whole("day first: " + column.name, [&] { return first_most > 12 || second_most <= 12; }) != 0;
  std::vector<std::string> value_of(dates.size());
  for (std::size_t code = 1; code < dates.size(); ++code) {
    if (!dates[code]) continue;
    const auto& date = *dates[code];
    const bool swap = date.order_unknown && day_first;
    value_of[code] = written(date.year, swap ? date.second : date.first, swap ? date.first : date.second);
  }
  return recode(column.name, column.code, value_of);
}

namespace {

// Texts of dates that are far more frequent than others of their kind.
std::vector<std::string> find_default_dates(const CodedColumn& dates) {
  constexpr std::array default_years = {"0001", "1800", "1900", "1901", "1970", "2000"};
  std::vector<std::uint32_t> counts;
  for (std::size_t code = 1; code < dates.values.size(); ++code)
    if (dates.values[code].ends_with("0101")) counts.push_back(dates.count[code]);
  if (counts.size() < 3) return {};
  std::sort(counts.begin(), counts.end());
  const double limit = std::max({20.0, 10.0 * counts[counts.size() / 2], 0.003 * static_cast<double>(dates.filled)});
  std::vector<std::string> found;
  for (std::size_t code = 1; code < dates.values.size(); ++code) {
    const auto& text = dates.values[code];
    if (dates.count[code] <= limit || !text.ends_with("0101")) continue;
    if (std::find(default_years.begin(), default_years.end(), text.substr(0, 4)) != default_years.end()) found.push_back(text);
  }
  return found;
}

}  // namespace

void drop_default_dates(CodedColumn& dates, ColumnDecisions& decisions) {
  const auto& defaults = decisions.texts("default dates: " + dates.name, [&] { return find_default_dates(dates); });
  if (defaults.empty()) return;
  auto value_of = dates.values;
  for (auto& text : value_of)
    if (std::find(defaults.begin(), defaults.end(), text) != defaults.end()) text.clear();
  dates = recode(dates.name, dates.code, value_of);
}

void fill_from_identity_number(CodedColumn& dates, const CodedColumn& identifiers, ColumnDecisions& decisions) {
  const bool are_numbers = decisions.whole("identity numbers: " + identifiers.name, [&] {
    std::size_t numbers = 0;
    for (std::size_t code = 1; code < identifiers.values.size(); ++code)
      if (is_identity_number(identifiers.values[code])) numbers += identifiers.count[code];
    return numbers * 2 > identifiers.filled;
  }) != 0;
  if (!are_numbers) return;
  auto value_of = dates.values;
  auto code = dates.code;
  std::vector<std::uint32_t> of_identifier(identifiers.values.size(), 0);
  for (std::size_t row = 0; row < code.size(); ++row) {
    const auto identifier = identifiers.code[row];
    if (code[row] != 0 || identifier == 0 || !is_identity_number(identifiers.values[identifier])) continue;
    if (of_identifier[identifier] == 0) {
      of_identifier[identifier] = static_cast<std::uint32_t>(value_of.size());
      value_of.push_back(identifiers.values[identifier].substr(6, 8));
    }
    code[row] = of_identifier[identifier];
  }
  dates = recode(dates.name, code, value_of);
}

}  // namespace zhike::resolve
