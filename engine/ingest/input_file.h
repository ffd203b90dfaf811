// SPDX-License-Identifier: Apache-2.0
// One input file, opened and looked at: its format, encoding, dialect and columns, its first rows, and all its rows.
// Parquet and XLSX are read by a child process with limits (child.h); everything else by our own readers.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "ingest/csv_cells.h"
#include "ingest/json_cells.h"
#include "ingest/record_splitter.h"

namespace zhike::ingest {

enum class Format : std::uint8_t { csv, json_lines, json_array, parquet, xlsx };
std::string_view name(Format format);

struct ReadOptions {
  std::string sheet;                    // of a workbook; empty: the first
  std::optional<char> delimiter;        // else sniffed
  std::optional<bool> has_header;       // else sniffed
  std::string encoding;                 // "UTF-8", "GB18030", ...; empty: sniffed
  std::size_t row_bytes_max = 1 << 20;
  std::size_t columns_max = 20'000;
};

struct Layout {
  Format format = Format::csv;
  kernels::Encoding encoding = kernels::Encoding::utf8;
  Dialect dialect;
  std::vector<std::string> columns;
  std::vector<std::string> notes;       // what people should know: "the file has no rows"
  std::string encoding_name() const { return std::string(kernels::name(encoding)); }
  std::string dialect_name() const;
};

class InputFile {
 public:
  // `is_known_name` tells whether a word is a column name of the standard (for headers).
  // Fails with not_found, unreadable (empty, damaged, not a table) or too_large (columns, zip bomb).
  static Result<std::unique_ptr<InputFile>> open(const std::string& path, const ReadOptions& options,
                                                 const std::function<bool(std::string_view)>& is_known_name);
  ~InputFile();

  const Layout& layout() const { return layout_; }
  // The first rows, one list of cells each, and how many of the first lines could not be read.
  const std::vector<std::vector<std::string>>& sample() const { return sample_; }
  RejectList& sample_rejects() { return sample_rejects_; }
  std::int64_t position() const { return position_; }  // bytes taken so far, for progress

  // Serial: the next records; an empty block is the end. Fails with unreadable when the file turns out to be damaged.
  Status next(Block& block);
  // From any thread: one record as cells, exactly one per column.
  Fault parse(std::string_view record, CellRow& row) const;
  std::uint64_t lines_mixed() const { return lines_mixed_.load(); }
  std::uint64_t lines_repaired() const { return lines_repaired_.load(); }

 private:
  InputFile();
  Status look(const std::string& path, const std::function<bool(std::string_view)>& is_known_name);
  Status look_at_text(const std::function<bool(std::string_view)>& is_known_name);
  Status first_block(Block& block);
  Status look_at_json();
  Fault to_text(std::string_view& record, CellRow& row) const;
  std::unique_ptr<RecordSplitter> sample_splitter() const;
  void take_sample();

  struct Peeked;
  ReadOptions options_;
  Layout layout_;
  SplitOptions split_;
  std::string beginning_;                    // the first bytes as they came
  std::unique_ptr<Peeked> stream_;
  std::unique_ptr<RecordSplitter> splitter_;
  std::function<Status()> closed_;           // of the child: how it ended
  ColumnIndex json_columns_;
  std::vector<std::vector<std::string>> sample_;
  RejectList sample_rejects_;
  std::atomic<std::int64_t> position_{0};
  std::string path_;
  bool header_pending_ = false;
  bool ended_ = false;
  mutable std::atomic<std::uint64_t> lines_mixed_{0}, lines_repaired_{0};
};

}  // namespace zhike::ingest
