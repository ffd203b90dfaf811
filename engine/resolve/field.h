// SPDX-License-Identifier: Apache-2.0
// The cleaned table in memory: every field as codes into a dictionary, with the rows of each value and the values
// similar to it in flat arrays.
// Code 0 is "missing". Rows are in canonical order (by record hash), so nothing downstream can depend on the input's.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/large_memory.h"
#include "resolve/by_rarity.h"
#include "resolve/code_points.h"
#include "resolve/column_decisions.h"
#include "resolve/kind.h"
#include "resolve/organisation.h"
#include "resolve/resolve.h"

namespace zhike::resolve {

// Lists of different lengths one behind the other; list k is items[begin[k]] up to items[begin[k + 1]].
template <class Item>
struct Lists {
  LargeVector<std::uint64_t> begin = LargeVector<std::uint64_t>(1, 0);
  LargeVector<Item> items;

  std::size_t size() const { return begin.size() - 1; }
  std::span<const Item> operator[](std::size_t list) const {
    return {items.data() + begin[list], items.data() + begin[list + 1]};
  }
  std::span<Item> operator[](std::size_t list) { return {items.data() + begin[list], items.data() + begin[list + 1]}; }
};

struct Similar {
  std::uint32_t value = 0;
  std::uint8_t level = 0;
};

struct Day {
  std::int16_t year = 0;
  std::int8_t month = 0;
  std::int8_t day = 0;
  bool year_only = false;  // month and day are a default
};

struct Field {
  std::string name;
  Kind kind = Kind::place;
  bool personal = false;                  // speaks for the customer alone, never for those around him
  std::vector<std::uint32_t> code;        // per row
  std::vector<std::string> values;        // per code; [0] is empty
  std::vector<std::uint32_t> count;       // rows of each code; [0] is 0
  double filled = 0;                      // rows that have a value

  // What comparators read, by code: filled by prepare_values() as far as the kind needs it.
  CodePoints points;
  std::vector<std::string> sound;         // Han names: toneless syllables
  std::vector<Day> days;
  std::vector<std::uint32_t> characters;  // identifiers, phones: the set of characters, folded into 32 bits
  std::vector<std::uint32_t> digits;      // dates: yyyymmdd, four bits a digit
  std::vector<std::vector<std::uint32_t>> tokens;  // numbers of tokens, sorted; Han names: of syllables, in order
  std::vector<std::u32string> token_points;
  std::vector<float> token_bits;          // inverse document frequency
  std::vector<float> tokens_bits;         // sum over the value's tokens
  std::vector<double> number;             // numbers; NaN for what is none
  double close_within = 0;                // numbers nearer than this are close
  std::vector<OrganisationParts> parts;   // names of organisations

  Lists<std::uint32_t> rows;              // per code, ascending
  Lists<Similar> similar;                 // per code, ascending by value, symmetric
  // Per code: rows at each level from it. Values with equally many rows, also at each level from them, are of one rarity,
  // numbered from 1 by first appearance; 0 is the missing value.
  ByRarity<std::array<float, levels_most>> similar_rows;
  std::vector<std::uint32_t> rarity_count;  // per rarity: rows of each of its values; empty in tables made by hand

  std::vector<std::pair<std::uint32_t, std::uint32_t>> aliases;  // values put at the alias level by add_aliases()

  int levels() const { return levels_count(kind); }
  int different() const { return different_level(kind); }
  std::uint32_t values_count() const { return static_cast<std::uint32_t>(values.size()); }
};

inline constexpr std::size_t fields_most = 15;
// Codes that a row takes where rows lie side by side: half a line of the cache or a whole one.
constexpr std::size_t stride_of(std::size_t fields) { return (fields + 7) / 8 * 8; }
inline constexpr std::size_t no_field = static_cast<std::size_t>(-1);

struct Fields {
  std::vector<Field> field;
  std::size_t rows = 0;
  std::vector<std::uint32_t> input_row;  // canonical row -> row of the table
  std::vector<std::uint32_t> source;     // canonical row -> side; empty = one side
  // Found while typing: one code per canonical row, 0 = not known. Rows whose codes differ are never one customer: a
  // person and a firm, a head office and its branch.
  std::vector<std::vector<std::uint32_t>> apart;
  std::vector<std::uint64_t> order;      // per canonical row, ascending: what the order goes by
  std::size_t given = no_field;          // the pair of name fields that may be exchanged
  std::size_t family = no_field;
  std::size_t email = no_field;
  // The code of the same text in the other name field, 0 = none: [0] given -> family, [1] family -> given.
  std::array<std::vector<std::uint32_t>, 2> same_text;
  std::vector<ColumnUse> columns;  // of the table, in its order
  ColumnDecisions decisions;       // how the columns were cleaned
  // All codes of a row side by side, each row filled up with zeros to a multiple of eight: half a cache line or a whole.
  LargeVector<std::uint32_t> row_codes;
  // The rarity of each of them, in the same places: what weighs a pair then lies in two lines of the cache, not in one for
  // each field. Empty in tables made by hand.
  LargeVector<std::uint32_t> row_rarity;

  std::size_t size() const { return field.size(); }
  std::size_t stride() const { return stride_of(size()); }
  std::span<const std::uint32_t> codes(std::size_t row) const { return {row_codes.data() + row * stride(), size()}; }
  bool are_apart(std::size_t left, std::size_t right) const {
    for (const auto& code : apart)
      if (code[left] != 0 && code[right] != 0 && code[left] != code[right]) return true;
    return false;
  }
};

}  // namespace zhike::resolve
