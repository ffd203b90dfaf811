// SPDX-License-Identifier: Apache-2.0
// Rows of a statement in memory, those of one key side by side: for what looks at all rows of a key at once. As SQL the
// same is a grouping with some states for each column, or a sorted copy of everything.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

#include "db/sink.h"

namespace zhike::db {

// One row, all in one piece of memory: which columns have a value, 8 bytes for each of these, and the texts.
class GroupedRow {
 public:
  GroupedRow(const std::byte* at, std::size_t words) : at_(at), words_(words) {}
  bool has(std::size_t column) const { return bits()[column / 64] >> (column % 64) & 1; }
  // Without a value: data() is nullptr.
  std::string_view text(std::size_t column) const {
    if (!has(column)) return {};
    const std::uint64_t cell = *cell_of(column);
    return {reinterpret_cast<const char*>(at_) + (cell >> 32), cell & UINT32_MAX};
  }
  // Every type but text, a number as its bits; 0 without a value.
  std::int64_t whole(std::size_t column) const { return has(column) ? static_cast<std::int64_t>(*cell_of(column)) : 0; }

 private:
  const std::uint64_t* bits() const { return reinterpret_cast<const std::uint64_t*>(at_); }
  const std::uint64_t* cell_of(std::size_t column) const {
    const std::uint64_t* words = bits();
    int before = std::popcount(words[column / 64] & ((std::uint64_t{1} << (column % 64)) - 1));
    for (std::size_t i = 0; i < column / 64; ++i) before += std::popcount(words[i]);
    return words + words_ + before;
  }
  const std::byte* at_;
  std::size_t words_;
};

// Filled by a statement, SELECT count({sink}(key, ...)) FROM ...; then group() once; then read by any number of threads.
class RowGroups {
 public:
  // The first column is the key, a text that is never NULL.
  explicit RowGroups(std::vector<SourceType> columns);
  ~RowGroups();
  RowGroups(const RowGroups&) = delete;
  RowGroups& operator=(const RowGroups&) = delete;

  // For Connection::add_sink. Writes into this object, which must outlive the statement.
  std::shared_ptr<Sink> sink();
  // Fails with too_large at 2^32 rows. Rows of one key stand in any order, and so do the keys.
  Status group(int threads);

  std::size_t size() const { return starts_.size() - 1; }
  // The rows of group g are [begin(g), begin(g + 1)).
  std::uint32_t begin(std::size_t group) const { return starts_[group]; }
  GroupedRow row(std::size_t row) const { return {rows_[row], words_}; }

 private:
  class Shelf;
  class Taker;

  std::vector<SourceType> columns_;
  std::size_t words_;  // of the bits that say which columns have a value
  std::vector<std::unique_ptr<Shelf>> shelves_;  // what the rows lie on
  std::vector<const std::byte*> rows_;
  std::vector<std::uint32_t> starts_{0};
};

}  // namespace zhike::db
