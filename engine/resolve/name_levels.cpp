// SPDX-License-Identifier: Apache-2.0
// Names: slips of the finger for Latin letters; sound, shape and order for Chinese characters; pinyin between the two.
#include "resolve/name_levels.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "kernels/edit_distance.h"
#include "kernels/han_shape.h"
#include "kernels/jaro_winkler.h"
#include "kernels/pinyin.h"
#include "kernels/text.h"
#include "resolve/clean_text.h"
#include "resolve/coded_table.h"
#include "resolve/levels.h"

namespace zhike::resolve {
namespace {

using kernels::edit_distance;
using kernels::jaro_winkler;
using kernels::within_edits;
using Text = std::u32string_view;
using Value = std::uint32_t;

bool is_han(Text text) { return !text.empty() && kernels::is_han(text[0]); }

std::string without_blanks(std::string_view text) {
  std::string out(text);
  std::erase(out, ' ');
  return out;
}

// All words of the shorter name stand in the longer one: "anna" and "anna maria".
bool words_contained(std::string_view a, std::string_view b) {
  auto fewer = split_words(a);
  auto more = split_words(b);
  if (fewer.size() > more.size()) std::swap(fewer, more);
  if (more.size() < 2) return false;
  return std::all_of(fewer.begin(), fewer.end(), [&](std::string_view word) {
    return word.size() > 1 && std::find(more.begin(), more.end(), word) != more.end();
  });
}

// Names of one length that differ in one place, by characters that look alike.
bool looks_the_same(Text a, Text b) {
  if (a.size() != b.size()) return false;
  const auto [x, y] = std::mismatch(a.begin(), a.end(), b.begin());
  return x != a.end() && kernels::look_alike(*x, *y) && std::equal(x + 1, a.end(), y + 1);
}

// One side in Chinese characters, the other in Latin letters: 晓明 and xiaoming, 王 and wang.
bool reads_the_same(const Field& field, Value left, Value right) {
  return without_blanks(field.sound[left]) == without_blanks(field.sound[right]);
}

}  // namespace

void prepare_sounds(Field& field) {
  Dictionary syllables;
  field.sound.resize(field.values.size());
  field.tokens.resize(field.values.size());
  for (std::size_t value = 1; value < field.values.size(); ++value) {
    const auto& text = field.values[value];
    const bool family = field.kind == Kind::han_surname && kernels::has_han(text);
    field.sound[value] = family ? kernels::surname_pinyin(text) : kernels::pinyin(text);
    for (const auto syllable : split_words(field.sound[value])) field.tokens[value].push_back(syllables.add(syllable));
  }
}

int compare_names(const Field& field, Value left, Value right) {
  const Text a = field.points[left];
  const Text b = field.points[right];
  if (!field.sound.empty() && (is_han(a) || is_han(b))) {
    if (is_han(a) != is_han(b)) return reads_the_same(field, left, right) ? 2 : field.different();
    return field.tokens[left] == field.tokens[right] ? 2 : a.find(b[0]) != a.npos ? 4 : field.different();
  }
  const std::size_t shorter = std::min(a.size(), b.size());
  if (shorter >= 4 && within_edits(a, b, 1)) return 2;
  const double similarity = jaro_winkler(a, b);
  if (similarity >= 0.93) return 2;
  if ((shorter == 1 && a[0] == b[0]) || (shorter >= 3 && a.substr(0, shorter) == b.substr(0, shorter))) return 3;
  if (words_contained(field.values[left], field.values[right])) return 3;
  if (similarity >= 0.85) return 4;
  if (similarity >= 0.77) return 5;
  return field.different();
}

int compare_han_names(const Field& field, Value left, Value right) {
  const Text a = field.points[left];
  const Text b = field.points[right];
  if (is_han(a) != is_han(b)) return reads_the_same(field, left, right) ? 2 : field.different();
  if (!is_han(a)) {
    const int level = compare_names(field, left, right);
    return level == 2 ? 2 : level <= 4 ? 3 : field.different();
  }
  const auto& sounds_a = field.tokens[left];
  const auto& sounds_b = field.tokens[right];
  if (sounds_a == sounds_b && !sounds_a.empty()) return 2;
  if (looks_the_same(a, b)) return 2;
  const auto shared = std::count_if(a.begin(), a.end(), [&](char32_t c) { return b.find(c) != b.npos; });
  if (a.size() == 2 && b.size() == 2) {
    if (a[0] == b[1] && a[1] == b[0]) return 2;
    if (shared > 0) return 3;
    for (std::size_t k = 0; k < std::min(sounds_a.size(), sounds_b.size()); ++k)
      if (sounds_a[k] == sounds_b[k]) return 3;
    return field.different();
  }
  if (a.size() != b.size() && shared > 0) return 3;
  return jaro_winkler(std::string_view(field.sound[left]), field.sound[right]) >= 0.85 ? 3 : field.different();
}

int compare_rest_of_name(const Field& field, Value left, Value right) {
  const auto a = split_words(field.values[left]);
  const auto b = split_words(field.values[right]);
  std::size_t equal = 0;
  bool similar = false;
  for (const auto x : a) {
    for (const auto y : b) {
      if (x == y) {
        ++equal;
        break;
      }
      similar = similar || (x.size() >= 4 && y.size() >= 4 && edit_distance(x, y, 1) <= 1);
    }
  }
  if (equal == std::min(a.size(), b.size())) return 2;
  return equal > 0 || similar ? 3 : field.different();
}

int compare_other_names(const Field& field, Value left, Value right) {
  const Text a = field.points[left];
  const Text b = field.points[right];
  if (is_han(a) != is_han(b)) return reads_the_same(field, left, right) ? 2 : field.different();
  if (is_han(a)) {
    if (field.tokens[left] == field.tokens[right] || looks_the_same(a, b)) return 2;
    const auto shared = std::count_if(a.begin(), a.end(), [&](char32_t c) { return b.find(c) != b.npos; });
    return shared >= 2 || (shared == 1 && std::min(a.size(), b.size()) == 1) ? 3 : field.different();
  }
  if (std::min(a.size(), b.size()) >= 4 && within_edits(a, b, 1)) return 2;
  if (jaro_winkler(a, b) >= 0.95) return 2;
  const int level = compare_rest_of_name(field, left, right);
  return level == field.different() ? level : 3;
}

}  // namespace zhike::resolve
