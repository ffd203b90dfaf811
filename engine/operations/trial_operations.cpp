// SPDX-License-Identifier: Apache-2.0
#include "operations/trial_operations.h"

#include <cstdio>

#include "operations/row.h"
#include "operations_sql.h"
#include "operations/text.h"
#include "trial/trial.h"

namespace zhike::operations {
namespace {

trial::Language spoken(const std::string& language) {
  if (language == "en") return trial::Language::en;
  return language == "mixed" ? trial::Language::mixed : trial::Language::zh;
}

std::function<bool(double)> follow(Call& call) {
  call.progress->step_started("generate");
  return [&call](double share) {
    call.progress->advanced(share);
    return !call.cancelled->load();
  };
}

GenerateOut answer(const std::string& out, const trial::GenerateSummary& summary) {
  GenerateOut answer;
  answer.out = out;
  answer.records_count = static_cast<std::int64_t>(summary.records);
  answer.events_count = static_cast<std::int64_t>(summary.events);
  answer.persons_count = static_cast<std::int64_t>(summary.persons);
  answer.organisations_count = static_cast<std::int64_t>(summary.organisations);
  answer.households_count = static_cast<std::int64_t>(summary.households);
  answer.slips_count = static_cast<std::int64_t>(summary.slips);
  for (const auto& file : summary.files)
    answer.files.push_back({file.path, file.source_id, file.kind, file.entity, static_cast<std::int64_t>(file.rows)});
  return answer;
}

// The customers of the workspace as the rows of a file of clusters.
class FoundCustomers : public db::Source {
 public:
  explicit FoundCustomers(db::Rows rows) : rows_(std::move(rows)) {}
  std::vector<db::SourceColumn> columns() const override { return {{"record_id"}, {"cluster_id"}}; }
  Status fill(db::ChunkWriter& out, Local*) override {
    std::size_t row = 0;
    for (; row < out.capacity() && at_ < rows_.size(); ++row, ++at_) {
      out.set_text(0, row, rows_.text(at_, 0));
      out.set_text(1, row, rows_.text(at_, 1));
    }
    out.set_size(row);
    return done();
  }

 private:
  db::Rows rows_;
  std::size_t at_ = 0;
};

ScoreOut score(const trial::Score& score) { return {score.precision, score.recall, score.f1}; }

}  // namespace

Result<GenerateOut> generate(Call& call, const GenerateIn& in) {
  if (in.records < 1) return Error{ErrorCode::bad_request, "the number of records must be at least 1"};
  if (!in.table.empty()) {
    trial::TableOptions options;
    options.kind = in.table == "persons" ? trial::TableKind::persons : trial::TableKind::organisations;
    options.records = static_cast<std::uint64_t>(in.records);
    options.seed = static_cast<std::uint64_t>(in.seed);
    options.to = in.out;
    options.truth = in.truth;
    options.language = spoken(in.language);
    options.progress = follow(call);
    ZK_TRY_SET(auto summary, trial::generate_table(options));
    return answer(in.out, summary);
  }
  trial::GenerateOptions options;
  options.records = static_cast<std::uint64_t>(in.records);
  options.seed = static_cast<std::uint64_t>(in.seed);
  options.out = in.out;
  options.truth = in.truth;
  options.language = spoken(in.language);
  options.events_per_record = in.events;
  options.end_date = in.end_date;
  options.progress = follow(call);
  ZK_TRY_SET(auto summary, trial::generate(options));
  return answer(in.out, summary);
}

std::string generate_text(const GenerateOut& out, const Terminal& terminal) {
  std::string text;
  for (const auto& file : out.files)
    text += pad(file.path, 26) + pad(file.entity, 14) + right(grouped(file.rows_count), 10) + pick(terminal, " rows\n", " 行\n");
  text += grouped(out.records_count) + pick(terminal, " customer records of ", " 条客户记录，实为 ") + grouped(out.persons_count) +
          pick(terminal, " persons and ", " 位个人与 ") + grouped(out.organisations_count) +
          pick(terminal, " organisations", " 家组织");
  if (out.events_count > 0) text += pick(terminal, ", with ", "，含 ") + grouped(out.events_count) + pick(terminal, " events", " 条事件");
  return text + pick(terminal, ": in ", "：位于 ") + out.out + "\n";
}

Result<EvaluateOut> evaluate(Call& call, const EvaluateIn& in) {
  trial::EvaluateOptions options;
  options.truth = in.truth;
  options.predicted = in.predicted;
  if (in.predicted.empty()) {
    if (!call.workspace)
      return Error{ErrorCode::bad_request, "name the clusters with --predicted, or a workspace with --workspace"};
    ZK_TRY_SET(db::Connection lake, call.workspace->lake().connect());
    ZK_TRY_SET(db::Rows rows, lake.query(sql::found_customers));
    options.predicted_rows = std::make_shared<FoundCustomers>(std::move(rows));
  }
  ZK_TRY_SET(auto found, trial::evaluate(options));
  EvaluateOut out;
  out.pairwise = score(found.pairwise);
  out.bcubed = score(found.bcubed);
  out.exact_cluster = score(found.exact_cluster);
  out.records_count = static_cast<std::int64_t>(found.records);
  out.missing_count = static_cast<std::int64_t>(found.missing);
  out.unknown_count = static_cast<std::int64_t>(found.unknown);
  out.entities_count = static_cast<std::int64_t>(found.entities);
  out.clusters_count = static_cast<std::int64_t>(found.clusters);
  return out;
}

std::string evaluate_text(const EvaluateOut& out, const Terminal& terminal) {
  auto line = [&](const char* en, const char* zh, const ScoreOut& score) {
    char numbers[80];
    std::snprintf(numbers, sizeof numbers, "%10.4f %10.4f %10.4f\n", score.precision, score.recall, score.f1);
    return pad(pick(terminal, en, zh), 22) + numbers;
  };
  std::string head = pad("", 22) + right(pick(terminal, "precision", "准确率"), 10) + right(pick(terminal, "recall", "召回率"), 11) +
                     right("F1", 11) + "\n";
  return head + line("pairs", "记录对", out.pairwise) + line("B-cubed", "B-cubed", out.bcubed) +
         line("exact clusters", "完全一致的簇", out.exact_cluster) + grouped(out.records_count) +
         pick(terminal, " records; ", " 条记录；") + grouped(out.entities_count) + pick(terminal, " true customers, ", " 个真实客户，") +
         grouped(out.clusters_count) + pick(terminal, " found\n", " 个识别结果\n");
}

}  // namespace zhike::operations
