// SPDX-License-Identifier: Apache-2.0
#include "operations/collect_operations.h"

#include <cstdio>
#include <filesystem>

#include "operations/match_files.h"
#include "operations/messages.h"
#include "operations/row.h"
#include "operations/text.h"

namespace zhike::operations {
namespace {

std::string file_name(const std::string& path) { return std::filesystem::path(path).filename().string(); }

std::string percent(double share) {
  char text[16];
  std::snprintf(text, sizeof text, "%.0f%%", share * 100);
  return text;
}

std::string preview_text(const ingest::FilePreview& file, const Terminal& terminal) {
  std::string text = "\n" + file_name(file.file) + "  " + file.format + "  " + file.encoding + "  " + told(file.dialect, terminal.language) + "  " + file.entity +
                     (file.event_type.empty() ? "" : " (" + file.event_type + ")") + "\n";
  text += "  " + pad(pick(terminal, "column", "列"), 22) + pad(pick(terminal, "field", "字段"), 26) + right(pick(terminal, "sure", "置信度"), 7) +
          "  " + pad(pick(terminal, "why", "依据"), 22) + pick(terminal, "samples, masked", "样例（脱敏）") + "\n";
  for (const auto& column : file.columns) {
    bool mapped = !column.target.empty();
    text += "  " + pad(column.column, 22) + pad(mapped ? column.target : "–", 26) + right(mapped ? percent(column.confidence) : "", 7) + "  " +
            pad(told(column.reason, terminal.language), 22);
    for (const auto& sample : column.samples) text += sample + "  ";
    text += "\n";
  }
  for (const auto& reject : file.rejects)
    text += pick(terminal, "  rejected line ", "  拒收行 ") + grouped(reject.line) + pick(terminal, ": ", "：") + told(reject.message, terminal.language) + "\n";
  for (const auto& note : file.notes) text += pick(terminal, "  note: ", "  提示：") + told(note, terminal.language) + "\n";
  return text;
}

// What helps next: a run only where there is something to run on.
std::string next_step(const std::vector<ingest::FileSummary>& files, const Terminal& terminal) {
  bool rows = false, rejected = false;
  for (const auto& file : files) {
    rows |= file.rows > 0 || file.already_imported;
    rejected |= file.rejected > 0;
  }
  if (rows) return pick(terminal, "Next: zhike run\n", "下一步：zhike run\n");
  if (rejected) return pick(terminal, "No row came in. Why: zhike export rejects --to FILE\n", "没有任何行被导入。原因见：zhike export rejects --to 文件\n");
  return pick(terminal, "No row came in, so there is nothing new to run on.\n", "没有任何行被导入，无需运行。\n");
}

}  // namespace

Result<ImportOut> import(Call& call, const ImportIn& in) {
  if (!in.save_map.empty() && !in.preview)
    return Error{ErrorCode::bad_request, "--save-map goes with --preview"};
  ZK_TRY_SET(flow::Context context, flow::Context::start(*call.workspace, in.preview ? "import preview" : "import", *call.progress, *call.cancelled, call.run_options));
  ImportOut out;
  auto work = [&]() -> Status {
    if (!in.preview) {
      ZK_TRY_SET(auto summary, ingest::import(context, in));
      out.files = std::move(summary.files);
      return done();
    }
    ZK_TRY_SET(out.previews, ingest::preview(context, in));
    if (in.save_map.empty()) return done();
    if (out.previews.size() != 1) return Error{ErrorCode::bad_request, "--save-map takes one file at a time"};
    return write_file(in.save_map, ingest::write_mapping(out.previews.front().mapping));
  };
  ZK_TRY(context.finish(work()));
  return out;
}

std::string import_text(const ImportOut& out, const Terminal& terminal) {
  std::string text;
  for (const auto& file : out.previews) text += preview_text(file, terminal);
  if (!out.previews.empty())
    return text + pick(terminal, "\nNothing was stored. Import it without --preview, or correct the mapping: --preview --save-map FILE, then --map FILE\n",
                       "\n未保存任何内容。确认后去掉 --preview 导入；如需改映射：--preview --save-map 文件，修改后用 --map 文件\n");
  text = pad(pick(terminal, "file", "文件"), 24) + pad(pick(terminal, "source", "来源"), 14) + pad(pick(terminal, "encoding", "编码"), 11) +
         right(pick(terminal, "rows", "行数"), 10) + right(pick(terminal, "new", "新增"), 10) + right(pick(terminal, "changed", "更新"), 9) +
         right(pick(terminal, "known", "未变"), 9) + right(pick(terminal, "rejected", "拒收"), 9) + right(pick(terminal, "time", "用时"), 9) + "\n";
  std::string below;
  for (const auto& file : out.files) {
    if (file.error) {
      bool named = file.error->message.find(file_name(file.file)) != std::string::npos;
      below += pick(terminal, "not imported: ", "未导入：") + (named ? "" : file_name(file.file) + pick(terminal, ": ", "：")) + told(file.error->message, terminal.language) + "\n";
      continue;
    }
    text += pad(file_name(file.file), 24) + pad(file.source_id, 14) + pad(file.encoding, 11) + right(grouped(file.rows), 10) +
            right(grouped(file.created), 10) + right(grouped(file.updated), 9) + right(grouped(file.unchanged), 9) + right(grouped(file.rejected), 9) +
            right(seconds(file.milliseconds), 9) + "\n";
    if (file.already_imported)
      below += pick(terminal, "note: ", "提示：") + file_name(file.file) + pick(terminal, " was imported before; nothing was done\n", " 此前已导入，未做任何改动\n");
    for (const auto& note : file.notes) below += pick(terminal, "note: ", "提示：") + file_name(file.file) + pick(terminal, ": ", "：") + told(note, terminal.language) + "\n";
  }
  return text + below + next_step(out.files, terminal);
}

Result<SourcesOut> sources(Call& call, const SourcesIn&) {
  ZK_TRY_SET(flow::Context context, flow::Context::start(*call.workspace, "sources", *call.progress, *call.cancelled, call.run_options));
  SourcesOut out;
  auto work = [&]() -> Status {
    ZK_TRY_SET(out.sources, ingest::sources(context));
    return call.workspace->ledger().read([&](ledger::Session& session) -> Status {
      ZK_TRY_SET(auto statement, session.prepare(
          "SELECT batch_id, source_id, file_name, entity, state, rows_count, rejected_count, received_at FROM batch ORDER BY batch_id DESC"));
      for (;;) {
        ZK_TRY_SET(bool found, statement.step());
        if (!found) return done();
        out.batches.push_back({statement.whole(0), statement.whole(5), statement.whole(6), statement.text(1), statement.text(2),
                               statement.text(3), statement.text(4), statement.text(7)});
      }
    });
  };
  ZK_TRY(context.finish(work()));
  return out;
}

std::string sources_text(const SourcesOut& out, const Terminal& terminal) {
  if (out.sources.empty()) return pick(terminal, "No source yet: zhike import FILE... --source NAME\n", "还没有来源：zhike import 文件... --source 来源名\n");
  std::string text = pad(pick(terminal, "source", "来源"), 18) + pad(pick(terminal, "kind", "类型"), 14) + pad(pick(terminal, "department", "责任部门"), 22) +
                     right(pick(terminal, "trust", "可信度"), 7) + right(pick(terminal, "records", "记录"), 12) + right(pick(terminal, "events", "事件"), 12) +
                     right(pick(terminal, "rejected", "拒收"), 10) + "\n";
  for (const auto& source : out.sources)
    text += pad(source.source_id, 18) + pad(source.kind, 14) + pad(source.department, 22) + right(std::to_string(source.trust), 7) +
            right(grouped(source.records), 12) + right(grouped(source.events), 12) + right(grouped(source.rejected), 10) + "\n";
  text += "\n" + pad(pick(terminal, "batch", "批次"), 7) + pad(pick(terminal, "source", "来源"), 18) + pad(pick(terminal, "file", "文件"), 30) +
          pad(pick(terminal, "state", "状态"), 11) + right(pick(terminal, "rows", "行数"), 10) + "  " + pick(terminal, "received", "接收时间") + "\n";
  for (const auto& batch : out.batches)
    text += pad("#" + std::to_string(batch.batch_id), 7) + pad(batch.source, 18) + pad(file_name(batch.file), 30) + pad(told(batch.state, terminal.language), 11) +
            right(grouped(batch.rows_count), 10) + "  " + batch.received_at + "\n";
  return text;
}

}  // namespace zhike::operations
