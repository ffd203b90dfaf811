// SPDX-License-Identifier: Apache-2.0
#include "operations/resolve_operations.h"

#include <cstdio>
#include <fstream>
#include <iostream>
#include <map>

#include "ingest/mapping.h"
#include "operations/collect_operations.h"
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

std::string answer_text(const ResolvedOut& answer, const std::vector<WaterfallOut>& shown, const standard::Standard& standard, const Terminal& terminal) {
  std::string text = std::to_string(answer.line) + ": " + answer.cuid;
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
        shown.push_back(waterfall_out(match.waterfall, std::to_string(answer.line), match.record, !answer.is_new && match.cuid == answer.cuid));
        candidate.evidence = shown.back().evidence;
      }
      answer.candidates.push_back(std::move(candidate));
    }
    out.answers.push_back(std::move(answer));
  }
  return done();
}

std::vector<ResolvedOut> all_new(const std::vector<Given>& records) {
  std::vector<ResolvedOut> answers(records.size());
  for (std::size_t k = 0; k < records.size(); ++k) {
    answers[k].line = static_cast<std::int64_t>(records[k].line);
    answers[k].is_new = true;
  }
  return answers;
}

Status check_commit(const Call& call, const ResolveIn& in) {
  if (!call.caller.may(Permission::collect)) return Error{ErrorCode::forbidden, "committing records needs the permission to collect"};
  if (in.source.empty()) return Error{ErrorCode::bad_request, "--commit needs --source: where the records come from"};
  if (in.records.empty() || in.records == "-")
    return Error{ErrorCode::bad_request, "--commit needs a file of JSON lines: it is archived as it came, so that the batch can be undone and loaded again"};
  return done();
}

// The records go the way of every file: archived, standardised, matched. Their codes are those of the registry.
Status commit(Call& call, const ResolveIn& in, ResolveOut& out) {
  ImportIn request;
  request.files = {in.records};
  request.source_id = in.source;
  request.entity = in.entity;
  ZK_TRY_SET(const ImportOut imported, import(call, request));
  RunIn stages;
  stages.stages = {"standardise", "resolve", "profile"};
  ZK_TRY_SET(const RunOut ran, run_stages(call, stages));
  out.batch_id = imported.files.front().batch_id;
  ZK_TRY_SET(db::Connection lake, call.workspace->lake().connect());
  ZK_TRY_SET(const db::Rows rows, lake.query(sql::committed_customers, {{"batch_id", out.batch_id}}));
  std::map<std::int64_t, std::string> cuid_of;
  for (std::size_t row = 0; row < rows.size(); ++row) cuid_of[rows.whole(row, 0)] = rows.text(row, 1);
  // A record that was known before and has not changed stays in the batch that brought it, and has its answer already.
  for (auto& answer : out.answers) {
    const auto found = cuid_of.find(answer.line);
    if (found == cuid_of.end()) continue;
    std::erase(answer.brings_together, found->second);
    answer.cuid = found->second;
  }
  return done();
}

}  // namespace

Result<ResolveOut> resolve_records(Call& call, const ResolveIn& in) {
  if (in.commit) ZK_TRY(check_commit(call, in));
  ZK_TRY_SET(const auto records, read_records(in));
  ResolveOut out;
  Shown shown;
  {
    ZK_TRY_SET(flow::Context context, flow::Context::start(*call.workspace, "resolve", *call.progress, *call.cancelled, call.run_options));
    Status answered = answer_all(context, in, records, out, shown);
    // The first records of a workspace have nobody to be compared with.
    const bool is_first = in.commit && !answered.ok() && answered.error().code == ErrorCode::not_found;
    if (is_first) out.answers = all_new(records);
    ZK_TRY(context.finish(is_first ? done() : std::move(answered)));
  }
  if (in.commit) ZK_TRY(commit(call, in, out));
  if (!call.wants_text) return out;
  shown.resize(out.answers.size());
  for (std::size_t k = 0; k < out.answers.size(); ++k)
    out.answers[k].text = answer_text(out.answers[k], shown[k], *call.workspace->standard(), call.terminal);
  return out;
}

std::string resolve_text(const ResolveOut& out, const Terminal& terminal) {
  std::string text;
  for (const auto& answer : out.answers) text += answer.text;
  if (out.batch_id == 0) return text;
  const std::string batch = "B" + std::to_string(out.batch_id);
  return text + pick(terminal, "committed as batch ", "已提交为批次 ") + batch + pick(terminal, "; taken back by: zhike undo ", "；撤销：zhike undo ") + batch + "\n";
}

}  // namespace zhike::operations
