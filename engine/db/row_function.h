// SPDX-License-Identifier: Apache-2.0
// A DuckDB function that sees several texts of a row and answers with a whole row (a STRUCT): what belongs together is
// computed together, in one pass and in parallel, without a text in between for dates and numbers.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace zhike::db {

// date: days since 1970; time: microseconds since 1970, UTC (TIMESTAMPTZ).
enum class RowType { text, whole, number, flag, date, time };

struct RowColumn {
  std::string name;
  RowType type = RowType::text;
};

// One answer. A column that is not set is NULL.
class RowWriter {
 public:
  void set_text(std::size_t column, std::string_view text);
  void set_whole(std::size_t column, std::int64_t value);  // also dates and times
  void set_number(std::size_t column, double value);
  void set_flag(std::size_t column, bool value);

 private:
  friend struct RowWriterAccess;
  struct Column {
    void* vector;
    void* cells;
    std::uint64_t* validity;
    RowType type;
  };
  std::vector<Column> columns_;
  std::size_t row_ = 0;
};

// NULL arrives as a view whose data() is nullptr. Called from several threads at once.
class RowFunction {
 public:
  virtual ~RowFunction() = default;
  virtual int arguments() const = 0;
  virtual std::vector<RowColumn> columns() const = 0;
  virtual void answer(std::span<const std::string_view> texts, RowWriter& out) const = 0;
};

}  // namespace zhike::db
