// SPDX-License-Identifier: Apache-2.0
// The comparators. Each walks its levels from the nearest to the farthest and stops at the first that holds.
#include "resolve/levels.h"

#include <algorithm>
#include <array>
#include <bit>
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <iterator>
#include <numeric>
#include <string_view>
#include <utility>

#include "kernels/edit_distance.h"
#include "kernels/jaro_winkler.h"
#include "kernels/text.h"
#include "resolve/clean_text.h"
#include "resolve/coded_table.h"
#include "resolve/name_levels.h"

namespace zhike::resolve {
namespace {

using kernels::edit_distance;
using kernels::jaro_winkler;
using kernels::within_edits;
using Text = std::u32string_view;
using Value = std::uint32_t;

bool is_digit(char32_t c) { return c >= U'0' && c <= U'9'; }

int digits_different(int a, int b) {
  int count = 0;
  for (int k = 0; k < 4; ++k, a /= 10, b /= 10) count += a % 10 != b % 10;
  return count;
}

int compare_dates(const Field& field, Value left, Value right) {
  const Day& a = field.days[left];
  const Day& b = field.days[right];
  const bool year = a.year == b.year;
  const bool month = a.month == b.month;
  const bool day = a.day == b.day;
  if (year && (a.year_only || b.year_only)) return 4;
  if (within_edits(field.points[left], field.points[right], 1)) return 2;
  if (year && a.month == b.day && a.day == b.month) return 2;
  if (year && (month || day)) return 3;
  const int years_apart = std::abs(a.year - b.year);
  if (month && day && years_apart <= 1) return 3;
  if (year || (month && day && digits_different(a.year, b.year) <= 2)) return 5;
  return years_apart <= 10 && within_edits(field.points[left], field.points[right], 2) ? 5 : field.different();
}

std::uint32_t characters_of(Text text) {
  std::uint32_t set = 0;
  for (const char32_t c : text) set |= std::uint32_t{1} << (c % 32);
  return set;
}

// 181****9343 over 18177529343: what can be seen agrees.
bool lies_over(Text a, Text b) {
  if (a.size() != b.size()) return false;
  for (std::size_t k = 0; k < a.size(); ++k)
    if (a[k] != b[k] && a[k] != U'*' && b[k] != U'*') return false;
  return true;
}

int compare_identifiers(const Field& field, Value left, Value right) {
  const std::uint32_t star = characters_of(U"*");
  const bool may_be_masked = ((field.characters[left] | field.characters[right]) & star) != 0;
  if (may_be_masked && (field.points[left].find(U'*') != Text::npos || field.points[right].find(U'*') != Text::npos))
    return lies_over(field.points[left], field.points[right]) ? 2 : field.different();
  // Each edit changes the set of characters by at most two.
  if (std::popcount(field.characters[left] ^ field.characters[right]) > 4) return field.different();
  const Text a = field.points[left];
  const Text b = field.points[right];
  const std::size_t shorter = std::min(a.size(), b.size());
  const int edits = edit_distance(a, b, 2);
  if (edits <= 1 && shorter >= 5) return 2;
  return edits <= 2 && shorter >= 7 ? 3 : field.different();
}

int compare_emails(const Field& field, Value left, Value right) {
  const Text a = field.points[left];
  const Text b = field.points[right];
  if (within_edits(a, b, 2)) return 2;
  const auto at_a = std::min(a.find(U'@'), a.size());
  const auto at_b = std::min(b.find(U'@'), b.size());
  const Text local_a = a.substr(0, at_a);
  const Text local_b = b.substr(0, at_b);
  const bool same_domain = a.substr(at_a) == b.substr(at_b);
  if (local_a == local_b && local_a.size() >= 4) return 3;
  if (jaro_winkler(local_a, local_b) >= 0.88) return same_domain ? 3 : 4;
  const double whole = jaro_winkler(a, b);
  return whole >= (same_domain ? 0.8 : 0.88) ? 4 : field.different();
}

int compare_texts(const Field& field, Value left, Value right) {
  const Text a = field.points[left];
  const Text b = field.points[right];
  if (std::min(a.size(), b.size()) >= 4 && within_edits(a, b, 1)) return 2;
  const bool place = field.kind == Kind::place;
  const bool one_word = field.tokens[left].size() == 1 || field.tokens[right].size() == 1;
  const double similarity = place ? jaro_winkler(a, b) : 0;
  if (one_word && similarity >= 0.93) return 2;
  const double common = tokens_in_common(field, left, right);
  const double all_a = field.tokens_bits[left];
  const double all_b = field.tokens_bits[right];
  const double share = common / (all_a + all_b - common + 1e-9);
  if (share >= 0.8) return 2;
  if (share >= 0.5 || common >= 0.95 * std::min(all_a, all_b) + 1e-9 || similarity >= 0.88) return 3;
  return share >= 0.3 || similarity >= 0.8 ? 4 : field.different();
}

int compare_postcodes(const Field& field, Value left, Value right) {
  const Text a = field.points[left];
  const Text b = field.points[right];
  const int edits = edit_distance(a, b, 2);
  if (edits <= 1) return 2;
  const std::size_t shorter = std::min(a.size(), b.size());
  const std::size_t area = shorter >= 6 ? shorter - 3 : shorter >= 5 ? 3 : shorter - 1;
  if (area >= 2 && a.substr(0, area) == b.substr(0, area)) return 3;
  return edits <= 2 && shorter >= 5 ? 3 : field.different();
}

int compare_numbers(const Field& field, Value left, Value right) {
  const double apart = std::abs(field.number[left] - field.number[right]);
  const bool whole = field.values[left].find('.') == std::string::npos && field.values[right].find('.') == std::string::npos;
  if (whole && apart <= 1) return 2;
  if (within_edits(field.points[left], field.points[right], 1)) return 2;
  return apart <= field.close_within ? close_number_level : field.different();
}

int compare_categories(const Field& field, Value, Value) { return field.different(); }

using Comparator = int (*)(const Field&, Value, Value);
constexpr std::array<Comparator, std::size(kind_table)> comparators = {
    compare_names,       compare_names,       compare_han_names, compare_han_names, compare_rest_of_name,
    compare_dates,       compare_identifiers, compare_identifiers, compare_emails,  compare_texts,
    compare_texts,       compare_postcodes,   compare_numbers,   compare_categories,  compare_organisations,
    compare_other_names,
};

// Months and days far more frequent than others are defaults: of such dates only the year is known.
void mark_default_days(Field& field) {
  std::array<std::uint32_t, 100 * 100> rows_of{};
  const auto slot = [](const Day& day) { return static_cast<std::size_t>(day.month) * 100 + static_cast<std::size_t>(day.day); };
  for (std::uint32_t value = 1; value < field.values_count(); ++value) rows_of[slot(field.days[value])] += field.count[value];
  for (auto& day : field.days) {
    const auto rows = rows_of[slot(day)];
    day.year_only = rows > 30 && rows > 8.0 * field.filled / 366;
  }
}

void prepare_days(Field& field) {
  field.days.resize(field.values.size());
  field.digits.resize(field.values.size(), 0);
  for (std::uint32_t value = 1; value < field.values_count(); ++value) {
    const int number = std::atoi(field.values[value].c_str());
    for (const char digit : field.values[value]) field.digits[value] = field.digits[value] << 4 | static_cast<std::uint32_t>(digit - '0');
    field.days[value] = {static_cast<std::int16_t>(number / 10000), static_cast<std::int8_t>(number / 100 % 100),
                         static_cast<std::int8_t>(number % 100), false};
  }
  mark_default_days(field);
}

void prepare_numbers(Field& field) {
  field.number.assign(field.values.size(), std::nan(""));
  std::vector<double> sorted;
  for (std::size_t value = 1; value < field.values.size(); ++value) {
    const auto& text = field.values[value];
    if (std::from_chars(text.data(), text.data() + text.size(), field.number[value]).ec != std::errc()) continue;
    sorted.push_back(field.number[value]);
  }
  std::sort(sorted.begin(), sorted.end());
  // Between the tenths, so that one slip of the decimal point does not stretch the measure. Years and counts have no
  // "close": what lies near is the next number.
  const bool whole = std::none_of(field.values.begin(), field.values.end(), [](const auto& text) { return text.find('.') != text.npos; });
  if (!whole && sorted.size() >= 10) field.close_within = (sorted[sorted.size() * 9 / 10] - sorted[sorted.size() / 10]) * 0.001;
  else field.close_within = -1;
}

}  // namespace

double tokens_in_common(const Field& field, Value left, Value right) {
  const auto& a = field.tokens[left];
  const auto& b = field.tokens[right];
  double bits = 0;
  std::vector<std::uint32_t> only_a;
  std::vector<std::uint32_t> only_b;
  std::set_difference(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(only_a));
  std::set_difference(b.begin(), b.end(), a.begin(), a.end(), std::back_inserter(only_b));
  for (const auto token : a)
    if (std::binary_search(b.begin(), b.end(), token)) bits += field.token_bits[token];
  for (const auto x : only_a) {
    const Text p = field.token_points[x];
    if (p.size() < 4 || is_digit(p[0])) continue;
    for (const auto y : only_b) {
      const Text q = field.token_points[y];
      const std::size_t shorter = std::min(p.size(), q.size());
      if (shorter < 4 || !within_edits(p, q, shorter >= 7 ? 2 : 1)) continue;
      bits += 0.45 * (field.token_bits[x] + field.token_bits[y]);
      break;
    }
  }
  return bits;
}

void prepare_tokens(Field& field, std::string (*text_of)(std::string_view)) {
  Dictionary dictionary;
  std::vector<double> rows_of{0};
  field.tokens.resize(field.values.size());
  for (std::uint32_t value = 1; value < field.values_count(); ++value) {
    auto& tokens = field.tokens[value];
    const auto text = text_of(field.values[value]);
    for (const auto word : split_words(text)) tokens.push_back(dictionary.add(word));
    std::sort(tokens.begin(), tokens.end());
    tokens.erase(std::unique(tokens.begin(), tokens.end()), tokens.end());
    rows_of.resize(dictionary.values().size(), 0);
    for (const auto token : tokens) rows_of[token] += field.count[value];
  }
  for (const auto& word : dictionary.values()) field.token_points.push_back(kernels::code_points(word));
  field.token_bits.resize(rows_of.size(), 0);
  for (std::size_t token = 1; token < rows_of.size(); ++token)
    field.token_bits[token] = static_cast<float>(std::log2(1 + field.filled / rows_of[token]));
  field.tokens_bits.resize(field.values.size(), 0);
  for (std::size_t value = 1; value < field.values.size(); ++value)
    for (const auto token : field.tokens[value]) field.tokens_bits[value] += field.token_bits[token];
}

void prepare_values(Field& field) {
  field.points = {};
  field.points.reserve(field.values.size(), std::accumulate(field.values.begin(), field.values.end(), std::size_t{0},
                                                            [](std::size_t bytes, const std::string& text) { return bytes + text.size(); }));
  for (const auto& value : field.values) field.points.push_back(kernels::code_points(value));
  if (field.kind == Kind::identifier || field.kind == Kind::phone)
    for (std::size_t value = 0; value < field.points.size(); ++value) field.characters.push_back(characters_of(field.points[value]));
  if (field.kind == Kind::date) prepare_days(field);
  if (field.kind == Kind::address || field.kind == Kind::place)
    prepare_tokens(field, [](std::string_view value) { return std::string(value); });
  if (field.kind == Kind::number) prepare_numbers(field);
  if (field.kind == Kind::organisation_name) prepare_organisations(field);
  const bool name = field.kind == Kind::given_name || field.kind == Kind::surname || field.kind == Kind::other_name;
  const bool chinese = field.kind == Kind::han_given_name || field.kind == Kind::han_surname;
  if (chinese || (name && std::any_of(field.values.begin(), field.values.end(), kernels::has_han))) prepare_sounds(field);
}

void forget_texts(Field& field, bool keep_points) {
  if (!keep_points) field.points = {};
  field.sound = {};
  field.characters = {};
  field.tokens = {};
  field.tokens_bits = {};
  field.parts = {};
}

int compare_values(const Field& field, std::uint32_t left, std::uint32_t right) {
  // One order for both calls: soft token matching takes the first partner it meets.
  return comparators[static_cast<std::size_t>(field.kind)](field, std::min(left, right), std::max(left, right));
}

}  // namespace zhike::resolve
