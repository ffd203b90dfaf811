// SPDX-License-Identifier: Apache-2.0
// Operations on what arrives: import with preview, sources, undo of a batch.
#pragma once

#include <algorithm>

#include "ingest/ingest.h"
#include "operations/operation.h"

namespace zhike::operations {

struct ImportIn : ingest::ImportRequest {
  bool preview = false;
  std::string save_map;
  static constexpr auto fields() {
    return std::tuple_cat(
        ingest::ImportRequest::fields(),
        std::tuple{field("preview", &ImportIn::preview, "Show what would be done, and store nothing", "仅预览，不保存"),
                   field("save_map", &ImportIn::save_map, "With --preview: write the mapping to this file, to be edited and given back with --map", "与 --preview 合用：把映射写入此文件，修改后用 --map 传回")});
  }
};
struct ImportOut {
  std::vector<ingest::FileSummary> files;
  std::vector<ingest::FilePreview> previews;
  bool is_sound() const {
    return std::none_of(files.begin(), files.end(), [](const ingest::FileSummary& file) { return file.error.has_value(); });
  }
  static constexpr auto fields() {
    return std::tuple{field("files", &ImportOut::files, "One for each imported file", "每个导入的文件一条"),
                      field("previews", &ImportOut::previews, "One for each file that was only looked at", "每个预览的文件一条")};
  }
};
Result<ImportOut> import(Call&, const ImportIn&);
std::string import_text(const ImportOut&, const Terminal&);

struct SourcesIn {
  static constexpr auto fields() { return std::tuple{}; }
};
struct BatchOut {
  std::int64_t batch_id = 0, rows_count = 0, rejected_count = 0;
  std::string source, file, entity, state, received_at;
  static constexpr auto fields() {
    return std::tuple{field("batch_id", &BatchOut::batch_id, "Batch", "批次"), field("source", &BatchOut::source, "Source", "来源"),
                      field("file", &BatchOut::file, "File", "文件"), field("entity", &BatchOut::entity, "What a row is", "行的实体"),
                      field("state", &BatchOut::state, "State", "状态"), field("rows_count", &BatchOut::rows_count, "Rows", "行数"),
                      field("rejected_count", &BatchOut::rejected_count, "Rejected lines", "拒收行"),
                      field("received_at", &BatchOut::received_at, "Received at", "接收时间")};
  }
};
struct SourcesOut {
  std::vector<ingest::SourceSummary> sources;
  std::vector<BatchOut> batches;
  static constexpr auto fields() {
    return std::tuple{field("sources", &SourcesOut::sources, "Sources", "来源"), field("batches", &SourcesOut::batches, "Batches, the newest first", "批次（新的在前）")};
  }
};
Result<SourcesOut> sources(Call&, const SourcesIn&);
std::string sources_text(const SourcesOut&, const Terminal&);

}  // namespace zhike::operations
