// SPDX-License-Identifier: Apache-2.0
#include "operations/resolve_operations.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>

#include "govern/audit.h"
#include "ingest/ingest.h"
#include "ingest/mapping.h"
#include "operations/collect_operations.h"
#include "operations/messages.h"
#include "operations/row.h"
#include "operations/run_operations.h"
#include "operations/text.h"
#include "operations/waterfall.h"
#include "resolve/run_index.h"
#include "operations_sql.h"
#include "standardise/field_cleaner.h"

namespace zhike::operations {
namespace {

namespace json = boost::json;
constexpr std::size_t records_most = 10'000;

// A record as it was given: keys and texts.
struct Given {
  std::size_t line = 0;
  std::vector<resolve::IndexCell> cells;
};

Result<Given> read_record(std::string_view text, std::size_t line) {
  boost::system::error_code error;
  const json::value value = json::parse(text, error);
  if (error || !value.is_object())
    return Error{ErrorCode::unreadable, "line " + std::to_string(line) + " is not a JSON object such as {\"name\": \"...\"}"};
  Given given{line, {}};
  for (const auto& [key, member] : value.as_object()) {
    if (member.is_null()) continue;
    if (member.is_object() || member.is_array())
      return Error{ErrorCode::unreadable, "line " + std::to_string(line) + ": " + std::string(key) + " must be a text or a number"};
    given.cells.push_back({std::string(key), member.is_string() ? std::string(member.as_string()) : json::serialize(member)});
  }
  return given;
}

Result<std::vector<Given>> read_records(const ResolveIn& in) {
  if (in.record.empty() == in.records.empty())
    return Error{ErrorCode::bad_request, "give either a file of JSON lines (- for the standard input) or --record"};
  std::vector<Given> records;
  if (!in.record.empty()) {
    ZK_TRY_SET(records.emplace_back(), read_record(in.record, 1));
    return records;
  }
  std::ifstream file;
  if (in.records != "-") {
    file.open(in.records);
    if (!file) return Error{ErrorCode::not_found, in.records + " cannot be read"};
  }
  std::istream& lines = in.records == "-" ? std::cin : file;
  std::string line;
  for (std::size_t number = 1; std::getline(lines, line); ++number) {
    if (line.find_first_not_of(" \t\r") == line.npos) continue;
    if (records.size() == records_most) return Error{ErrorCode::bad_request, "at most " + grouped(records_most) + " records at once; import larger files"};
    ZK_TRY_SET(records.emplace_back(), read_record(line, number));
  }
  return records;
}

// The record under the ids of the standard's fields, in standard form, as an import would bring it.
Result<std::vector<resolve::IndexCell>> standard_cells(const standard::Standard& standard, const Given& given, const std::string& entity,
                                                       std::vector<std::string>& not_compared) {
  std::vector<std::string> names, values;
  for (const auto& cell : given.cells) {
    names.push_back(cell.column);
    values.push_back(cell.text);
  }
  ingest::MappingHints hints;
  hints.entity = entity;
  const auto mapping = ingest::propose_mapping(standard, names, {values}, hints);
  std::vector<resolve::IndexCell> cells;
  for (std::size_t k = 0; k < given.cells.size(); ++k) {
    const std::string& target = mapping.columns[k].target;
    const auto* field = standard.field(target);
    if (!field || field->match_kind.empty() || field->match_kind == "none") {
      not_compared.push_back(given.cells[k].column);
      continue;
    }
    standardise::FindingKinds kinds;
    ZK_TRY_SET(const auto cleaner, standardise::FieldCleaner::for_field(standard, *field, kinds));
    standardise::Cell cell;
    std::string findings;
    cleaner.clean(given.cells[k].text, cell, findings);
    if (cell.present) cells.push_back({target, cell.text});
  }
  return cells;
}

std::string percent(double share) {
  char text[16];
  std::snprintf(text, sizeof text, "%.1f%%", share * 100);
  return text;
}

std::string field_label(const standard::Standard& standard, std::string name, const Terminal& terminal) {
  const auto* field = standard.field(name);
  for (std::string part = name; !field && !part.empty(); field = standard.field(part)) part.pop_back();
  if (!field) return name;
  return terminal.language == Language::zh ? field->label.zh : field->label.en;
}

std::string answer_text(const ResolvedOut& answer, bool is_committed, const std::vector<WaterfallOut>& shown, const standard::Standard& standard, const Terminal& terminal) {
  std::string text = std::to_string(answer.line) + ": " + answer.cuid;
  if (is_committed && answer.cuid.empty()) text += pick(terminal, "not taken in: the line is empty or was rejected", "未收入：该行为空或被拒收");
  if (answer.is_new) text += answer.cuid.empty() ? pick(terminal, "a new customer", "新客户") : pick(terminal, ", a new customer", "（新客户）");
  text += "\n";
  for (const auto& cuid : answer.brings_together) text += pick(terminal, "   would be joined with ", "   将与之合并：") + cuid + "\n";
  for (std::size_t k = 0; k < answer.candidates.size(); ++k) {
    const auto& candidate = answer.candidates[k];
    char weight[24];
    std::snprintf(weight, sizeof weight, "%+.1f", candidate.match_weight);
    text += "   " + pad(candidate.record, 34) + pad(candidate.cuid, 15) + right(weight, 8) + right(percent(candidate.match_probability), 9) + "\n";
    if (k < shown.size())
      text += waterfall_lines(shown[k], [&](const std::string& name) { return field_label(standard, name, terminal); }, terminal);
  }
  for (const auto& key : answer.not_compared) text += pick(terminal, "   not compared: ", "   未参与比较：") + key + "\n";
  return text;
}

using Shown = std::vector<std::vector<WaterfallOut>>;  // per answer: its candidates

Status answer_all(flow::Context& context, const ResolveIn& in, const std::vector<Given>& records, ResolveOut& out, Shown& shown_of) {
  ZK_TRY_SET(resolve::StoredIndex stored, resolve::open_index(context, in.entity));
  resolve::AskOptions options;
  options.candidates_most = static_cast<std::size_t>(std::max<std::int64_t>(0, in.candidates));
  options.explain = in.explain;
  for (const auto& given : records) {
    if (context.is_cancelled()) return Error{ErrorCode::cancelled, "stopped on request"};
    ResolvedOut answer;
    answer.line = static_cast<std::int64_t>(given.line);
    ZK_TRY_SET(const auto cells, standard_cells(context.standard(), given, in.entity, answer.not_compared));
    const auto record = resolve::index_record(context.standard(), stored.index(), cells);
    ZK_TRY_SET(resolve::CustomerAnswer found, resolve::ask_index(context, stored.index(), record, options));
    answer.is_new = found.cuid.empty();
    answer.cuid = found.cuid;
    answer.brings_together = found.others;
    auto& shown = shown_of.emplace_back();
    for (const auto& match : found.candidates) {
      CandidateOut candidate{match.record, match.cuid, match.weight, match.probability, {}};
      if (in.explain) {
        shown.push_back(waterfall_out(match.waterfall, std::to_string(answer.line), match.record, !answer.is_new && match.cuid == answer.cuid, stored.index().cut_bits()));
        candidate.evidence = shown.back().evidence;
      }
      answer.candidates.push_back(std::move(candidate));
    }
    out.answers.push_back(std::move(answer));
  }
  return done();
}

// What the answers hold where nobody can be compared with yet.
std::vector<ResolvedOut> unanswered(const std::vector<Given>& records) {
  std::vector<ResolvedOut> answers(records.size());
  for (std::size_t k = 0; k < records.size(); ++k) answers[k].line = static_cast<std::int64_t>(records[k].line);
  return answers;
}

Status check_commit(const Call& call, const ResolveIn& in) {
  if (!call.caller.may(Permission::collect)) return Error{ErrorCode::forbidden, "committing records needs the permission to collect"};
  if (in.source.empty()) return Error{ErrorCode::bad_request, "--commit needs --source: where the records come from"};
  std::error_code error;
  if (in.records.empty() || in.records == "-" || (std::filesystem::exists(in.records, error) && !std::filesystem::is_regular_file(in.records, error)))
    return Error{ErrorCode::bad_request, "--commit needs a file of JSON lines: it is archived as it came, so that the batch can be undone and loaded again"};
  return done();
}

// What became of each line stands in the tables now; the answers asked before only show what came near.
Status read_committed(Call& call, flow::Context& context, ResolveOut& out) {
  ZK_TRY(ingest::identify_lines(context, out.batch_id));
  ZK_TRY_SET(const db::Rows rows, context.lake().query(sql::committed_customers, {}));
  std::map<std::int64_t, std::size_t> row_of;
  for (std::size_t row = 0; row < rows.size(); ++row) row_of[rows.whole(row, 0)] = row;
  for (auto& answer : out.answers) {
    answer.brings_together.clear();
    const auto found = row_of.find(answer.line);
    answer.cuid = found == row_of.end() ? std::string() : std::string(rows.text(found->second, 1));
    answer.is_new = found != row_of.end() && rows.whole(found->second, 2) == 1;
  }
  return govern::record_act(call.workspace->ledger(), {call.caller.name, "resolve commit", "ok"});
}

// The records go the way of every file: archived, standardised, matched. Their codes are those of the registry.
Status commit(Call& call, const ResolveIn& in, ResolveOut& out) {
  ImportIn request;
  request.files = {in.records};
  request.source_id = in.source;
  if (in.entity != "person") request.entity = in.entity;
  ZK_TRY_SET(const ImportOut imported, import(call, request));
  const ingest::FileSummary& file = imported.files.front();
  out.batch_id = file.batch_id;
  out.already_imported = file.already_imported;
  out.notes = file.notes;
  if (file.rejected > 0) out.notes.push_back(std::to_string(file.rejected) + " lines were rejected; zhike sources counts them");
  RunIn stages;
  stages.stages = {"standardise", "resolve", "profile"};
  const std::string batch = "B" + std::to_string(out.batch_id);
  if (const auto ran = run_stages(call, stages); !ran.ok())
    return Error{ran.error().code, "the records are imported as batch " + batch + " but not matched (zhike run goes on, zhike undo " + batch + " takes them back): " + ran.error().message};
  ZK_TRY_SET(flow::Context context, flow::Context::start(*call.workspace, "resolve commit", *call.progress, *call.cancelled, call.run_options));
  return context.finish(read_committed(call, context, out));
}

}  // namespace

Result<ResolveOut> resolve_records(Call& call, const ResolveIn& in) {
  if (in.commit) ZK_TRY(check_commit(call, in));
  ZK_TRY_SET(const auto records, read_records(in));
  if (in.commit && records.empty()) return Error{ErrorCode::bad_request, in.records + " holds no records; nothing was committed"};
  ResolveOut out;
  Shown shown;
  {
    ZK_TRY_SET(flow::Context context, flow::Context::start(*call.workspace, "resolve", *call.progress, *call.cancelled, call.run_options));
    Status answered = answer_all(context, in, records, out, shown);
    // No index yet, none any more, or one that cannot be used: the run of the commit makes one.
    constexpr std::array without_index = {ErrorCode::not_found, ErrorCode::unreadable, ErrorCode::conflict};
    const bool cannot_ask = in.commit && !answered.ok() && std::find(without_index.begin(), without_index.end(), answered.error().code) != without_index.end();
    if (cannot_ask) out.answers = unanswered(records);
    ZK_TRY(context.finish(cannot_ask ? done() : std::move(answered)));
  }
  if (in.commit) ZK_TRY(commit(call, in, out));
  if (!call.wants_text) return out;
  shown.resize(out.answers.size());
  for (std::size_t k = 0; k < out.answers.size(); ++k)
    out.answers[k].text = answer_text(out.answers[k], out.batch_id != 0, shown[k], *call.workspace->standard(), call.terminal);
  return out;
}

std::string resolve_text(const ResolveOut& out, const Terminal& terminal) {
  std::string text;
  for (const auto& answer : out.answers) text += answer.text;
  if (out.batch_id == 0) return text;
  for (const auto& note : out.notes) text += pick(terminal, "note: ", "提示：") + told(note, terminal.language) + "\n";
  const std::string batch = "B" + std::to_string(out.batch_id);
  text += out.already_imported ? pick(terminal, "nothing new was committed: this file was imported before as batch ", "未提交新内容：该文件此前已导入为批次 ")
                               : pick(terminal, "committed as batch ", "已提交为批次 ");
  return text + batch + pick(terminal, "; taken back by: zhike undo ", "；撤销：zhike undo ") + batch + "\n";
}

}  // namespace zhike::operations
