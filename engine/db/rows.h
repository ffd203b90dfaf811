// SPDX-License-Identifier: Apache-2.0
// What a query gave: chunks of columns, read by position. A Rows owns its memory and may move between threads.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

typedef struct _duckdb_data_chunk* duckdb_data_chunk;

namespace zhike::db {

enum class ColumnType { flag, whole, number, text, date, time, list, other };

// A flag, whole number, date, time or number (as its bits) as people read it: dates ISO 8601, times ISO 8601 in UTC.
std::string display(ColumnType type, std::int64_t value);

class Rows {
 public:
  Rows();
  ~Rows();
  Rows(Rows&&) noexcept;
  Rows& operator=(Rows&&) noexcept;

  std::size_t size() const { return size_; }
  bool empty() const { return size_ == 0; }
  std::size_t columns() const { return names_.size(); }
  const std::string& name(std::size_t column) const { return names_[column]; }
  ColumnType type(std::size_t column) const { return types_[column]; }

  bool is_null(std::size_t row, std::size_t column) const;
  // Integers of every width, flags (0/1), dates (days since 1970) and times (microseconds since 1970). NULL is 0.
  std::int64_t whole(std::size_t row, std::size_t column) const;
  // Numbers of every kind. NULL is 0.
  double number(std::size_t row, std::size_t column) const;
  // Text columns only; valid as long as this Rows. NULL is empty.
  std::string_view text(std::size_t row, std::size_t column) const;
  // Any column as people read it. NULL is empty.
  std::string display(std::size_t row, std::size_t column) const;

 private:
  friend class Connection;
  struct Chunk;
  const Chunk& chunk_of(std::size_t row, std::size_t& offset) const;

  std::vector<std::string> names_;
  std::vector<ColumnType> types_;
  std::vector<std::unique_ptr<Chunk>> chunks_;
  std::vector<std::size_t> starts_;  // first row of each chunk
  std::size_t size_ = 0;
};

}  // namespace zhike::db
