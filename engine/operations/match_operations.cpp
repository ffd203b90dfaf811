// SPDX-License-Identifier: Apache-2.0
#include "operations/match_operations.h"

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <iterator>

#include "operations/match_explain.h"
#include "operations/match_files.h"
#include "operations/match_report.h"
#include "operations/match_words.h"
#include "operations/messages.h"
#include "operations/row.h"
#include "operations/splink_operations.h"
#include "operations/text.h"
#include "operations/waterfall.h"
#include "resolve/model_file.h"

namespace zhike::operations {
namespace {

Result<resolve::Options> options_of(Call& call, const std::string& prefer, const std::string& model) {
  resolve::Options options;
  if (!model.empty()) {
    ZK_TRY_SET(const std::string text, read_text_file(model));
    ZK_TRY_SET(resolve::Model read, resolve::read_model(text, model));
    options.model = std::make_shared<const resolve::Model>(std::move(read));
  }
  options.cut_bits = prefer.empty() && options.model ? options.model->cut_bits : cut_bits_of(prefer);
  options.threads = call.threads;
  options.memory_bytes = static_cast<std::uint64_t>(call.memory_bytes);
  std::error_code error;
  options.spill_folder = std::filesystem::temp_directory_path(error).string();  // TMPDIR; none: nothing is spilled
  options.progress = [&call, last = std::string()](std::string_view step, double share) mutable {
    if (step != last) call.progress->step_started(last = std::string(step));
    call.progress->advanced(share);
    return !call.cancelled->load();
  };
  return options;
}

Result<resolve::Method> method_without(const std::vector<std::string>& parts) {
  resolve::Method method;
  for (const auto& part : parts) {
    auto found = std::find_if(std::begin(resolve::method_parts), std::end(resolve::method_parts), [&](const auto& known) { return known.id == part; });
    if (found == std::end(resolve::method_parts))
      return Error{ErrorCode::bad_request, "the method has no part of that name; --help lists them under --without"};
    method.*(found->part) = false;
  }
  return method;
}

void note_name_alone(const resolve::Outcome& outcome, bool never, std::vector<std::string>& notes) {
  if (never) notes.push_back(grouped(static_cast<std::int64_t>(outcome.summary.name_alone_count)) + " pairs agree on names alone and were kept apart for that");
}

// Labels that contradict one another cannot all bind.
void note_unbound(const resolve::Constraints& bound, const std::vector<std::uint32_t>& cluster, std::vector<std::string>& notes) {
  const auto apart = [&](const auto& pair) { return cluster[pair.first] != cluster[pair.second]; };
  const auto together = std::count_if(bound.different.begin(), bound.different.end(), [&](const auto& pair) { return !apart(pair); });
  const auto unbound = together + std::count_if(bound.same.begin(), bound.same.end(), apart);
  if (unbound > 0) notes.push_back(grouped(static_cast<std::int64_t>(unbound)) + " labels contradict others and did not bind; correct them in the file of --labels");
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

std::string pairs_csv(const Matched& matched) {
  std::string text = "id_left,id_right,match_weight,match_probability\n";
  for (const auto& edge : matched.outcome.edges) {
    char numbers[64];
    std::snprintf(numbers, sizeof numbers, ",%.4f,%.6f\n", edge.weight, resolve::probability_of(matched.outcome.model.calibration, edge.weight));
    text += csv_cell(matched.file.ids[edge.left]) + "," + csv_cell(matched.file.ids[edge.right]) + numbers;
  }
  return text;
}

// What is asked for beside the clusters themselves: a model, a page, explanations, the records that cannot be matched.
Status write_beside(Call& call, const DedupeIn& in, const Matched& matched, DedupeOut& out) {
  ZK_TRY_SET(auto explained, explain(call, in.explain, matched));
  out.explained = std::move(explained.pairs);
  out.clusters = std::move(explained.clusters);
  if (!in.pairs.empty()) ZK_TRY(write_file(in.pairs, pairs_csv(matched)));
  if (!in.unlinkable.empty()) ZK_TRY(write_file(in.unlinkable, unlinkable_csv(matched, out.unlinkable_count)));
  if (!in.save_model.empty()) ZK_TRY(write_file(in.save_model, resolve::write_model(matched.outcome.model)));
  if (in.report.empty()) return done();
  return write_match_report(call, {in.file, in.model, in.truth, in.report}, matched);
}

std::string summary_text(const std::vector<ComparedOut>& columns, const std::vector<StepOut>& steps,
                         const std::vector<std::string>& notes, const Terminal& terminal) {
  const bool zh = terminal.language == Language::zh;
  std::string text = columns.empty() ? "" : pick(terminal, "compared\n", "参与比较的列\n");
  for (const auto& column : columns) {
    char share[16];
    std::snprintf(share, sizeof share, "%3.0f%%", column.filled_share * 100);
    text += "  " + pad(column.column, 26) + pad(zh ? kind_words(column.kind).zh : column.kind, 16) + share + pick(terminal, " filled\n", " 非空\n");
  }
  text += pick(terminal, "time\n  ", "耗时\n  ");
  double total = 0;
  for (const auto& step : steps) {
    char shown[64];
    std::snprintf(shown, sizeof shown, "%s %.2f s   ", (zh ? step_words(step.name).zh : step.name).c_str(), step.seconds);
    text += shown;
    total += step.seconds;
  }
  char shown[48];
  std::snprintf(shown, sizeof shown, "%s %.2f s\n", pick(terminal, "total", "合计"), total);
  text += shown;
  for (const auto& note : notes) text += pick(terminal, "note: ", "说明：") + told(note, terminal.language) + "\n";
  return text;
}

}  // namespace

Result<DedupeOut> dedupe(Call& call, const DedupeIn& in) {
  ZK_TRY(keep_inputs({in.file, in.model, in.labels, in.truth}, {in.out, in.pairs, in.unlinkable, in.save_model, in.report}));
  ZK_TRY_SET(auto of_splink, read_if_splink(in.model));
  if (of_splink) return dedupe_with_splink(call, in, std::move(*of_splink));
  if (in.threshold) return Error{ErrorCode::bad_request, "--threshold goes with a Splink model; our own clusters are cut by --prefer"};
  if (in.labels_bind && in.labels.empty()) return Error{ErrorCode::bad_request, "--labels-bind says how labels are used; name their file with --labels"};
  ZK_TRY_SET(MatchFile file, read_match_file(call, in.file, in.id, in.ignore));
  ZK_TRY_SET(resolve::Options options, options_of(call, in.prefer, in.model));
  options.name_alone_merges = !in.name_alone_never_merges;
  ZK_TRY_SET(options.method, method_without(in.without));
  if (!in.labels.empty()) {
    ZK_TRY_SET(options.labels, read_labels(call, in.labels, file));
  }
  resolve::Constraints constraints;
  if (in.labels_bind)
    for (const auto& label : options.labels) (label.same ? constraints.same : constraints.different).emplace_back(label.left, label.right);
  // The page says what each column was taken for, so it needs the table; else it goes as soon as it is taken over.
  ZK_TRY_SET(resolve::Outcome outcome, in.report.empty() ? resolve::dedupe(std::move(file.table), options, constraints)
                                                         : resolve::dedupe(file.table, options, constraints));
  options.cut_bits = outcome.model.cut_bits;
  DedupeOut out;
  ZK_TRY(write_beside(call, in, {outcome, options, file}, out));
  ZK_TRY(write_file(in.out, clusters_csv(file, outcome.cluster)));
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
  note_name_alone(outcome, in.name_alone_never_merges, out.notes);
  note_unbound(constraints, outcome.cluster, out.notes);
  return out;
}

std::string dedupe_text(const DedupeOut& out, const Terminal& terminal) {
  std::string text = grouped(out.records_count) + pick(terminal, " records are ", " 条记录实为 ") + grouped(out.clusters_count) +
                     pick(terminal, " customers; ", " 位客户；") + grouped(out.duplicates_count) + pick(terminal, " repeat another, largest cluster ", " 条重复，最大簇 ") +
                     grouped(out.largest_cluster) + "\n";
  if (out.rejected_count > 0)
    text += grouped(out.rejected_count) + pick(terminal, " lines could not be read and are left out\n", " 行无法读取，已略过\n");
  text += summary_text(out.columns, out.steps, out.notes, terminal);
  if (out.unlinkable_count > 0)
    text += grouped(out.unlinkable_count) + pick(terminal, " records hold too little to be matched with anything\n", " 条记录信息太少，无从匹配\n");
  for (const auto& pair : out.explained) {
    const auto why = apart_text(pair);
    text += waterfall_lines(pair, [](const std::string& column) { return column; }, terminal, pick(terminal, why.en.c_str(), why.zh.c_str()));
  }
  for (const auto& story : out.clusters) text += cluster_lines(story, terminal);
  return text + pick(terminal, "written: ", "已写出：") + out.out + "\n";
}

Result<LinkOut> link(Call& call, const LinkIn& in) {
  ZK_TRY(keep_inputs({in.left, in.right, in.model, in.labels, in.truth}, {in.out, in.save_model, in.report}));
  ZK_TRY_SET(auto of_splink, read_if_splink(in.model));
  if (in.threshold && !of_splink) return Error{ErrorCode::bad_request, "--threshold goes with a Splink model; our own links are cut by --prefer"};
  const std::string id = of_splink ? splink_id(in.id, *of_splink) : in.id;
  ZK_TRY_SET(MatchFile left, read_match_file(call, in.left, id, in.ignore));
  ZK_TRY_SET(MatchFile right, read_match_file(call, in.right, id, in.ignore));
  LinkOut out;
  const auto left_count = static_cast<std::int64_t>(left.table.rows), right_count = static_cast<std::int64_t>(right.table.rows);
  ZK_TRY_SET(MatchFile both, join_match_files(std::move(left), std::move(right)));
  if (of_splink) {
    ZK_TRY_SET(out, link_with_splink(call, in, std::move(both), std::move(*of_splink)));
    out.left_count = left_count;
    out.right_count = right_count;
    return out;
  }
  out.left_count = left_count;
  out.right_count = right_count;
  ZK_TRY_SET(resolve::Options options, options_of(call, in.prefer, in.model));
  options.link_only = true;
  options.name_alone_merges = !in.name_alone_never_merges;
  if (!in.labels.empty()) {
    ZK_TRY_SET(options.labels, read_labels(call, in.labels, both));
  }
  ZK_TRY_SET(resolve::Outcome outcome, resolve::dedupe(both.table, options));
  options.cut_bits = outcome.model.cut_bits;
  std::string text = "id_left,id_right,match_weight,match_probability\n";
  for (const auto& edge : outcome.edges) {
    if (outcome.cluster[edge.left] != outcome.cluster[edge.right] || both.table.source[edge.left] == both.table.source[edge.right]) continue;
    bool turned = both.table.source[edge.left] != 0;
    char numbers[64];
    std::snprintf(numbers, sizeof numbers, ",%.4f,%.6f\n", edge.weight, resolve::probability_of(outcome.model.calibration, edge.weight));
    text += csv_cell(both.ids[turned ? edge.right : edge.left]) + "," + csv_cell(both.ids[turned ? edge.left : edge.right]) + numbers;
    ++out.links_count;
  }
  ZK_TRY(write_file(in.out, text));
  if (!in.save_model.empty()) ZK_TRY(write_file(in.save_model, resolve::write_model(outcome.model)));
  if (!in.report.empty()) ZK_TRY(write_match_report(call, {in.left + " + " + in.right, in.model, in.truth, in.report}, {outcome, options, both}));
  out.out = in.out;
  out.rejected_count = both.rejected_count;
  out.columns = compared(outcome);
  out.steps = steps(outcome);
  out.notes = both.notes;
  out.notes.insert(out.notes.end(), outcome.summary.notes.begin(), outcome.summary.notes.end());
  note_name_alone(outcome, in.name_alone_never_merges, out.notes);
  return out;
}

std::string link_text(const LinkOut& out, const Terminal& terminal) {
  return grouped(out.left_count) + pick(terminal, " rows with ", " 行与 ") + grouped(out.right_count) + pick(terminal, " rows: ", " 行：") +
         grouped(out.links_count) + pick(terminal, " links\n", " 个匹配\n") + summary_text(out.columns, out.steps, out.notes, terminal) +
         pick(terminal, "written: ", "已写出：") + out.out + "\n";
}

}  // namespace zhike::operations
