// SPDX-License-Identifier: Apache-2.0
#include "operations/workspace_operations.h"

#include <filesystem>

#include "govern/audit.h"
#include "ingest/ingest.h"
#include "operations/messages.h"
#include "operations/row.h"
#include "operations/text.h"
#include "resolve/decisions.h"

namespace zhike::operations {

Result<InitOut> init(Call& call, const InitIn& in) {
  flow::InitOptions options;
  options.folder = in.folder;
  options.passphrase = in.passphrase;
  options.ask = call.ask;
  ZK_TRY(flow::Workspace::make(options));
  ZK_TRY_SET(auto standard, standard::load(in.folder + "/standards"));
  InitOut out;
  out.folder = in.folder;
  if (!in.passphrase) out.key_file = in.folder + "/workspace.key";
  out.standard_hash = standard->hash;
  out.fields_count = static_cast<std::int64_t>(standard->fields.size());
  return out;
}

std::string init_text(const InitOut& out, const Terminal& terminal) {
  std::string text = pick(terminal, "Workspace ready: ", "工作区已就绪：") + out.folder + "\n";
  text += pick(terminal, "  standard  ", "  标准  ") + std::to_string(out.fields_count) + pick(terminal, " fields, ", " 个字段，") +
          out.standard_hash.substr(0, 12) + pick(terminal, "; edit the files in ", "；可编辑目录 ") + out.folder + "/standards\n";
  if (!out.key_file.empty())
    text += pick(terminal, "  key       ", "  密钥  ") + out.key_file +
            pick(terminal, "  (keep a copy elsewhere: without it nothing can be read)\n", "（请另存一份：丢失后数据无法读取）\n");
  text += pick(terminal, "Next: zhike import FILE... --source NAME --workspace ", "下一步：zhike import 文件... --source 来源名 --workspace ") + out.folder + "\n";
  return text;
}

Result<DoctorOut> doctor(Call& call, const DoctorIn&) {
  DoctorOut out;
  auto add = [&](const char* subject, bool good, std::string note) {
    out.examinations.push_back({subject, good ? "good" : "bad", std::move(note)});
  };
  flow::Workspace& workspace = *call.workspace;
  std::string integrity;
  ZK_TRY(workspace.ledger().read([&](ledger::Session& session) -> Status {
    ZK_TRY_SET(integrity, session.text("PRAGMA integrity_check"));
    return done();
  }));
  add("ledger", integrity == "ok", integrity);
  ZK_TRY_SET(std::int64_t broken, govern::first_broken_act(workspace.ledger()));
  add("audit", broken == 0, broken == 0 ? "the chain is whole" : "the chain breaks at row " + std::to_string(broken));
  ZK_TRY_SET(db::Connection lake, workspace.lake().connect());
  ZK_TRY_SET(std::int64_t tables, lake.count("SELECT count(*) FROM duckdb_tables() WHERE database_name = 'lake'"));
  add("lake", true, std::to_string(tables) + " tables");
  ZK_TRY_SET(const std::int64_t behind, resolve::acts_behind(workspace, lake));
  out.examinations.push_back({"registry", behind == 0 ? "good" : "warn",
                              behind == 0 ? "the lake shows every decision" : "the lake does not show the last " + std::to_string(behind) + " acts of the ledger yet: run zhike run"});
  ZK_TRY_SET(std::vector<std::string> damaged, ingest::damaged_archives(workspace));
  add("archive", damaged.empty(), damaged.empty() ? "every batch is there with its hash" : "damaged: " + damaged.front() + (damaged.size() > 1 ? " and more" : ""));
  auto problems = standard::check(workspace.standards_folder());
  add("standard files", problems.empty(), problems.empty() ? "no problem" : std::to_string(problems.size()) + " problems; run zhike standard check");
  std::error_code error;
  auto space = std::filesystem::space(workspace.folder(), error);
  bool room = !error && space.available > std::uintmax_t{1} << 30;
  out.examinations.push_back({"disk", room ? "good" : "warn", std::to_string(space.available >> 20) + " MiB free"});
  return out;
}

std::string doctor_text(const DoctorOut& out, const Terminal& terminal) {
  std::string text;
  for (const auto& row : out.examinations) {
    const char* mark = row.judgement == "good" ? "✓ " : row.judgement == "warn" ? "! " : "✗ ";
    text += mark + pad(told(row.subject, terminal.language), 18) + told(row.note, terminal.language) + "\n";
  }
  return text + (out.is_sound() ? pick(terminal, "The workspace is sound.\n", "工作区状态良好。\n")
                                : pick(terminal, "The workspace needs care: see the lines marked ✗.\n", "工作区需要处理：见标 ✗ 的行。\n"));
}

Result<RebuildOut> rebuild(Call& call, const RebuildIn&) {
  ZK_TRY(call.workspace->reset_lake());
  ZK_TRY_SET(flow::Context context, flow::Context::start(*call.workspace, "rebuild", *call.progress, *call.cancelled, call.run_options));
  RebuildOut out;
  auto work = [&]() -> Status {
    ZK_TRY_SET(auto rebuilt, ingest::rebuild(context));
    out.batches_count = rebuilt.batches;
    out.rows_count = rebuilt.rows;
    return done();
  };
  ZK_TRY(context.finish(work()));
  return out;
}

std::string rebuild_text(const RebuildOut& out, const Terminal& terminal) {
  return pick(terminal, "The lake was made again from ", "数据湖已由 ") + grouped(out.batches_count) +
         pick(terminal, " batches: ", " 个批次重建：") + grouped(out.rows_count) +
         pick(terminal, " rows. Next: zhike run\n", " 行。下一步：zhike run\n");
}

}  // namespace zhike::operations
