// SPDX-License-Identifier: Apache-2.0
#include "ingest/ingest.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <functional>
#include <set>

#include "base/clock.h"
#include "base/failpoint.h"
#include "base/hash.h"
#include "ingest/archive.h"
#include "ingest/load.h"
#include "ingest/look_ahead.h"
#include "ingest/request.h"
#include "ingest_sql.h"

namespace zhike::ingest {
namespace {

// One import at a time in a workspace. The kernel drops the lock when the process dies, so a batch that is still
// "archiving" while we hold it was left by a dead one.
class ImportLock {
 public:
  ~ImportLock() {
    if (file_ >= 0) ::close(file_);
  }
  Status take(flow::Context& context) {
    std::string path = context.workspace().archive_folder() + "/.lock";
    file_ = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (file_ < 0) return Error{ErrorCode::forbidden, path + " cannot be opened; check the rights of the folder"};
    while (::flock(file_, LOCK_EX) != 0)
      if (errno != EINTR || context.is_cancelled()) return Error{ErrorCode::cancelled, "stopped while another import was running"};
    return done();
  }

 private:
  int file_ = -1;
};

Result<std::set<std::int64_t>> batches_in_lake(flow::Context& context) {
  ZK_TRY_SET(db::Rows rows, context.lake().query(sql::list_batches));
  std::set<std::int64_t> out;
  for (std::size_t i = 0; i < rows.size(); ++i) out.insert(rows.whole(i, 0));
  return out;
}

// A checkpoint packs the last row groups of every changed table again, and at DuckDB's 16 MB of log an import pays for one
// a file. While batches are loaded, several share one; it comes at the latest when the lake is closed.
class SharedCheckpoint {
 public:
  explicit SharedCheckpoint(flow::Context& context) : context_(context) { set("256MB"); }
  ~SharedCheckpoint() { set("16MB"); }
  SharedCheckpoint(const SharedCheckpoint&) = delete;
  SharedCheckpoint& operator=(const SharedCheckpoint&) = delete;

 private:
  // Only a matter of speed: a lake whose settings are locked goes on without.
  void set(const std::string& size) { (void)context_.lake().execute("SET checkpoint_threshold = '" + size + "'"); }

  flow::Context& context_;
};

// The lake and the ledger are two files, so a kill can fall between their commits; afterwards the ledger is right
// about what was wanted, and the lake about what is loaded.
Result<RebuildSummary> reconcile(flow::Context& context) {
  auto& ledger = context.workspace().ledger();
  RebuildSummary summary;
  ZK_TRY_SET(auto present, batches_in_lake(context));
  ZK_TRY_SET(auto archiving, find_batches(ledger, "state = 'archiving'"));
  for (const auto& batch : archiving) {
    remove_archive(context, batch.batch_id);
    ZK_TRY(set_state(ledger, batch.batch_id, "failed", "the process ended while the file was read"));
  }
  ZK_TRY_SET(auto wanted, find_batches(ledger, "state IN ('archived', 'loaded')"));
  ZK_TRY_SET(auto undone, find_batches(ledger, "state = 'undone'"));
  for (const auto& batch : undone)
    if (present.contains(batch.batch_id)) ZK_TRY(unload_batch(context, batch, wanted));
  for (const auto& batch : wanted) {
    if (!present.contains(batch.batch_id)) {
      ZK_TRY(check_archive(context, batch));
      ZK_TRY(context.step("load", [&]() -> Result<std::int64_t> {
        ZK_TRY(load_batch(context, batch));
        return batch.rows_count;
      }));
      ++summary.batches;
      summary.rows += batch.rows_count;
    }
    if (batch.state == "archived") ZK_TRY(set_state(ledger, batch.batch_id, "loaded"));
  }
  return summary;
}

Result<LoadCounts> store(flow::Context& context, OpenedFile opened, BatchRow& batch, std::vector<std::string>& notes) {
  auto& ledger = context.workspace().ledger();
  ZK_TRY(context.step("archive", [&]() -> Result<std::int64_t> {
    ZK_TRY(write_archive(context, std::move(opened.file), batch, notes));
    return batch.rows_count;
  }));
  ZK_TRY(set_archived(ledger, batch));
  LoadCounts counts;
  ZK_TRY(context.step("load", [&]() -> Result<std::int64_t> {
    ZK_TRY_SET(counts, load_batch(context, batch));
    return batch.rows_count;
  }));
  ZK_FAILPOINT("ingest.loaded");
  ZK_TRY(set_state(ledger, batch.batch_id, "loaded"));
  return counts;
}

// Why rows are more than what is new, changed and known.
std::string duplicate_note(const FileSummary& summary) {
  bool one = summary.duplicate == 1, event = summary.entity == "event";
  return std::to_string(summary.duplicate) + (one ? " line holds" : " lines hold") + (event ? " an event id" : " a key") +
         (event ? " that an earlier line holds too; the first one counts" : " that a later line holds too; the last one counts");
}

// Whether not one column says anything of a customer or an event.
bool is_unmapped(const Mapping& mapping) {
  return !mapping.columns.empty() && std::all_of(mapping.columns.begin(), mapping.columns.end(), [](const auto& column) { return column.target.empty(); });
}
constexpr const char* unmapped_note =
    "no column is known to the standard, so the records are empty but for their text as it came; "
    "write the mapping with --preview --save-map FILE, correct it, and import again with --map FILE";

// A file on its way into the workspace.
struct Import {
  OpenedFile opened;
  BatchRow batch;
  FileSummary summary;
};

Result<Import> begin_batch(flow::Context& context, const FileJob& job, Looked looked) {
  auto& ledger = context.workspace().ledger();
  Import work{std::move(looked.opened), {}, {}};
  const Layout& layout = work.opened.file->layout();
  BatchRow& batch = work.batch;
  batch.file_hash = std::move(looked.hash);
  batch.source = job.source;
  batch.mapping = work.opened.mapping;
  batch.entity = work.opened.mapping.entity;
  batch.file_name = job.shown_name;
  batch.file_bytes = static_cast<std::int64_t>(std::filesystem::file_size(job.path));
  work.summary = {job.path, job.source.source_id, batch.entity, std::string(name(layout.format)), layout.encoding_name(),
                  layout.dialect_name()};
  work.summary.bytes = batch.file_bytes;
  work.summary.mapping = work.opened.mapping;
  work.summary.notes = layout.notes;
  ZK_TRY(save_source(ledger, job.source));
  ZK_TRY_SET(batch, open_batch(ledger, std::move(batch), shape_of(layout.columns)));
  work.summary.batch_id = batch.batch_id;
  return work;
}

Result<FileSummary> finish_batch(flow::Context& context, Import work) {
  auto& ledger = context.workspace().ledger();
  auto& [opened, batch, summary] = work;
  if (batch.state == "loaded") {
    summary.already_imported = true;
    summary.notes.push_back("this file was imported before as batch " + std::to_string(batch.batch_id) + "; nothing was changed");
    return summary;
  }
  auto counts = store(context, std::move(opened), batch, summary.notes);
  if (!counts.ok()) {
    // An archived batch is loaded when the workspace is next used; one that was not archived is given up.
    if (batch.archive_hash.empty() || counts.error().code == ErrorCode::cancelled) {
      remove_archive(context, batch.batch_id);
      (void)set_state(ledger, batch.batch_id, "failed", counts.error().message);
    }
    return counts.error();
  }
  summary.rows = batch.rows_count;
  summary.rejected = batch.rejected_count;
  summary.created = counts.value().created;
  summary.updated = counts.value().updated;
  summary.unchanged = counts.value().unchanged;
  summary.duplicate = counts.value().duplicate;
  if (summary.rows > 0 && is_unmapped(summary.mapping)) summary.notes.push_back(unmapped_note);
  if (summary.duplicate > 0) summary.notes.push_back(duplicate_note(summary));
  return summary;
}

// The next file is looked at when this one has its batch: it may have the same mapping.
Result<FileSummary> import_file(flow::Context& context, const FileJob& job, Result<Looked> looked, const std::function<void()>& look_ahead) {
  if (!looked.ok()) {
    look_ahead();
    return looked.error();
  }
  auto begun = begin_batch(context, job, std::move(looked.value()));
  look_ahead();
  if (!begun.ok()) return begun.error();
  return finish_batch(context, std::move(begun.value()));
}

// Whether the next file may fare better: the fault is the file's, not the workspace's or the machine's.
bool is_of_file(ErrorCode code) {
  return code == ErrorCode::unreadable || code == ErrorCode::too_large || code == ErrorCode::not_found ||
         code == ErrorCode::bad_request || code == ErrorCode::forbidden;
}

FileSummary failed_summary(const FileJob& job, const Error& error) {
  FileSummary summary;
  summary.file = job.path;
  summary.source_id = job.source.source_id;
  const ErrorInfo& row = zhike::info(error.code);
  summary.error = FileError{std::string(row.name), error.message, std::string(row.advice)};
  return summary;
}

FilePreview preview_of(OpenedFile& opened, const FileJob& job) {
  const Layout& layout = opened.file->layout();
  FilePreview preview{job.path, job.source.source_id, opened.mapping.entity, opened.mapping.event_type,
                      std::string(name(layout.format)), layout.encoding_name(), layout.dialect_name()};
  preview.notes = layout.notes;
  preview.mapping = opened.mapping;
  if (!opened.file->sample().empty() && is_unmapped(preview.mapping)) preview.notes.push_back(unmapped_note);
  const auto& sample = opened.file->sample();
  preview.rows_looked_at = static_cast<std::int64_t>(sample.size());
  for (std::size_t i = 0; i < layout.columns.size(); ++i) {
    const ColumnMapping& mapping = opened.mapping.columns[i];
    PreviewColumn column{mapping.column, mapping.target, mapping.reason, mapping.confidence, {}};
    for (const auto& row : sample) {
      if (column.samples.size() == 3) break;
      if (!row[i].empty()) column.samples.push_back(masked(row[i]));
    }
    preview.columns.push_back(std::move(column));
  }
  for (const auto& reject : opened.file->sample_rejects().take()) {
    if (preview.rejects.size() == 20) break;
    auto column = static_cast<std::size_t>(reject.column);
    preview.rejects.push_back({reject.line, reject.column >= 0 && column < layout.columns.size() ? layout.columns[column] : "",
                               std::string(info(reject.fault).name), std::string(info(reject.fault).message)});
  }
  return preview;
}

}  // namespace

Result<ImportSummary> import(flow::Context& context, const ImportRequest& request) {
  ZK_TRY_SET(auto jobs, file_jobs(context.workspace().ledger(), request));
  ImportLock lock;
  ZK_TRY(lock.take(context));
  ZK_TRY(create_tables(context));
  SharedCheckpoint shared(context);
  ZK_TRY(reconcile(context));
  ImportSummary summary;
  LookAhead ahead(context, jobs);
  for (std::size_t i = 0; i < jobs.size(); ++i) {
    const FileJob& job = jobs[i];
    std::int64_t started = monotonic_ms();
    auto file = import_file(context, job, ahead.take(i), [&] { ahead.start(i + 1); });
    if (file.ok()) file.value().milliseconds = monotonic_ms() - started;
    if (!file.ok() && (jobs.size() == 1 || !is_of_file(file.error().code))) return file.error();
    summary.files.push_back(file.ok() ? std::move(file.value()) : failed_summary(job, file.error()));
  }
  return summary;
}

Result<std::vector<FilePreview>> preview(flow::Context& context, const ImportRequest& request) {
  ZK_TRY_SET(auto jobs, file_jobs(context.workspace().ledger(), request));
  std::vector<FilePreview> previews;
  for (const auto& job : jobs) {
    ZK_TRY_SET(OpenedFile opened, open_file(context, job));
    previews.push_back(preview_of(opened, job));
  }
  return previews;
}

Status identify_lines(flow::Context& context, std::int64_t batch_id) {
  ZK_TRY_SET(const auto found, find_batches(context.workspace().ledger(), "batch_id = " + std::to_string(batch_id)));
  if (found.empty()) return Error{ErrorCode::not_found, "there is no batch B" + std::to_string(batch_id)};
  return identify_batch(context, found.front());
}

Result<UndoSummary> undo(flow::Context& context, std::int64_t batch_id) {
  auto& ledger = context.workspace().ledger();
  ImportLock lock;
  ZK_TRY(lock.take(context));
  ZK_TRY(create_tables(context));
  ZK_TRY(reconcile(context));
  ZK_TRY_SET(auto found, find_batches(ledger, "batch_id = " + std::to_string(batch_id)));
  if (found.empty()) return Error{ErrorCode::not_found, "there is no batch " + std::to_string(batch_id)};
  if (found[0].state != "loaded")
    return Error{ErrorCode::conflict, "batch " + std::to_string(batch_id) + " is " + found[0].state + ", so there is nothing to undo"};
  // The ledger first: a kill in between is finished by reconcile().
  ZK_TRY(set_state(ledger, batch_id, "undone"));
  ZK_TRY_SET(auto others, find_batches(ledger, "state = 'loaded'"));
  const Status unloaded = context.step("undo", [&]() -> Result<std::int64_t> {
    ZK_TRY(unload_batch(context, found[0], others));
    return found[0].rows_count;
  });
  if (!unloaded.ok()) {
    // The lake is as it was. Should this write fail as well, reconcile() finishes the undo instead.
    (void)set_state(ledger, batch_id, "loaded");
    return unloaded.error();
  }
  return UndoSummary{batch_id, found[0].rows_count};
}

Result<RebuildSummary> rebuild(flow::Context& context) {
  ImportLock lock;
  ZK_TRY(lock.take(context));
  ZK_TRY(create_tables(context));
  SharedCheckpoint shared(context);
  return reconcile(context);
}

Result<std::vector<SourceSummary>> sources(flow::Context& context) {
  ZK_TRY(create_tables(context));
  ZK_TRY_SET(auto known, all_sources(context.workspace().ledger()));
  ZK_TRY_SET(db::Rows counts, context.lake().query(sql::count_sources));
  std::vector<SourceSummary> out;
  for (const auto& source : known) {
    SourceSummary summary{source.source_id, source.kind, source.department, source.trust};
    for (std::size_t i = 0; i < counts.size(); ++i)
      if (counts.text(i, 0) == source.source_id) {
        summary.batches = counts.whole(i, 1);
        summary.rejected = counts.whole(i, 2);
        summary.records = counts.whole(i, 3);
        summary.events = counts.whole(i, 4);
      }
    out.push_back(std::move(summary));
  }
  return out;
}

}  // namespace zhike::ingest
