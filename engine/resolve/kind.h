// SPDX-License-Identifier: Apache-2.0
// The kinds of fields that are compared, one row each: how many levels of agreement, what they are called, and
// whether the field speaks for a person or for all who share a home.
// Level 0 = missing on a side, 1 = equal, the last = different; the others lie between, nearest first.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace zhike::resolve {

enum class Kind : std::uint8_t {
  given_name,
  surname,
  han_given_name,
  han_surname,
  rest_of_name,
  date,
  identifier,
  phone,
  email,
  address,
  place,
  postcode,
  number,
  category,
  organisation_name,
  other_name,
};

inline constexpr int levels_most = 8;
inline constexpr int missing_level = 0;
inline constexpr int exact_level = 1;

struct KindInfo {
  Kind kind;
  std::string_view id;
  // Personal evidence never speaks for "another member of the same household"; shared evidence does.
  bool personal;
  // Parts of one place: their dependence may be measured and taken out.
  bool location;
  bool name;
  // From 0 = missing to "different".
  std::array<std::string_view, levels_most> labels;
};

inline constexpr KindInfo kind_table[] = {
    {Kind::given_name, "given_name", true, false, true,
     {"missing", "equal", "one typing error", "initial, short form or alias", "similar", "vaguely similar", "different"}},
    {Kind::surname, "surname", false, false, true,
     {"missing", "equal", "one typing error", "initial, short form or alias", "similar", "vaguely similar", "different"}},
    {Kind::han_given_name, "han_given_name", true, false, true,
     {"missing", "equal", "same sound or swapped", "a shared character or sound", "different"}},
    {Kind::han_surname, "han_surname", false, false, true,
     {"missing", "equal", "same sound or swapped", "a shared character or sound", "different"}},
    {Kind::rest_of_name, "rest_of_name", true, false, true,
     {"missing", "equal", "one holds the other", "one word in common", "different"}},
    {Kind::date, "date", true, false, false,
     {"missing", "equal", "one typing error", "two parts equal", "same year, day unknown", "same year or day",
      "a few digits different", "different"}},
    {Kind::identifier, "identifier", true, false, false,
     {"missing", "equal", "one typing error", "two typing errors", "different"}},
    {Kind::phone, "phone", false, false, false,
     {"missing", "equal", "one typing error", "two typing errors", "different"}},
    {Kind::email, "email", false, false, false,
     {"missing", "equal", "up to two typing errors", "same or similar name part", "similar", "different"}},
    {Kind::address, "address", false, true, false,
     {"missing", "equal", "nearly equal", "one holds the other, or half in common", "a part in common", "different"}},
    {Kind::place, "place", false, true, false,
     {"missing", "equal", "nearly equal", "one holds the other, or half in common", "a part in common", "different"}},
    {Kind::postcode, "postcode", false, true, false,
     {"missing", "equal", "one typing error", "same area or two typing errors", "different"}},
    {Kind::number, "number", false, true, false, {"missing", "equal", "one typing error or next number", "close", "different"}},
    {Kind::category, "category", false, true, false, {"missing", "equal", "different"}},
    {Kind::organisation_name, "organisation_name", true, false, false,
     {"missing", "equal", "equal but for place or form", "one slip or same sound", "same brand or short name",
      "branch, or brand elsewhere", "similar", "different"}},
    {Kind::other_name, "other_name", false, false, false,
     {"missing", "equal", "same sound or one typing error", "a part in common", "different"}},
};

constexpr const KindInfo& info(Kind kind) { return kind_table[static_cast<std::size_t>(kind)]; }
constexpr bool kind_table_is_in_order() {
  std::size_t position = 0;
  for (const auto& row : kind_table)
    if (static_cast<std::size_t>(row.kind) != position++) return false;
  return true;
}
static_assert(kind_table_is_in_order());

// How many levels there are, missing and different included.
constexpr int levels_count(Kind kind) {
  int count = 0;
  for (const auto label : info(kind).labels) count += label.empty() ? 0 : 1;
  return count;
}
constexpr int different_level(Kind kind) { return levels_count(kind) - 1; }
// Dates that differ in a few digits only; not in the index of similar values but worked out pair by pair.
inline constexpr int near_date_level = 6;
// Numbers within a thousandth of the spread of their column; worked out pair by pair like near dates.
inline constexpr int close_number_level = 3;
static_assert(near_date_level == different_level(Kind::date) - 1);
// Equal, or any degree of similarity.
constexpr bool agrees(Kind kind, int level) { return level != missing_level && level != different_level(kind); }

}  // namespace zhike::resolve
