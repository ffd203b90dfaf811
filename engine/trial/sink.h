// SPDX-License-Identifier: Apache-2.0
// Where rows go: sorted by time in bounded memory, then written as CSV, JSON lines, XLSX or Parquet.
// Rows are kept in runs; a full run is sorted and parked in a temporary file, and the runs are merged at the end.
#pragma once

#include <cstdint>
#include <cstdio>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace zhike::trial {

enum class Format : std::uint8_t { csv, csv_bom, csv_gb18030, json_lines, workbook, parquet };

// Appends one CSV field; quotes it when it holds a comma, a quote or a line break, or looks empty but is not.
void append_csv(std::string& row, std::string_view field, bool first = false);
void append_json(std::string& out, std::string_view text);  // with its quotes
inline constexpr char cell_mark = '\x1f';                   // between the cells of a workbook row

// Buffered bytes to a file, in one encoding. Errors are kept and told by close().
class TextFile {
 public:
  TextFile(std::string path, Format format);
  ~TextFile();
  TextFile(const TextFile&) = delete;
  TextFile& operator=(const TextFile&) = delete;
  void line(std::string_view utf8);  // adds the line break
  Status close();

 private:
  void flush();
  std::string path_, buffer_;
  Format format_;
  std::FILE* file_;
  int error_ = 0;
};
// What to tell about a failed write to this file.
Error write_error(const std::string& path, int error);

class Sorter {
 public:
  // Temporary files are `path`.run0, .run1, ...; they are gone when the Sorter is.
  explicit Sorter(std::string path, std::size_t run_bytes = 48U << 20);
  ~Sorter();
  Sorter(const Sorter&) = delete;
  Sorter& operator=(const Sorter&) = delete;
  void add(std::int64_t order, std::string_view row);  // rows of one order keep the order they came in
  std::uint64_t rows() const { return rows_; }
  // All rows in order. The row's view holds during the call only.
  Status drain(const std::function<void(std::string_view)>& take);

 private:
  struct Entry {
    std::int64_t order;
    std::uint32_t offset, length;
  };
  void park();
  void sort_run();
  std::string path_, text_;
  std::vector<Entry> entries_;
  std::size_t run_bytes_;
  int runs_ = 0, error_ = 0;
  std::uint64_t rows_ = 0;
};

// Writes the sorted rows under their header. `columns` tells a workbook which cells are dates or numbers.
enum class CellKind : std::uint8_t { text, date, number };
struct Sheet {
  std::string path;
  Format format;
  std::string header;  // CSV
  std::vector<CellKind> columns;
};
// The paths written: more than one when a workbook is full (a sheet ends at 1,048,576 rows).
Result<std::vector<std::pair<std::string, std::uint64_t>>> write_sorted(Sorter& sorter, const Sheet& sheet);
// A CSV file of text columns as Parquet, beside the DuckDB door.
Status csv_to_parquet(const std::string& csv, const std::string& parquet);
Result<std::vector<std::pair<std::string, std::uint64_t>>> write_workbooks(Sorter& sorter, const Sheet& sheet);

}  // namespace zhike::trial
