// SPDX-License-Identifier: Apache-2.0
// The raw table as dictionary codes, its rows in canonical order.
// Cleaning and typing then look at distinct values only, and nothing later can see the order of the input.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/large_memory.h"
#include "resolve/resolve.h"

namespace zhike::resolve {

// Texts numbered from 1 in the order of their first appearance; the empty text is 0.
class Dictionary {
 public:
  Dictionary() { values_.emplace_back(); }
  explicit Dictionary(std::vector<std::string> values);  // different texts, the first empty
  std::uint32_t add(std::string_view text);
  // The same for many, their codes appended to `codes`: what each needs from memory is on its way while others are added.
  void add_all(std::span<const std::string_view> texts, std::vector<std::uint32_t>& codes);
  std::uint32_t find(std::string_view text) const;  // 0 when it is not there
  std::vector<std::string>& values() { return values_; }

 private:
  std::uint32_t add(std::string_view text, std::uint64_t hash);
  void make_room(std::size_t more);
  void grow(std::size_t values);
  std::vector<std::string> values_;
  LargeVector<std::uint32_t> slots_;
  LargeVector<std::uint64_t> hashes_;  // per code
};

std::uint64_t hash_text(std::string_view text, std::uint64_t seed);

struct CodedColumn {
  std::string name;
  std::string kind;                  // as the caller asked
  std::vector<std::uint32_t> code;   // per canonical row
  std::vector<std::string> values;   // trimmed raw text; [0] is empty
  std::vector<std::uint32_t> count;  // rows of each code
  std::size_t filled = 0;
};

struct CodedTable {
  std::vector<CodedColumn> columns;
  std::size_t rows = 0;
  std::vector<std::uint32_t> input_row;  // canonical row -> row of the table
  std::vector<std::uint64_t> order;      // per canonical row, ascending: what the order goes by
};

// Words for "no value" (null, n/a, 未知, ...) become missing. The table's columns must be equally long.
CodedTable encode(const Table& table, std::uint64_t seed, int threads);

// Codes renumbered by first appearance and counted: after several raw values were cleaned into one.
// value_of[code] is the new text of each old code.
CodedColumn recode(std::string name, const std::vector<std::uint32_t>& code, const std::vector<std::string>& value_of);

}  // namespace zhike::resolve
