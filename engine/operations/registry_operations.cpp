// SPDX-License-Identifier: Apache-2.0
#include "operations/registry_operations.h"

#include <algorithm>
#include <cctype>
#include <cstdlib>

#include "ingest/ingest.h"
#include "operations/identity_words.h"
#include "operations/messages.h"
#include "operations/row.h"
#include "operations/text.h"
#include "profile/profile.h"
#include "resolve/decisions.h"
#include "resolve/reviewing.h"
#include "resolve/run.h"

namespace zhike::operations {
namespace {

DecisionOut out_of(const resolve::DecisionResult& result) {
  DecisionOut out;
  out.act_no = result.act_no, out.verdict_id = result.verdict_id;
  for (const auto& event : result.events)
    out.events.push_back({event.event_no, event.records_count, event.kind, event.cuid, event.other, event.cause, event.match_weight});
  out.cuids = result.cuids, out.revises = result.revises, out.notes = result.notes;
  return out;
}

// Brings codes, and golden records unless `later`, to the registry's last act, as one change of the lake.
Status show_registry(flow::Context& context, bool later = false) {
  return context.lake().transaction([&]() -> Status {
    ZK_TRY(resolve::follow(context));
    return later ? done() : profile::run(context);
  });
}

// A decision that was killed after the ledger had it is shown first, whatever becomes of this one: as a run of its own,
// since a stage runs once in a run.
Status catch_up(Call& call, std::string_view operation) {
  ZK_TRY_SET(db::Connection lake, call.workspace->lake().connect());
  ZK_TRY_SET(const std::int64_t behind, resolve::acts_behind(*call.workspace, lake));
  if (behind == 0) return done();
  ZK_TRY_SET(flow::Context context, flow::Context::start(*call.workspace, operation, *call.progress, *call.cancelled, call.run_options));
  return context.finish(show_registry(context));
}

// Opens a run, lets a decision be made, and shows it.
Result<DecisionOut> decided(Call& call, std::string_view operation, bool later, const std::function<Result<resolve::DecisionResult>(flow::Context&)>& work) {
  ZK_TRY(catch_up(call, operation));
  ZK_TRY_SET(flow::Context context, flow::Context::start(*call.workspace, operation, *call.progress, *call.cancelled, call.run_options));
  DecisionOut out;
  auto all = [&]() -> Status {
    ZK_TRY_SET(auto result, work(context));
    out = out_of(result);
    return show_registry(context, later);
  };
  ZK_TRY(context.finish(all()));
  return out;
}

resolve::Author author(const Call& call, const std::string& why) { return {call.caller.name, why}; }

std::string state_word(const std::string& state, const Terminal& terminal) {
  if (state == "stands") return pick(terminal, "stands", "生效");
  if (state == "revised") return pick(terminal, "revised", "已被取代");
  if (state == "undone") return pick(terminal, "undone", "已撤销");
  return pick(terminal, "sleeping", "休眠（记录已撤出）");
}

std::string answer_word(const std::string& answer, const Terminal& terminal) {
  if (answer == "same") return pick(terminal, "same", "同一客户");
  if (answer == "different") return pick(terminal, "different", "不同客户");
  return pick(terminal, "unsure", "不确定");
}

// An undone replay may touch hundreds of customers; JSON names them all.
std::string some_of(const std::vector<std::string>& cuids, const Terminal& terminal) {
  constexpr std::size_t shown_most = 12;
  std::string text;
  for (std::size_t k = 0; k < std::min(cuids.size(), shown_most); ++k) text += (k == 0 ? "" : ", ") + cuids[k];
  if (cuids.size() <= shown_most) return text;
  return text + pick(terminal, " and ", " 等，另有 ") + grouped(static_cast<std::int64_t>(cuids.size() - shown_most)) + pick(terminal, " more", " 个");
}

Result<std::int64_t> number_after(const std::string& text, std::size_t skip) {
  char* end = nullptr;
  std::int64_t number = std::strtoll(text.c_str() + skip, &end, 10);
  if (text.size() == skip || *end != '\0' || number <= 0)
    return Error{ErrorCode::bad_request, "'" + text + "' names nothing that can be undone; write B12 (batch), E12 (event) or R12 (run)"};
  return number;
}

Result<UndoOut> undo_batch(Call& call, std::int64_t batch) {
  ZK_TRY_SET(flow::Context context, flow::Context::start(*call.workspace, "undo", *call.progress, *call.cancelled, call.run_options));
  UndoOut out;
  auto work = [&]() -> Status {
    ZK_TRY_SET(auto summary, ingest::undo(context, batch));
    out.batch_id = summary.batch_id, out.rows = summary.rows;
    return done();
  };
  ZK_TRY(context.finish(work()));
  return out;
}

}  // namespace

Result<DecisionOut> decide(Call& call, const DecideIn& in) {
  if (!in.question.empty()) {
    if (in.what.size() != 1) return Error{ErrorCode::bad_request, "with --question only the answer is named: same, different or unsure"};
    return decided(call, "decide", in.later, [&](flow::Context& context) { return resolve::answer_question(context, in.question, in.what[0], author(call, in.why)); });
  }
  if (in.what.size() != 3) return Error{ErrorCode::bad_request, "name two records and the answer: zhike decide crm:1 shop:7 same"};
  return decided(call, "decide", in.later, [&](flow::Context& context) -> Result<resolve::DecisionResult> {
    ZK_TRY_SET(std::int64_t left, resolve::find_record(context, in.what[0]));
    ZK_TRY_SET(std::int64_t right, resolve::find_record(context, in.what[1]));
    return resolve::decide(context, left, right, in.what[2], author(call, in.why));
  });
}

std::string decision_text(const DecisionOut& out, const Terminal& terminal) {
  std::string text;
  if (out.verdict_id > 0) text += pick(terminal, "Verdict ", "裁定 ") + std::to_string(out.verdict_id) + pick(terminal, " stands.\n", " 已生效。\n");
  for (const auto& event : out.events) text += "  " + pad("E" + std::to_string(event.event_no), 8) + event_words({event.kind, event.cuid, event.other, event.cause, event.records_count}, terminal) + "\n";
  for (auto revised : out.revises) text += pick(terminal, "It replaces verdict ", "取代裁定 ") + std::to_string(revised) + pick(terminal, ".\n", "。\n");
  for (const auto& note : out.notes) text += pick(terminal, "note: ", "提示：") + told(note, terminal.language) + "\n";
  return text + pick(terminal, "Customers now: ", "现行客户：") + some_of(out.cuids, terminal) + pick(terminal, "\nTo take it back: zhike undo\n", "\n如需撤销：zhike undo\n");
}

Result<DecisionOut> merge(Call& call, const MergeIn& in) {
  return decided(call, "merge", in.later, [&](flow::Context& context) { return resolve::merge(context, in.cuids, author(call, in.why)); });
}

Result<DecisionOut> split(Call& call, const SplitIn& in) {
  return decided(call, "split", in.later, [&](flow::Context& context) -> Result<resolve::DecisionResult> {
    std::vector<std::int64_t> records;
    for (const auto& text : in.records) {
      ZK_TRY_SET(std::int64_t record, resolve::find_record(context, text));
      records.push_back(record);
    }
    return resolve::split(context, in.cuid, records, author(call, in.why));
  });
}

Result<UndoOut> undo(Call& call, const UndoIn& in) {
  resolve::UndoTarget target;
  char first = in.what.empty() ? '\0' : static_cast<char>(std::toupper(static_cast<unsigned char>(in.what.front())));
  bool digit = first >= '0' && first <= '9';
  if (digit || first == 'B') {
    ZK_TRY_SET(std::int64_t batch, number_after(in.what, digit ? 0 : 1));
    return undo_batch(call, batch);
  }
  if (first != '\0') {
    ZK_TRY_SET(std::int64_t number, number_after(in.what, 1));
    if (first == 'E') target.event_no = number;
    else if (first == 'R') target.run_id = number;
    else return number_after("", 0).error();
  }
  ZK_TRY_SET(DecisionOut done, decided(call, "undo", in.later, [&](flow::Context& context) { return resolve::undo_identity(context, target, author(call, in.why)); }));
  UndoOut out;
  static_cast<DecisionOut&>(out) = std::move(done);
  return out;
}

std::string undo_text(const UndoOut& out, const Terminal& terminal) {
  if (out.batch_id > 0)
    return pick(terminal, "Batch #", "批次 #") + std::to_string(out.batch_id) + pick(terminal, " was taken out again: ", " 已撤出：") +
           grouped(out.rows) + pick(terminal, " rows. Next: zhike run\n", " 行。下一步：zhike run\n");
  return decision_text(out, terminal);
}

Result<VerdictsOut> verdicts(Call& call, const VerdictsIn& in) {
  ZK_TRY_SET(flow::Context context, flow::Context::start(*call.workspace, "verdicts", *call.progress, *call.cancelled, call.run_options));
  VerdictsOut out;
  auto work = [&]() -> Status {
    ZK_TRY_SET(auto listed, resolve::list_verdicts(context, in.record));
    for (auto& verdict : listed)
      out.verdicts.push_back({verdict.verdict_id, verdict.pairs_count, verdict.verdict, verdict.state, verdict.decided_by, verdict.decided_at, verdict.why, verdict.records, verdict.gone});
    return done();
  };
  ZK_TRY(context.finish(work()));
  return out;
}

std::string verdicts_text(const VerdictsOut& out, const Terminal& terminal) {
  if (out.verdicts.empty()) return pick(terminal, "No verdict yet: zhike review asks for some.\n", "还没有裁定：可用 zhike review 复核。\n");
  std::string text;
  for (const auto& verdict : out.verdicts) {
    text += pad(std::to_string(verdict.verdict_id), 6) + pad(answer_word(verdict.verdict, terminal), 12) + pad(state_word(verdict.state, terminal), 20) + pad(verdict.decided_by, 14) +
            pad(verdict.decided_at, 22) + verdict.why + "\n";
    for (const auto& record : verdict.records) text += "      " + record + "\n";
    for (const auto& record : verdict.gone) text += "      " + record + pick(terminal, "  (gone)\n", "（已撤出）\n");
  }
  return text;
}

}  // namespace zhike::operations
