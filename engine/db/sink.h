// SPDX-License-Identifier: Apache-2.0
// Rows of a statement handed to C++ as DuckDB finds them, by several threads and without a result in between: a result of
// a million wide rows is copied twice, and the second time by one thread alone.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "db/source.h"

namespace zhike::db {

// Some rows, columns by position. Valid only during take().
class ChunkReader {
 public:
  struct Column {
    SourceType type;
    const void* cells;
    const std::uint64_t* validity;  // null: no NULL in this chunk
  };
  ChunkReader(std::vector<Column> columns, std::size_t rows) : columns_(std::move(columns)), rows_(rows) {}
  std::size_t rows() const { return rows_; }
  bool is_null(std::size_t column, std::size_t row) const {
    const std::uint64_t* validity = columns_[column].validity;
    return validity && (validity[row / 64] >> (row % 64) & 1) == 0;
  }
  std::string_view text(std::size_t column, std::size_t row) const;
  // Every type but text; a number as its bits.
  std::int64_t whole(std::size_t column, std::size_t row) const;

 private:
  std::vector<Column> columns_;
  std::size_t rows_;
};

class Sink {
 public:
  virtual ~Sink() = default;
  virtual std::vector<SourceType> columns() const = 0;
  // Called from several threads at once, each time with other rows.
  virtual void take(const ChunkReader& rows) = 0;
};

}  // namespace zhike::db
