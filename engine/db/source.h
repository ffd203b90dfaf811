// SPDX-License-Identifier: Apache-2.0
// A table made by C++ that DuckDB pulls chunk by chunk, so that reading, compressing and writing overlap.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace zhike::db {

// date: days since 1970, set as integer; time: microseconds since 1970, UTC (TIMESTAMPTZ), set as whole.
enum class SourceType { text, whole, unsigned_whole, integer, number, flag, date, time };

struct SourceColumn {
  std::string name;
  SourceType type = SourceType::text;
};

// Where a source writes its rows. Every cell must be set (or set_null). Rows are numbered from 0 within the chunk.
class ChunkWriter {
 public:
  explicit ChunkWriter(void* chunk);
  std::size_t capacity() const;  // rows that fit
  void set_text(std::size_t column, std::size_t row, std::string_view text);
  // Text that is known to be UTF-8, as everything that came out of a lake: it is not looked through again.
  void set_known_text(std::size_t column, std::size_t row, std::string_view text);
  void set_whole(std::size_t column, std::size_t row, std::int64_t value);
  void set_unsigned(std::size_t column, std::size_t row, std::uint64_t value);
  void set_integer(std::size_t column, std::size_t row, std::int32_t value);
  void set_number(std::size_t column, std::size_t row, double value);
  void set_flag(std::size_t column, std::size_t row, bool value);
  void set_null(std::size_t column, std::size_t row);
  void set_size(std::size_t rows);

 private:
  struct Column {
    void* vector;
    void* cells;
    std::uint64_t* validity;  // null until a cell of the chunk is NULL
  };
  void* chunk_;
  std::vector<Column> columns_;
};

class Source {
 public:
  // What one pulling thread keeps between its calls.
  struct Local {
    virtual ~Local() = default;
  };
  virtual ~Source() = default;
  virtual std::vector<SourceColumn> columns() const = 0;
  virtual int threads_max() const { return 1; }
  virtual std::unique_ptr<Local> start_thread() { return nullptr; }
  // Writes the next rows and their number; 0 rows is the end. Called from up to threads_max() threads at once.
  virtual Status fill(ChunkWriter& out, Local* local) = 0;

  // The failure of fill(), kept so that the caller of the statement gets the code and not only a text.
  std::unique_ptr<Error> take_failure() { return std::move(failure_); }
  void keep_failure(Error error) { failure_ = std::make_unique<Error>(std::move(error)); }

 private:
  std::unique_ptr<Error> failure_;
};

}  // namespace zhike::db
