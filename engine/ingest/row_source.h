// SPDX-License-Identifier: Apache-2.0
// The rows of an input file as a table DuckDB pulls with several threads: line, id, hash, then every column as raw
// text (empty cells are NULL). This is what the archive holds, and all the lake is loaded from.
#pragma once

#include <atomic>
#include <functional>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/progress.h"
#include "db/source.h"
#include "ingest/input_file.h"

namespace zhike::ingest {

// The columns before those of the file. A column of the file with such a name is renamed as a duplicate would be.
inline constexpr std::string_view line_column = "zhike_line";   // BIGINT, from 1
inline constexpr std::string_view id_column = "zhike_id";       // BIGINT, key_id() of the key, or of the content
inline constexpr std::string_view hash_column = "zhike_hash";   // UBIGINT, of all cells, whatever their order
inline constexpr std::string_view rest_column = "zhike_rest";   // VARCHAR, JSON members without a column

// 63 bits of (source, key): the id of a record or event for ever.
std::int64_t key_id(std::string_view source_id, std::string_view key);

struct RowSourceOptions {
  std::string source_id;
  std::optional<std::size_t> key_column;  // of the file; else the content is the key
  std::int64_t file_bytes = 0;
  int threads = 2;
};

class RowSource : public db::Source {
 public:
  RowSource(std::unique_ptr<InputFile> file, RowSourceOptions options, Progress& progress,
            const std::function<bool()>& is_cancelled);
  std::vector<db::SourceColumn> columns() const override;
  int threads_max() const override { return options_.threads; }
  std::unique_ptr<Local> start_thread() override;
  Status fill(db::ChunkWriter& out, Local* local) override;

  std::int64_t rows() const { return rows_.load(); }
  RejectList& rejects() { return rejects_; }
  const InputFile& file() const { return *file_; }
  void close() { file_.reset(); }

 private:
  struct Worker;
  Status take_block(Worker& worker);
  void write_row(db::ChunkWriter& out, std::size_t at, std::int64_t line, const CellRow& row) const;

  std::unique_ptr<InputFile> file_;
  RowSourceOptions options_;
  std::vector<std::uint64_t> column_seeds_;
  std::uint64_t source_seed_;
  Progress& progress_;
  std::function<bool()> is_cancelled_;
  std::mutex mutex_;  // guards file_->next()
  RejectList rejects_;
  std::atomic<std::int64_t> rows_{0};
};

// Rejected lines as the table the archive keeps beside the rows: line, column_name, reason, message, fragment.
class RejectSource : public db::Source {
 public:
  RejectSource(std::vector<Reject> rejects, std::vector<std::string> columns);
  std::vector<db::SourceColumn> columns() const override;
  Status fill(db::ChunkWriter& out, Local* local) override;

 private:
  std::vector<Reject> rejects_;
  std::vector<std::string> columns_;
  std::size_t at_ = 0;
};

// Readable column names of the archive table, in the order of the file's.
std::vector<std::string> archive_columns(const std::vector<std::string>& columns);

}  // namespace zhike::ingest
