// SPDX-License-Identifier: Apache-2.0
#include "ingest/archive.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>

#include "base/failpoint.h"
#include "base/hash.h"
#include "ingest/row_source.h"

namespace zhike::ingest {
namespace {

namespace fs = std::filesystem;
constexpr std::int64_t row_group_rows = 122'880;
constexpr std::int64_t row_group_cells = 8'000'000;  // wide files get shorter groups, so that memory stays bounded

std::string file_name(std::int64_t batch_id, bool rejects) {
  std::string number = std::to_string(batch_id);
  if (number.size() < 6) number.insert(0, 6 - number.size(), '0');
  return number + (rejects ? ".reject.parquet" : ".parquet");
}

std::string path_of(flow::Context& context, std::int64_t batch_id, bool rejects) {
  return context.workspace().archive_folder() + "/" + file_name(batch_id, rejects);
}

Status flush(const std::string& path) {
  int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) return Error{ErrorCode::internal, path + " vanished while it was written"};
  int flushed = ::fsync(file);
  ::close(file);
  if (flushed != 0) return Error{ErrorCode::disk_full, path + " could not be written to the disk"};
  return done();
}

// Writes the table function `source`() as an encrypted Parquet file and gives its SHA-256.
Result<std::string> write_file(flow::Context& context, const std::string& source, std::size_t columns, const std::string& path) {
  std::string temporary = path + ".writing";
  std::int64_t group = std::clamp(row_group_cells / static_cast<std::int64_t>(columns + 1), std::int64_t{2048}, row_group_rows);
  // Most columns of a record differ from row to row: DuckDB would make a dictionary of a fifth of their rows and throw it away,
  // a twelfth of an import. Memory for a named limit is taken at once, which a file of thousands of columns has no room for.
  // The filters are for looking values up, which nobody does in an archive.
  std::string frugal = group == row_group_rows ? "DICTIONARY_SIZE_LIMIT 2000, WRITE_BLOOM_FILTER false, " : "";
  std::string copy = "COPY (SELECT * FROM " + source + "()) TO " + db::quote_literal(temporary) + " (FORMAT parquet, COMPRESSION snappy, " +
                     frugal + "PRESERVE_ORDER false, USE_TMP_FILE false, ROW_GROUP_SIZE " + std::to_string(group) +
                     ", ENCRYPTION_CONFIG {footer_key: " + db::quote_literal(flow::Workspace::archive_key_name) + "})";
  ZK_TRY(context.run_sql("archive", copy));
  ZK_TRY(flush(temporary));
  ZK_TRY_SET(std::string hash, sha256_file(temporary));
  ZK_FAILPOINT("ingest.archive_written");
  std::error_code error;
  fs::rename(temporary, path, error);
  if (error) return Error{ErrorCode::disk_full, path + " could not be named; check the disk"};
  ZK_TRY(flush(fs::path(path).parent_path().string()));
  ZK_FAILPOINT("ingest.archive_renamed");
  return hash;
}

std::string read_from(const std::string& path) {
  return "read_parquet(" + db::quote_literal(path) + ", encryption_config = {footer_key: " +
         db::quote_literal(flow::Workspace::archive_key_name) + "})";
}

Status write_both(flow::Context& context, std::unique_ptr<InputFile> file, BatchRow& batch, std::vector<std::string>& notes) {
  RowSourceOptions options;
  options.source_id = batch.source.source_id;
  options.file_bytes = batch.file_bytes;
  int key = batch.mapping.column_of(batch.mapping.is_event() ? "event_id" : "source_key");
  if (key >= 0) options.key_column = static_cast<std::size_t>(key);
  std::vector<std::string> columns = file->layout().columns;
  auto source = std::make_shared<RowSource>(std::move(file), options, context.progress(), [&context] { return context.is_cancelled(); });
  // A source stays registered as long as the lake is open, so each has a name of its own; it is emptied after use.
  std::string name = "zhike_rows_" + std::to_string(batch.batch_id);
  ZK_TRY(context.lake().add_source(name, source));
  ZK_TRY_SET(batch.archive_hash, write_file(context, name, columns.size(), path_of(context, batch.batch_id, false)));
  batch.archive_file = file_name(batch.batch_id, false);
  batch.rows_count = source->rows();
  if (auto mixed = source->file().lines_mixed(); mixed > 0)
    notes.push_back(std::to_string(mixed) + " lines are in another encoding than the rest and were read with it");
  if (auto repaired = source->file().lines_repaired(); repaired > 0)
    notes.push_back(std::to_string(repaired) + " lines hold characters no encoding could read; these stand as \xEF\xBF\xBD");
  source->close();
  auto rejects = source->rejects().take();
  batch.rejected_count = static_cast<std::int64_t>(rejects.size());
  if (rejects.empty()) return done();
  std::string rejects_name = "zhike_rejects_" + std::to_string(batch.batch_id);
  ZK_TRY(context.lake().add_source(rejects_name, std::make_shared<RejectSource>(std::move(rejects), std::move(columns))));
  ZK_TRY_SET(batch.reject_hash, write_file(context, rejects_name, 5, path_of(context, batch.batch_id, true)));
  return done();
}

}  // namespace

Status write_archive(flow::Context& context, std::unique_ptr<InputFile> file, BatchRow& batch, std::vector<std::string>& notes) {
  Status written = write_both(context, std::move(file), batch, notes);
  if (!written.ok()) remove_archive(context, batch.batch_id);
  return written;
}

std::string archived_rows(flow::Context& context, const BatchRow& batch) { return read_from(path_of(context, batch.batch_id, false)); }
std::string archived_rejects(flow::Context& context, const BatchRow& batch) { return read_from(path_of(context, batch.batch_id, true)); }

Status check_archive(flow::Context& context, const BatchRow& batch) {
  for (bool rejects : {false, true}) {
    const std::string& wanted = rejects ? batch.reject_hash : batch.archive_hash;
    if (wanted.empty()) continue;
    ZK_TRY_SET(std::string hash, sha256_file(path_of(context, batch.batch_id, rejects)));
    if (hash != wanted)
      return Error{ErrorCode::unreadable, "the archived batch " + std::to_string(batch.batch_id) +
                                              " is not what was written; restore the archive from a backup"};
  }
  return done();
}

void remove_archive(flow::Context& context, std::int64_t batch_id) {
  std::error_code ignored;
  for (bool rejects : {false, true}) {
    std::string path = path_of(context, batch_id, rejects);
    fs::remove(path, ignored);
    fs::remove(path + ".writing", ignored);
  }
}

}  // namespace zhike::ingest
