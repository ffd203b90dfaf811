// SPDX-License-Identifier: Apache-2.0
// The meaning of each node, as DuckDB has it for text columns.
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <optional>

#include "kernels/text.h"
#include "resolve/splink/node.h"
#include "resolve/splink/text_distance.h"

namespace zhike::resolve::splink {
namespace {

bool is_null(const Value& value) { return std::holds_alternative<std::monostate>(value); }

std::optional<double> number_of(const Value& value) {
  if (const auto* number = std::get_if<double>(&value)) return *number;
  if (const auto* truth = std::get_if<bool>(&value)) return *truth ? 1 : 0;
  if (const auto* text = std::get_if<std::string>(&value)) {
    char* end = nullptr;
    const double number = std::strtod(text->c_str(), &end);
    if (!text->empty() && *end == '\0') return number;
  }
  return std::nullopt;
}

std::string text_of(const Value& value) {
  if (const auto* text = std::get_if<std::string>(&value)) return *text;
  if (const auto* truth = std::get_if<bool>(&value)) return *truth ? "true" : "false";
  char text[40];
  std::snprintf(text, sizeof text, "%.15g", std::get<double>(value));
  return text;
}

std::optional<bool> truth_of(const Value& value) {
  if (const auto* truth = std::get_if<bool>(&value)) return *truth;
  if (const auto number = number_of(value)) return *number != 0;
  return std::nullopt;
}

Value number(std::optional<double> value) { return value ? Value(*value) : Value(); }

// -1, 0, 1; nothing when either is NULL. A number on a side makes it a comparison of numbers.
std::optional<int> order(const Value& a, const Value& b) {
  if (is_null(a) || is_null(b)) return std::nullopt;
  const auto *left = std::get_if<std::string>(&a), *right = std::get_if<std::string>(&b);
  if (left && right) return left->compare(*right) < 0 ? -1 : *left == *right ? 0 : 1;
  const auto x = number_of(a), y = number_of(b);
  if (!x || !y) return std::nullopt;
  return *x < *y ? -1 : *x == *y ? 0 : 1;
}

// Seconds since 1970 of a date written as the format says. %Y %m %d %H %M %S and literal characters.
std::optional<double> parse_time(const std::string& text, const std::string& format) {
  int year = 1970, month = 1, day = 1, hour = 0, minute = 0, second = 0;
  std::size_t at = 0;
  const auto digits = [&](std::size_t most, int& out) {
    std::size_t count = 0;
    for (out = 0; count < most && at < text.size() && text[at] >= '0' && text[at] <= '9'; ++count, ++at) out = out * 10 + (text[at] - '0');
    return count > 0;
  };
  for (std::size_t k = 0; k < format.size(); ++k) {
    bool fits = true;
    if (format[k] == '%' && k + 1 < format.size()) {
      switch (format[++k]) {
        case 'Y': fits = digits(4, year); break;
        case 'm': fits = digits(2, month); break;
        case 'd': fits = digits(2, day); break;
        case 'H': fits = digits(2, hour); break;
        case 'M': fits = digits(2, minute); break;
        case 'S': fits = digits(2, second); break;
        default: return std::nullopt;
      }
    } else {
      fits = at < text.size() && text[at++] == format[k];
    }
    if (!fits) return std::nullopt;
  }
  static constexpr int length[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
  if (at != text.size() || month < 1 || month > 12 || day < 1 || day > length[month - 1] + (leap && month == 2 ? 1 : 0) || hour > 23 || minute > 59 || second > 59)
    return std::nullopt;
  // Days since 1970 by Hinnant's civil calendar (March-based years).
  const int y = year - (month <= 2 ? 1 : 0), era = (y >= 0 ? y : y - 399) / 400, year_of_era = y - era * 400;
  const int day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
  const double days = era * 146097.0 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719468;
  return days * 86400 + hour * 3600 + minute * 60 + second;
}

std::string changed_case(std::string text, bool upper) {
  for (char& c : text) {
    if (upper && c >= 'a' && c <= 'z') c = static_cast<char>(c - 32);
    if (!upper && c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
  }
  return text;
}

// SUBSTRING(text, from 1, count); a negative start counts from the end.
std::string part_of(const std::string& text, double start, std::optional<double> count) {
  const auto points = kernels::code_points(text);
  const double size = static_cast<double>(points.size());
  double from = start > 0 ? start - 1 : start < 0 ? std::max(0.0, size + start) : 0;
  double wanted = count.value_or(size);
  if (start == 0 && count) wanted -= 1;
  from = std::min(from, size);
  const double to = std::clamp(from + wanted, from, size);
  return kernels::to_utf8(std::u32string_view(points).substr(static_cast<std::size_t>(from), static_cast<std::size_t>(to - from)));
}

Value extract(const Node& node, const std::string& text) {
  for (std::size_t at = 0; at <= text.size(); ++at) {
    const auto length = node.pattern->match_beginning(std::string_view(text).substr(at));
    if (length != std::string_view::npos) return text.substr(at, length);
    if (node.anchored) break;
  }
  return std::string();
}

Value of_two_texts(Act act, const std::string& a, const std::string& b) {
  switch (act) {
    case Act::jaro: return jaro(a, b);
    case Act::jaro_winkler: return jaro_winkler(a, b);
    case Act::levenshtein: return static_cast<double>(levenshtein(a, b));
    case Act::damerau_levenshtein: return static_cast<double>(damerau_levenshtein(a, b));
    case Act::jaccard: return jaccard(a, b);
    case Act::concatenate: return a + b;
    default: return number(parse_time(a, b));
  }
}

Value of_two_numbers(Act act, double a, double b) {
  switch (act) {
    case Act::add: return a + b;
    case Act::subtract: return a - b;
    case Act::multiply: return a * b;
    default: return b == 0 ? Value() : Value(a / b);
  }
}

Value compared(Act act, const Value& a, const Value& b) {
  const auto by = order(a, b);
  if (!by) return {};
  switch (act) {
    case Act::equal: return *by == 0;
    case Act::unequal: return *by != 0;
    case Act::less: return *by < 0;
    case Act::less_equal: return *by <= 0;
    case Act::greater: return *by > 0;
    default: return *by >= 0;
  }
}

// AND and OR decide by one side where they can, also when the other is NULL.
Value joined(const Node& node, const PairCells& cells, bool deciding) {
  bool unknown = false;
  for (const auto& part : node.of) {
    const auto value = truth_of(evaluate(*part, cells));
    if (!value) unknown = true;
    else if (*value == deciding) return deciding;
  }
  return unknown ? Value() : Value(!deciding);
}

Value of_one(Act act, const Value& value) {
  switch (act) {
    case Act::lower: return changed_case(text_of(value), false);
    case Act::upper: return changed_case(text_of(value), true);
    case Act::length: return static_cast<double>(kernels::length(text_of(value)));
    case Act::absolute: {
      const auto known = number_of(value);
      return known ? Value(std::fabs(*known)) : Value();
    }
    case Act::to_text: return text_of(value);
    case Act::trim: {
      std::string text = text_of(value);
      const auto first = text.find_first_not_of(' ');
      return first == text.npos ? std::string() : text.substr(first, text.find_last_not_of(' ') - first + 1);
    }
    default: return number(number_of(value));
  }
}

Value listed(const Node& node, const PairCells& cells) {
  const Value wanted = evaluate(*node.of[0], cells);
  if (is_null(wanted)) return {};
  for (std::size_t k = 1; k < node.of.size(); ++k)
    if (order(wanted, evaluate(*node.of[k], cells)) == 0) return true;
  return false;
}

Value chosen(const Node& node, const PairCells& cells) {
  for (std::size_t k = 0; k + 1 < node.of.size(); k += 2)
    if (truth_of(evaluate(*node.of[k], cells)).value_or(false)) return evaluate(*node.of[k + 1], cells);
  return node.of.size() % 2 == 1 ? evaluate(*node.of.back(), cells) : Value();
}

}  // namespace

Value evaluate(const Node& node, const PairCells& cells) {
  const auto argument = [&](std::size_t k) { return evaluate(*node.of[k], cells); };
  switch (node.act) {
    case Act::literal: return node.literal;
    case Act::column: {
      const auto text = (*(node.column.right ? cells.right : cells.left))[node.column.column];
      return text.empty() ? Value() : Value(std::string(text));
    }
    case Act::logic_and: return joined(node, cells, false);
    case Act::logic_or: return joined(node, cells, true);
    case Act::logic_not: {
      const auto value = truth_of(argument(0));
      return value ? Value(!*value) : Value();
    }
    case Act::is_null: return is_null(argument(0));
    case Act::is_not_null: return !is_null(argument(0));
    case Act::in_list: return listed(node, cells);
    case Act::choose: return chosen(node, cells);
    case Act::coalesce:
      for (std::size_t k = 0; k < node.of.size(); ++k)
        if (Value value = argument(k); !is_null(value)) return value;
      return {};
    case Act::nullif: {
      Value value = argument(0);
      return order(value, argument(1)) == 0 ? Value() : value;
    }
    case Act::substring: {
      const Value text = argument(0);
      const auto start = number_of(argument(1));
      if (is_null(text) || !start) return {};
      return part_of(text_of(text), *start, node.of.size() > 2 ? number_of(argument(2)) : std::nullopt);
    }
    case Act::regexp_extract: {
      const Value text = argument(0);
      return is_null(text) ? Value() : extract(node, text_of(text));
    }
    case Act::equal: case Act::unequal: case Act::less: case Act::less_equal: case Act::greater: case Act::greater_equal:
      return compared(node.act, argument(0), argument(1));
    case Act::add: case Act::subtract: case Act::multiply: case Act::divide: {
      const auto a = number_of(argument(0)), b = number_of(argument(1));
      return a && b ? of_two_numbers(node.act, *a, *b) : Value();
    }
    case Act::concatenate: case Act::parse_time: case Act::jaro: case Act::jaro_winkler: case Act::levenshtein: case Act::damerau_levenshtein: case Act::jaccard: {
      const Value a = argument(0), b = argument(1);
      return is_null(a) || is_null(b) ? Value() : of_two_texts(node.act, text_of(a), text_of(b));
    }
    case Act::lower: case Act::upper: case Act::trim: case Act::length: case Act::absolute: case Act::epoch: case Act::to_number: case Act::to_text: {
      const Value value = argument(0);
      return is_null(value) ? Value() : of_one(node.act, value);
    }
  }
  return {};
}

}  // namespace zhike::resolve::splink
