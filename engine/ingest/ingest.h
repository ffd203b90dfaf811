// SPDX-License-Identifier: Apache-2.0
// The ingest stage: files in, ingest.record and ingest.event out. Every batch is archived as it came, can be imported
// twice without effect, undone exactly, and loaded again from the archive. What cannot be read goes to ingest.reject;
// the good rows beside it go in.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/describe.h"
#include "flow/context.h"
#include "ingest/mapping.h"

namespace zhike::ingest {

struct ImportRequest {
  std::vector<std::string> files;  // files, or folders that hold a manifest.json
  std::string source_id;           // may be empty where a manifest says it
  std::string kind, department;    // empty: as the source has them; new sources: "file", ""
  std::int64_t trust = -1;         // 0 to 100; -1: as the source has it; new sources: 50
  std::string entity = "auto";
  std::string event_type;          // of event files without such a column; empty: told from the columns
  std::string map_file;            // a mapping as JSON; empty: the saved one, else the proposed one
  std::string sheet;               // of a workbook; empty: the first
  std::string delimiter;           // one character, or "tab"; empty: sniffed
  std::string encoding;            // empty: sniffed
  std::string header;              // yes, no; empty: sniffed
  std::int64_t row_bytes_max = 1 << 20;
  static constexpr auto fields() {
    using R = ImportRequest;
    return std::make_tuple(
        field("files", &R::files, "Files, or folders with a manifest.json", "文件，或带 manifest.json 的文件夹", {.required = true, .positional = true}),
        field("source", &R::source_id, "Source the files come from", "来源"),
        field("kind", &R::kind, "Kind of source: crm, pos, app, call_centre, bought, ...", "来源类型"),
        field("department", &R::department, "Responsible department", "责任部门"),
        field("trust", &R::trust, "Trust in the source, 0 to 100", "可信度，0 到 100"),
        field("entity", &R::entity, "What a row is", "行的实体", {.choices = "auto|person|organisation|event"}),
        field("event_type", &R::event_type, "Event type of every row", "事件类型"),
        field("map", &R::map_file, "Mapping file (JSON)", "映射文件（JSON）"),
        field("sheet", &R::sheet, "Sheet of a workbook", "工作表"),
        field("delimiter", &R::delimiter, "Delimiter; sniffed if empty", "分隔符；空为自动识别"),
        field("encoding", &R::encoding, "Encoding; sniffed if empty", "编码；空为自动识别"),
        field("header", &R::header, "Whether the first line names the columns; sniffed if empty", "首行是否为列名；空为自动识别", {.choices = "yes|no"}),
        field("row_bytes_max", &R::row_bytes_max, "Longest line in bytes", "单行最大字节数"));
  }
};

// Why one file of several did not come in, in the words of the error table.
struct FileError {
  std::string code, message, advice;
  static constexpr auto fields() {
    return std::make_tuple(field("code", &FileError::code, "Code of the error", "错误代码"),
                           field("message", &FileError::message, "What is wrong", "错误说明"),
                           field("advice", &FileError::advice, "What to do", "处理建议"));
  }
};
struct FileSummary {
  std::string file, source_id, entity, format, encoding, dialect;
  std::int64_t batch_id = 0;
  bool already_imported = false;
  std::int64_t bytes = 0, rows = 0, created = 0, updated = 0, unchanged = 0, duplicate = 0, rejected = 0;
  std::int64_t milliseconds = 0;
  Mapping mapping;
  std::vector<std::string> notes;
  std::optional<FileError> error;
  static constexpr auto fields() {
    using R = FileSummary;
    return std::make_tuple(
        field("file", &R::file, "File", "文件"), field("source", &R::source_id, "Source", "来源"),
        field("entity", &R::entity, "What a row is", "行的实体"), field("format", &R::format, "Format", "格式"),
        field("encoding", &R::encoding, "Encoding", "编码"), field("dialect", &R::dialect, "Delimiter, quote, header", "分隔符等"),
        field("batch_id", &R::batch_id, "Batch", "批次"),
        field("already_imported", &R::already_imported, "The same file was imported before; nothing was done", "文件此前已导入，未做任何事"),
        field("bytes", &R::bytes, "Bytes of the file", "文件字节数"), field("rows", &R::rows, "Rows read", "读取行数"),
        field("created", &R::created, "New", "新增"), field("updated", &R::updated, "Changed", "更新"),
        field("unchanged", &R::unchanged, "Known already", "未变"),
        field("duplicate", &R::duplicate, "Replaced by a later line of the file", "文件内重复"),
        field("rejected", &R::rejected, "Lines that could not be read", "拒收行数"),
        field("milliseconds", &R::milliseconds, "Time", "用时（毫秒）"), field("mapping", &R::mapping, "Columns and fields", "列映射"),
        field("notes", &R::notes, "What is worth knowing", "提示"),
        field("error", &R::error, "Why nothing of the file came in; null when it did", "文件未导入的原因；导入成功时为 null"));
  }
};
struct ImportSummary {
  std::vector<FileSummary> files;
  static constexpr auto fields() {
    return std::make_tuple(field("files", &ImportSummary::files, "One for each file", "每个文件一条"));
  }
};

// Imports one file after the other; each is one batch, whole or not at all. Of several files, one that cannot be taken in
// is told in its summary, and the others go in; any other failure ends the work, and what was finished before it stays.
// Fails with bad_request, not_found, unreadable, too_large, disk_full, cancelled.
// A second import in the same workspace waits until the first has ended.
[[nodiscard]] Result<ImportSummary> import(flow::Context& context, const ImportRequest& request);

// The lines of a batch of records and which record each is, also of those that changed nothing or were replaced since: as
// the temporary table ingest_identified (line, record_id). not_found when there is no such batch.
[[nodiscard]] Status identify_lines(flow::Context& context, std::int64_t batch_id);

struct PreviewColumn {
  std::string column, target, reason;
  double confidence = 0;
  std::vector<std::string> samples;  // three, masked
  static constexpr auto fields() {
    using R = PreviewColumn;
    return std::make_tuple(field("column", &R::column, "Column of the file", "文件的列"),
                           field("target", &R::target, "Field of the standard", "标准字段"),
                           field("reason", &R::reason, "Why", "依据"), field("confidence", &R::confidence, "0 to 1", "置信度"),
                           field("samples", &R::samples, "Three values, masked", "样例（脱敏）"));
  }
};
struct PreviewReject {
  std::int64_t line = 0;
  std::string column, reason, message;
  static constexpr auto fields() {
    using R = PreviewReject;
    return std::make_tuple(field("line", &R::line, "Line", "行"), field("column", &R::column, "Column", "列"),
                           field("reason", &R::reason, "Reason", "原因"), field("message", &R::message, "What to do", "说明"));
  }
};
struct FilePreview {
  std::string file, source_id, entity, event_type, format, encoding, dialect;
  std::vector<PreviewColumn> columns;
  std::vector<PreviewReject> rejects;  // among the first lines
  std::int64_t rows_looked_at = 0;
  std::vector<std::string> notes;
  Mapping mapping;                     // what --save-map writes (write_mapping)
  static constexpr auto fields() {
    using R = FilePreview;
    return std::make_tuple(
        field("file", &R::file, "File", "文件"), field("source", &R::source_id, "Source", "来源"),
        field("entity", &R::entity, "What a row is", "行的实体"), field("event_type", &R::event_type, "Event type", "事件类型"),
        field("format", &R::format, "Format", "格式"), field("encoding", &R::encoding, "Encoding", "编码"),
        field("dialect", &R::dialect, "Delimiter, quote, header", "分隔符等"), field("columns", &R::columns, "Columns", "列"),
        field("rejects", &R::rejects, "First lines that cannot be read", "首批无法读取的行"),
        field("rows_looked_at", &R::rows_looked_at, "Rows looked at", "查看行数"), field("notes", &R::notes, "What is worth knowing", "提示"),
        field("mapping", &R::mapping, "The mapping as a file", "映射文件内容"));
  }
};
// What import() would do with each file, before anything is stored.
[[nodiscard]] Result<std::vector<FilePreview>> preview(flow::Context& context, const ImportRequest& request);

struct UndoSummary {
  std::int64_t batch_id = 0, rows = 0;
  static constexpr auto fields() {
    return std::make_tuple(field("batch_id", &UndoSummary::batch_id, "Batch", "批次"),
                           field("rows", &UndoSummary::rows, "Rows the batch had", "批次行数"));
  }
};
// Takes a loaded batch out again: the lake is as if it had never come. Importing the file again redoes it.
// Fails with not_found, or conflict when the batch is not loaded.
[[nodiscard]] Result<UndoSummary> undo(flow::Context& context, std::int64_t batch_id);

struct RebuildSummary {
  std::int64_t batches = 0, rows = 0;
  static constexpr auto fields() {
    return std::make_tuple(field("batches", &RebuildSummary::batches, "Batches loaded", "加载批次"),
                           field("rows", &RebuildSummary::rows, "Rows loaded", "加载行数"));
  }
};
// Brings the lake to what ledger and archive say: finishes or removes batches that a killed process left half done, takes
// out undone ones, loads missing ones in order. On an empty lake this is the whole rebuild; on a sound one it does nothing.
[[nodiscard]] Result<RebuildSummary> rebuild(flow::Context& context);

struct SourceSummary {
  std::string source_id, kind, department;
  std::int64_t trust = 0, batches = 0, records = 0, events = 0, rejected = 0;
  static constexpr auto fields() {
    using R = SourceSummary;
    return std::make_tuple(field("source", &R::source_id, "Source", "来源"), field("kind", &R::kind, "Kind", "类型"),
                           field("department", &R::department, "Department", "责任部门"), field("trust", &R::trust, "Trust", "可信度"),
                           field("batches", &R::batches, "Batches loaded", "批次"), field("records", &R::records, "Customer records", "客户记录"),
                           field("events", &R::events, "Events", "事件"), field("rejected", &R::rejected, "Rejected lines", "拒收行"));
  }
};
[[nodiscard]] Result<std::vector<SourceSummary>> sources(flow::Context& context);

// Archive files of loaded batches that are gone or have changed. Reads every file once.
[[nodiscard]] Result<std::vector<std::string>> damaged_archives(flow::Workspace& workspace);

// Makes the tables of the schema ingest where they are missing; import() and rebuild() do it themselves.
Status create_tables(flow::Context& context);

}  // namespace zhike::ingest
