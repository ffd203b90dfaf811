// SPDX-License-Identifier: Apache-2.0
// Who a row is about: names of persons in parts or whole, names of organisations, and both in one column.
#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "kernels/text.h"
#include "resolve/assembly.h"
#include "resolve/clean_name.h"
#include "resolve/clean_text.h"
#include "resolve/organisation.h"
#include "resolve/party.h"

namespace zhike::resolve {
namespace {

// Fewer firms than this among persons are taken for oddities of spelling.
constexpr double mixed_share_least = 0.02;

}  // namespace

// Who the row is about: a person in parts, a person by full name, or an organisation. Other names are of people and
// firms around him.
void Assembly::assemble_names() {
  const auto given = of_type(ColumnType::given_name);
  const auto family = of_type(ColumnType::surname);
  auto full = of_type(ColumnType::full_name);
  const auto firms = of_type(ColumnType::organisation_name);
  const bool in_parts = !given.empty() && !family.empty();
  if (full.empty() && firms.empty() && !in_parts) {
    full = of_type(ColumnType::other_name);
    if (full.size() > 1) full.erase(full.begin() + 1, full.end());
  }
  organisations_ = !in_parts && !firms.empty() && (full.empty() || firms[0]->column.values.size() > full[0]->column.values.size());
  if (!firms.empty()) assemble_organisation(*firms[0]);
  if (organisations_) {
    for (auto* typed : full) typed->type = ColumnType::other_name;
    return;
  }
  if (full.empty()) return;
  if (in_parts) {
    assemble_rest_of_name(*given[0], *family[0], full);
    for (auto* typed : full) typed->type = ColumnType::ignore;
    return;
  }
  assemble_full_name(full[0]->column);
  full[0]->type = ColumnType::ignore;
  for (std::size_t k = 1; k < full.size(); ++k) full[k]->type = ColumnType::other_name;
}

// The organisation a row is about, or where its person works: that is shared with colleagues.
void Assembly::assemble_organisation(TypedColumn& typed) {
  auto names = cleaned(typed.column, clean_organisation_name);
  typed.type = ColumnType::ignore;
  if (organisations_) keep_branches_apart(names);
  put(std::move(names), Kind::organisation_name, organisations_);
}

void Assembly::keep_branches_apart(const CodedColumn& names) {
  std::vector<std::uint32_t> of_value(names.values.size(), 0);
  for (std::size_t code = 1; code < of_value.size(); ++code) of_value[code] = branch_code(names.values[code]);
  if (std::find(of_value.begin(), of_value.end(), 2U) != of_value.end()) put_apart(names, of_value);
}

void Assembly::put_apart(const CodedColumn& column, const std::vector<std::uint32_t>& of_value) {
  auto& codes = apart_.emplace_back(column.code.size());
  for (std::size_t row = 0; row < codes.size(); ++row) codes[row] = of_value[column.code[row]];
}

// One column of names, of persons or of persons and firms.
void Assembly::assemble_full_name(const CodedColumn& column) {
  const auto parties = parties_of(column);
  if (organisation_share(column, parties) < mixed_share_least) return split_name(column);
  std::vector<std::string> persons(column.values.size());
  std::vector<std::string> firms(column.values.size());
  std::vector<std::uint32_t> party(column.values.size(), 0);
  for (std::size_t code = 1; code < parties.size(); ++code) {
    party[code] = static_cast<std::uint32_t>(parties[code]);
    if (parties[code] == Party::organisation) firms[code] = clean_organisation_name(column.values[code]);
    else persons[code] = column.values[code];
  }
  put_apart(column, party);
  split_name(recode(column.name, column.code, persons));
  auto organisations = recode(column.name + " (organisation)", column.code, firms);
  keep_branches_apart(organisations);
  put(std::move(organisations), Kind::organisation_name, true);
}

// A full name beside its parts: only what the parts do not hold is new. A part that was only a title is refilled.
void Assembly::assemble_rest_of_name(TypedColumn& given, TypedColumn& family, const std::vector<TypedColumn*>& full) {
  auto given_clean = cleaned(given.column, clean_name);
  auto family_clean = cleaned(family.column, clean_name);
  std::vector<CodedColumn> names;
  for (const auto* typed : full) names.push_back(cleaned(typed->column, clean_name));
  const std::size_t rows = given.column.code.size();
  Dictionary given_texts;
  Dictionary family_texts;
  Dictionary rest_texts;
  std::vector<std::uint32_t> given_code(rows);
  std::vector<std::uint32_t> family_code(rows);
  std::vector<std::uint32_t> rest_code(rows);
  const auto fullest = static_cast<std::size_t>(decisions_.whole("longest name", [&] { return longest(names); }));
  for (std::size_t row = 0; row < rows; ++row) {
    std::string_view longest_name;
    for (const auto& name : names)
      if (const std::string_view text = name.values[name.code[row]]; text.size() > longest_name.size()) longest_name = text;
    const auto words = split_words(longest_name);
    std::string_view given_text = given_clean.values[given_clean.code[row]];
    std::string_view family_text = family_clean.values[family_clean.code[row]];
    if (given_text.empty() && given.column.code[row] != 0 && words.size() > 1) given_text = words.front();
    if (family_text.empty() && family.column.code[row] != 0 && words.size() > 1) family_text = words.back();
    const auto& name = names[fullest];
    given_code[row] = given_texts.add(given_text);
    family_code[row] = family_texts.add(family_text);
    rest_code[row] = rest_texts.add(rest_of_name(name.values[name.code[row]], given_text, family_text));
  }
  put(recode(given.column.name, given_code, given_texts.values()), Kind::given_name);
  put(recode(family.column.name, family_code, family_texts.values()), Kind::surname);
  put(recode("rest of name", rest_code, rest_texts.values()), Kind::rest_of_name);
  given.type = family.type = ColumnType::ignore;
}

std::size_t Assembly::longest(const std::vector<CodedColumn>& names) {
  std::size_t best = 0;
  double best_length = -1;
  for (std::size_t k = 0; k < names.size(); ++k) {
    double length = 0;
    for (std::size_t code = 1; code < names[k].values.size(); ++code)
      length += static_cast<double>(names[k].values[code].size()) * names[k].count[code];
    if (length > best_length) {
      best = k;
      best_length = length;
    }
  }
  return best;
}

void Assembly::split_name(const CodedColumn& name) {
  const bool chinese = decisions_.whole("Han names: " + name.name, [&] {
    double han = 0;
    for (std::size_t code = 1; code < name.values.size(); ++code)
      if (kernels::has_han(name.values[code])) han += name.count[code];
    return han > 0.3 * static_cast<double>(name.filled);
  }) != 0;
  std::vector<std::string> given(name.values.size());
  std::vector<std::string> family(name.values.size());
  std::vector<std::string> rest(name.values.size());
  for (std::size_t code = 1; code < name.values.size(); ++code) {
    auto parts = chinese ? split_han_name(name.values[code]) : split_full_name(name.values[code]);
    given[code] = std::move(parts.given);
    family[code] = std::move(parts.family);
    rest[code] = std::move(parts.rest);
  }
  put(recode(name.name + " (given)", name.code, given), chinese ? Kind::han_given_name : Kind::given_name);
  put(recode(name.name + " (family)", name.code, family), chinese ? Kind::han_surname : Kind::surname);
  auto others = recode(name.name + " (rest)", name.code, rest);
  if (decisions_.closed() || static_cast<double>(others.filled) > 0.02 * static_cast<double>(name.code.size()))
    put(std::move(others), Kind::rest_of_name);
}

}  // namespace zhike::resolve
