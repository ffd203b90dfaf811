// SPDX-License-Identifier: Apache-2.0
#include "operations/match_operations.h"

#include <cstdio>
#include <unordered_map>

#include "operations/match_files.h"
#include "operations/row.h"
#include "operations/text.h"
#include "operations/waterfall.h"

namespace zhike::operations {
namespace {

resolve::Options options_of(Call& call, const std::string& prefer) {
  resolve::Options options;
  options.cut_bits = cut_bits_of(prefer);
  options.threads = call.threads;
  options.memory_bytes = static_cast<std::uint64_t>(call.memory_bytes);
  options.progress = [&call, last = std::string()](std::string_view step, double share) mutable {
    if (step != last) call.progress->step_started(last = std::string(step));
    call.progress->advanced(share);
    return !call.cancelled->load();
  };
  return options;
}

std::vector<ComparedOut> compared(const resolve::Outcome& outcome) {
  std::vector<ComparedOut> out;
  for (const auto& field : outcome.model.fields) out.push_back({field.name, std::string(resolve::info(field.kind).id), field.filled_share});
  return out;
}

std::vector<StepOut> steps(const resolve::Outcome& outcome) {
  std::vector<StepOut> out;
  for (const auto& step : outcome.summary.steps) out.push_back({step.name, step.seconds});
  return out;
}

Result<std::vector<WaterfallOut>> explain_pairs(Call& call, const std::string& path, const resolve::Outcome& outcome, const MatchFile& file) {
  std::vector<WaterfallOut> out;
  if (path.empty()) return out;
  ZK_TRY_SET(MatchFile pairs, read_match_file(call, path, "id_left", {}));
  const resolve::Column* rights = nullptr;
  for (const auto& column : pairs.table.columns)
    if (column.name == "id_right") rights = &column;
  if (!rights) return Error{ErrorCode::bad_request, path + " needs the columns id_left and id_right"};
  std::unordered_map<std::string_view, std::uint32_t> row_of;
  for (std::size_t row = 0; row < file.ids.size(); ++row) row_of.emplace(file.ids[row], static_cast<std::uint32_t>(row));
  for (std::size_t i = 0; i < pairs.ids.size(); ++i) {
    auto left = row_of.find(pairs.ids[i]), right = row_of.find(rights->text(i));
    if (left == row_of.end() || right == row_of.end())
      return Error{ErrorCode::not_found, path + ": line " + std::to_string(i + 2) + " names an id that the file does not hold"};
    out.push_back(waterfall_out(resolve::explain(outcome, left->second, right->second), pairs.ids[i], rights->text(i),
                                outcome.cluster[left->second] == outcome.cluster[right->second]));
  }
  return out;
}

std::string summary_text(const std::vector<ComparedOut>& columns, const std::vector<StepOut>& steps,
                         const std::vector<std::string>& notes, const Terminal& terminal) {
  std::string text = pick(terminal, "compared\n", "参与比较的列\n");
  for (const auto& column : columns) {
    char share[16];
    std::snprintf(share, sizeof share, "%3.0f%%", column.filled_share * 100);
    text += "  " + pad(column.column, 26) + pad(column.kind, 16) + share + pick(terminal, " filled\n", " 非空\n");
  }
  text += pick(terminal, "time\n  ", "耗时\n  ");
  double total = 0;
  for (const auto& step : steps) {
    char shown[64];
    std::snprintf(shown, sizeof shown, "%s %.2f s   ", step.name.c_str(), step.seconds);
    text += shown;
    total += step.seconds;
  }
  char shown[48];
  std::snprintf(shown, sizeof shown, "%s %.2f s\n", pick(terminal, "total", "合计"), total);
  text += shown;
  for (const auto& note : notes) text += pick(terminal, "note: ", "说明：") + note + "\n";
  return text;
}

}  // namespace

Result<DedupeOut> dedupe(Call& call, const DedupeIn& in) {
  ZK_TRY_SET(MatchFile file, read_match_file(call, in.file, in.id, in.ignore));
  resolve::Options options = options_of(call, in.prefer);
  options.name_alone_merges = !in.name_alone_never_merges;
  ZK_TRY_SET(resolve::Outcome outcome, resolve::dedupe(std::move(file.table), options));
  DedupeOut out;
  ZK_TRY_SET(out.explained, explain_pairs(call, in.explain, outcome, file));
  std::string text = csv_cell(file.id_column) + ",cluster_id\n";
  for (std::size_t row = 0; row < file.ids.size(); ++row)
    text += csv_cell(file.ids[row]) + "," + csv_cell(cluster_name(file, outcome.cluster[row])) + "\n";
  ZK_TRY(write_file(in.out, text));
  out.out = in.out;
  out.records_count = static_cast<std::int64_t>(outcome.summary.records_count);
  out.clusters_count = static_cast<std::int64_t>(outcome.summary.clusters_count);
  out.duplicates_count = out.records_count - out.clusters_count;
  out.largest_cluster = static_cast<std::int64_t>(outcome.summary.largest_cluster);
  out.rejected_count = file.rejected_count;
  out.pairs_count = static_cast<std::int64_t>(outcome.summary.pairs_compared_count);
  out.columns = compared(outcome);
  out.steps = steps(outcome);
  out.notes = file.notes;
  out.notes.insert(out.notes.end(), outcome.summary.notes.begin(), outcome.summary.notes.end());
  return out;
}

std::string dedupe_text(const DedupeOut& out, const Terminal& terminal) {
  std::string text = grouped(out.records_count) + pick(terminal, " records are ", " 条记录实为 ") + grouped(out.clusters_count) +
                     pick(terminal, " customers; ", " 位客户；") + grouped(out.duplicates_count) + pick(terminal, " repeat another, largest cluster ", " 条重复，最大簇 ") +
                     grouped(out.largest_cluster) + "\n";
  if (out.rejected_count > 0)
    text += grouped(out.rejected_count) + pick(terminal, " lines could not be read and are left out\n", " 行无法读取，已略过\n");
  text += summary_text(out.columns, out.steps, out.notes, terminal);
  for (const auto& pair : out.explained) text += waterfall_lines(pair, [](const std::string& column) { return column; }, terminal);
  return text + pick(terminal, "written: ", "已写出：") + out.out + "\n";
}

Result<LinkOut> link(Call& call, const LinkIn& in) {
  ZK_TRY_SET(MatchFile left, read_match_file(call, in.left, in.id, in.ignore));
  ZK_TRY_SET(MatchFile right, read_match_file(call, in.right, in.id, in.ignore));
  LinkOut out;
  out.left_count = static_cast<std::int64_t>(left.table.rows);
  out.right_count = static_cast<std::int64_t>(right.table.rows);
  ZK_TRY_SET(MatchFile both, join_match_files(std::move(left), std::move(right)));
  resolve::Options options = options_of(call, in.prefer);
  options.link_only = true;
  ZK_TRY_SET(resolve::Outcome outcome, resolve::dedupe(both.table, options));
  std::string text = "id_left,id_right,match_weight,match_probability\n";
  for (const auto& edge : outcome.edges) {
    if (outcome.cluster[edge.left] != outcome.cluster[edge.right] || both.table.source[edge.left] == both.table.source[edge.right]) continue;
    bool turned = both.table.source[edge.left] != 0;
    char numbers[64];
    std::snprintf(numbers, sizeof numbers, ",%.4f,%.6f\n", edge.weight, resolve::probability_of(edge.weight));
    text += csv_cell(both.ids[turned ? edge.right : edge.left]) + "," + csv_cell(both.ids[turned ? edge.left : edge.right]) + numbers;
    ++out.links_count;
  }
  ZK_TRY(write_file(in.out, text));
  out.out = in.out;
  out.rejected_count = both.rejected_count;
  out.columns = compared(outcome);
  out.steps = steps(outcome);
  out.notes = both.notes;
  out.notes.insert(out.notes.end(), outcome.summary.notes.begin(), outcome.summary.notes.end());
  return out;
}

std::string link_text(const LinkOut& out, const Terminal& terminal) {
  return grouped(out.left_count) + pick(terminal, " rows with ", " 行与 ") + grouped(out.right_count) + pick(terminal, " rows: ", " 行：") +
         grouped(out.links_count) + pick(terminal, " links\n", " 个匹配\n") + summary_text(out.columns, out.steps, out.notes, terminal) +
         pick(terminal, "written: ", "已写出：") + out.out + "\n";
}

}  // namespace zhike::operations
