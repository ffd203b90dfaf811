// SPDX-License-Identifier: Apache-2.0
// Names of organisations: cleaned into parts once per value, compared part by part.
// Chinese names are compared by brand, sound and place; names in Latin letters as words, the rare ones first.
#include "resolve/organisation.h"

#include <algorithm>
#include <array>
#include <utility>

#include "kernels/edit_distance.h"
#include "kernels/han_shape.h"
#include "kernels/jaro_winkler.h"
#include "kernels/organisation_name.h"
#include "kernels/pinyin.h"
#include "kernels/place_names.h"
#include "kernels/text.h"
#include "resolve/clean_text.h"
#include "resolve/field.h"
#include "resolve/levels.h"

namespace zhike::resolve {
namespace {

constexpr std::string_view part_mark = "\u00A0";

// Endings of firms that are surnames too.
constexpr std::array words_of_both = {std::string_view{"bank"}, std::string_view{"trust"}, std::string_view{"school"},
                                      std::string_view{"as"}, std::string_view{"ab"}, std::string_view{"college"}};

// Forms that say only "this is a company"; a shop's or a hospital's ending is part of its name.
bool is_plain_form(std::string_view form) {
  return form.ends_with("公司") || form.ends_with("集团") || form.ends_with("企业") || form.starts_with("(") ||
         !kernels::has_han(form);
}

std::array<std::string, 4> parts_of(std::string_view cleaned) {
  std::array<std::string, 4> parts;
  for (std::size_t k = 0; k < parts.size(); ++k) {
    const auto end = std::min(cleaned.find(part_mark), cleaned.size());
    parts[k] = cleaned.substr(0, end);
    cleaned.remove_prefix(std::min(end + part_mark.size(), cleaned.size()));
  }
  return parts;
}

// Provinces and cities a place name may mean: 杭州, 西湖区 (of several cities), 浙江杭州.
std::vector<std::uint32_t> regions_of(std::string_view text) {
  std::vector<std::uint32_t> regions;
  while (!text.empty()) {
    const auto match = kernels::place_at(text);
    if (match.bytes == 0) break;
    regions.clear();  // the last name is the narrowest
    for (const auto& place : match.bearers) regions.push_back(place.code);
    text.remove_prefix(match.bytes);
  }
  return regions;
}

// One holds the other, by the two-digit steps of division codes (GB/T 2260).
bool nested(std::uint32_t a, std::uint32_t b) {
  for (const std::uint32_t step : {10000U, 100U, 1U}) {
    if (a / step != b / step) return false;
    if (a % step == 0 || b % step == 0) return true;
  }
  return true;
}

bool compatible(const OrganisationParts& a, const OrganisationParts& b) {
  if (a.regions.empty() || b.regions.empty()) return true;
  for (const auto x : a.regions)
    for (const auto y : b.regions)
      if (nested(x, y)) return true;
  return false;
}

std::string without_blanks(std::string text) {
  std::erase(text, ' ');
  return text;
}

std::string sound_of(std::string_view text) { return kernels::fuzzy_pinyin(kernels::pinyin(text)); }

// The same characters but for some that look alike.
bool looks_the_same(std::u32string_view a, std::u32string_view b) {
  if (a.size() != b.size()) return false;
  std::size_t other = 0;
  for (std::size_t k = 0; k < a.size(); ++k) {
    if (a[k] == b[k]) continue;
    if (!kernels::look_alike(a[k], b[k])) return false;
    ++other;
  }
  return other == 1;
}

int compare_chinese(const Field& field, const OrganisationParts& a, const OrganisationParts& b) {
  const bool one_place = compatible(a, b) && a.branch == b.branch;
  if (a.whole == b.whole) return one_place ? 2 : 5;
  const bool slip = (!a.sound.empty() && a.sound == b.sound) || looks_the_same(a.whole, b.whole);
  if (slip) return one_place ? 3 : 5;
  const bool brand = a.brand == b.brand || (a.brand.size() >= 2 && a.brand_sound == b.brand_sound) || looks_the_same(a.brand, b.brand);
  const auto& shorter = a.whole.size() < b.whole.size() ? a.whole : b.whole;
  const auto& longer = a.whole.size() < b.whole.size() ? b.whole : a.whole;
  const bool contained = shorter.size() >= 3 && longer.find(shorter) != longer.npos;
  if (brand || contained) return one_place ? 4 : 5;
  if (kernels::edit_distance(a.whole, b.whole, 1) <= 1 && shorter.size() >= 4) return one_place ? 6 : field.different();
  return kernels::jaro_winkler(std::string_view(a.sound), b.sound) >= 0.93 ? 6 : field.different();
}

bool numbers_differ(const Field& field, std::uint32_t left, std::uint32_t right) {
  const auto numbers = [&](std::uint32_t value) {
    std::vector<std::uint32_t> out;
    for (const auto token : field.tokens[value])
      if (const auto first = field.token_points[token].front(); first >= U'0' && first <= U'9') out.push_back(token);
    return out;
  };
  const auto a = numbers(left);
  const auto b = numbers(right);
  return !a.empty() && !b.empty() && a != b;
}

int compare_latin(const Field& field, std::uint32_t left, std::uint32_t right) {
  const auto& a = field.parts[left];
  const auto& b = field.parts[right];
  if (a.sound == b.sound) return 2;
  const std::size_t shorter = std::min(a.whole.size(), b.whole.size());
  if (numbers_differ(field, left, right)) return tokens_in_common(field, left, right) > 0 && shorter >= 4 ? 5 : field.different();
  if (shorter >= 5 && kernels::edit_distance(a.whole, b.whole, 1) <= 1) return 3;
  const double common = tokens_in_common(field, left, right);
  const double all_a = field.tokens_bits[left];
  const double all_b = field.tokens_bits[right];
  const double share = common / (all_a + all_b - common + 1e-9);
  if (share >= 0.8) return 3;
  if (common > 0 && common >= 0.95 * std::min(all_a, all_b)) return 4;
  if (share >= 0.4) return 6;
  return kernels::jaro_winkler(a.whole, b.whole) >= 0.9 ? 6 : field.different();
}

// 博腾 and "Boteng Hardware": the brand read aloud is a word of the other, or begins it.
int compare_scripts(const Field& field, const OrganisationParts& chinese, const OrganisationParts& latin) {
  const auto brand = without_blanks(kernels::pinyin(kernels::to_utf8(chinese.brand)));
  const auto whole = without_blanks(kernels::pinyin(kernels::to_utf8(chinese.whole)));
  if (whole == latin.sound) return 3;
  if (brand.size() >= 4 && latin.sound.starts_with(brand)) return 4;
  return field.different();
}

}  // namespace

std::string clean_organisation_name(std::string_view raw) {
  kernels::OrganisationName name;
  // Trades and forms are listed in simplified characters. The folds of family names (萧 肖) would lose places.
  if (!kernels::read_organisation_name(kernels::to_simplified(raw), name) || name.placeholder) return {};
  if (!kernels::has_han(name.full)) {
    const auto words = clean_words(name.brand.empty() ? name.full : name.brand);
    return words.empty() ? std::string() : std::string(part_mark) + words;
  }
  std::string trade = name.trade;
  if (!is_plain_form(name.form)) trade += name.form;
  if (name.brand.empty()) name.brand.swap(trade);
  const std::array parts = {name.region, clean_code(name.brand), clean_code(trade), clean_code(name.branch)};
  if (parts[1].empty()) return {};
  std::string out;
  for (std::size_t k = 0; k < parts.size(); ++k) {
    if (k > 0) out += part_mark;
    out += parts[k];
  }
  while (out.ends_with(part_mark)) out.resize(out.size() - part_mark.size());
  return out;
}

bool is_organisation_name(std::string_view raw) {
  if (!kernels::has_organisation_form(raw)) return false;
  if (!kernels::has_han(raw)) {
    const auto words = clean_words(raw);
    const auto all = split_words(words);
    // Peter Bank and Karin As are persons, First National Bank is none.
    const bool a_surname = std::find(words_of_both.begin(), words_of_both.end(), all.empty() ? std::string_view() : all.back()) != words_of_both.end();
    return all.size() > (a_surname ? 2U : 1U);
  }
  // 张园 and 李行 are persons; a company's form is longer, a shop's name is.
  return kernels::length(raw) >= 5;
}

std::uint32_t branch_code(std::string_view cleaned) {
  if (cleaned.empty()) return 0;
  return parts_of(cleaned)[3].empty() ? 1 : 2;
}

void prepare_organisations(Field& field) {
  field.parts.resize(field.values.size());
  prepare_tokens(field, [](std::string_view value) { return kernels::has_han(value) ? std::string() : parts_of(value)[1]; });
  for (std::size_t value = 1; value < field.values.size(); ++value) {
    auto& out = field.parts[value];
    const auto parts = parts_of(field.values[value]);
    out.han = kernels::has_han(field.values[value]);
    out.brand = kernels::code_points(parts[1]);
    out.whole = kernels::code_points(without_blanks(parts[1] + parts[2]));
    out.branch = kernels::code_points(parts[3]);
    out.regions = regions_of(parts[0]);
    out.sound = out.han ? sound_of(parts[1] + parts[2]) : without_blanks(parts[1]);
    out.brand_sound = out.han ? sound_of(parts[1]) : out.sound;
  }
}

int compare_organisations(const Field& field, std::uint32_t left, std::uint32_t right) {
  const auto& a = field.parts[left];
  const auto& b = field.parts[right];
  if (a.han != b.han) return a.han ? compare_scripts(field, a, b) : compare_scripts(field, b, a);
  return a.han ? compare_chinese(field, a, b) : compare_latin(field, left, right);
}

}  // namespace zhike::resolve
