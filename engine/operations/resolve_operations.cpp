// SPDX-License-Identifier: Apache-2.0
#include "operations/resolve_operations.h"

#include <cstdio>
#include <fstream>
#include <iostream>

#include "ingest/mapping.h"
#include "operations/row.h"
#include "operations/text.h"
#include "operations/waterfall.h"
#include "resolve/run_index.h"
#include "standardise/field_cleaner.h"

namespace zhike::operations {
namespace {

namespace json = boost::json;
constexpr std::size_t records_most = 10'000;

// A record as it was given: keys and texts.
using Given = std::vector<resolve::IndexCell>;

Result<Given> read_record(std::string_view text, std::size_t line) {
  boost::system::error_code error;
  const json::value value = json::parse(text, error);
  if (error || !value.is_object())
    return Error{ErrorCode::unreadable, "line " + std::to_string(line) + " is not a JSON object such as {\"name\": \"...\"}"};
  Given given;
  for (const auto& [key, member] : value.as_object()) {
    if (member.is_null()) continue;
    if (member.is_object() || member.is_array())
      return Error{ErrorCode::unreadable, "line " + std::to_string(line) + ": " + std::string(key) + " must be a text or a number"};
    given.push_back({std::string(key), member.is_string() ? std::string(member.as_string()) : json::serialize(member)});
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
  for (const auto& cell : given) {
    names.push_back(cell.column);
    values.push_back(cell.text);
  }
  ingest::MappingHints hints;
  hints.entity = entity;
  const auto mapping = ingest::propose_mapping(standard, names, {values}, hints);
  std::vector<resolve::IndexCell> cells;
  for (std::size_t k = 0; k < given.size(); ++k) {
    const std::string& target = mapping.columns[k].target;
    const auto* field = standard.field(target);
    if (!field || field->match_kind.empty() || field->match_kind == "none") {
      not_compared.push_back(given[k].column);
      continue;
    }
    standardise::FindingKinds kinds;
    ZK_TRY_SET(const auto cleaner, standardise::FieldCleaner::for_field(standard, *field, kinds));
    standardise::Cell cell;
    std::string findings;
    cleaner.clean(given[k].text, cell, findings);
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
  std::string text = std::to_string(answer.line) + ": " + (answer.is_new ? pick(terminal, "a new customer", "新客户") : answer.cuid) + "\n";
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

Status answer_all(Call& call, flow::Context& context, const ResolveIn& in, ResolveOut& out) {
  ZK_TRY_SET(const auto records, read_records(in));
  ZK_TRY_SET(resolve::StoredIndex stored, resolve::open_index(context, in.entity));
  resolve::AskOptions options;
  options.candidates_most = static_cast<std::size_t>(std::max<std::int64_t>(0, in.candidates));
  options.explain = in.explain;
  for (const auto& given : records) {
    if (context.is_cancelled()) return Error{ErrorCode::cancelled, "stopped on request"};
    ResolvedOut answer;
    answer.line = static_cast<std::int64_t>(out.answers.size() + 1);
    ZK_TRY_SET(const auto cells, standard_cells(context.standard(), given, in.entity, answer.not_compared));
    const auto record = resolve::index_record(context.standard(), stored.index(), cells);
    ZK_TRY_SET(resolve::CustomerAnswer found, resolve::ask_index(context, stored.index(), record, options));
    answer.is_new = found.cuid.empty();
    answer.cuid = found.cuid;
    answer.brings_together = found.others;
    std::vector<WaterfallOut> shown;
    for (const auto& match : found.candidates) {
      CandidateOut candidate{match.record, match.cuid, match.weight, match.probability, {}};
      if (in.explain) {
        shown.push_back(waterfall_out(match.waterfall, std::to_string(answer.line), match.record, !answer.is_new && match.cuid == answer.cuid));
        candidate.evidence = shown.back().evidence;
      }
      answer.candidates.push_back(std::move(candidate));
    }
    if (call.wants_text) answer.text = answer_text(answer, shown, context.standard(), call.terminal);
    out.answers.push_back(std::move(answer));
  }
  return done();
}

}  // namespace

Result<ResolveOut> resolve_records(Call& call, const ResolveIn& in) {
  ZK_TRY_SET(flow::Context context, flow::Context::start(*call.workspace, "resolve", *call.progress, *call.cancelled, call.run_options));
  ResolveOut out;
  ZK_TRY(context.finish(answer_all(call, context, in, out)));
  return out;
}

std::string resolve_text(const ResolveOut& out, const Terminal&) {
  std::string text;
  for (const auto& answer : out.answers) text += answer.text;
  return text;
}

}  // namespace zhike::operations
