// SPDX-License-Identifier: Apache-2.0
// Demo data with truth, and how good an answer is against it. No workspace needed.
#pragma once

#include "base/describe.h"
#include "operations/operation.h"

namespace zhike::operations {

struct GenerateIn {
  std::int64_t records = 10000;
  std::string out, truth, table, language = "zh", end_date = "2026-10-31";
  std::int64_t seed = 20261121;
  double events = 5;
  static constexpr auto fields() {
    return std::tuple{
        field("records", &GenerateIn::records, "Number of customer records", "客户记录数", {.required = true, .positional = true}),
        field("out", &GenerateIn::out, "Folder for the files; a FILE.csv with --table", "输出目录；与 --table 合用时为 CSV 文件", {.required = true}),
        field("truth", &GenerateIn::truth, "File for the truth: which records are one customer", "真值文件：哪些记录属于同一客户"),
        field("table", &GenerateIn::table, "One flat table instead of several sources", "只生成一张平面表", {.choices = "persons|organisations"}),
        field("language", &GenerateIn::language, "Whose names: zh, en or mixed", "姓名语言", {.choices = "zh|en|mixed"}),
        field("seed", &GenerateIn::seed, "The same seed gives the same bytes", "随机种子，相同种子结果逐字节相同"),
        field("events", &GenerateIn::events, "Events for each record", "每条记录的事件数"),
        field("end_date", &GenerateIn::end_date, "Last day of the two years of events", "两年事件的最后一天")};
  }
};
struct GeneratedFileOut {
  std::string path, source, kind, entity;
  std::int64_t rows_count = 0;
  static constexpr auto fields() {
    return std::tuple{field("path", &GeneratedFileOut::path, "File", "文件"),
                      field("source", &GeneratedFileOut::source, "Source", "来源"),
                      field("kind", &GeneratedFileOut::kind, "Kind of source", "来源类型"),
                      field("entity", &GeneratedFileOut::entity, "What its rows are", "行的含义"),
                      field("rows_count", &GeneratedFileOut::rows_count, "Rows", "行数")};
  }
};
struct GenerateOut {
  std::string out;
  std::int64_t records_count = 0, events_count = 0, persons_count = 0, organisations_count = 0, households_count = 0, slips_count = 0;
  std::vector<GeneratedFileOut> files;
  static constexpr auto fields() {
    return std::tuple{field("out", &GenerateOut::out, "Where the files are", "输出位置"),
                      field("records_count", &GenerateOut::records_count, "Customer records", "客户记录"),
                      field("events_count", &GenerateOut::events_count, "Events", "事件"),
                      field("persons_count", &GenerateOut::persons_count, "True persons", "真实个人"),
                      field("organisations_count", &GenerateOut::organisations_count, "True organisations", "真实组织"),
                      field("households_count", &GenerateOut::households_count, "Households", "家庭"),
                      field("slips_count", &GenerateOut::slips_count, "Planted errors", "植入的错误"),
                      field("files", &GenerateOut::files, "Files", "文件")};
  }
};
Result<GenerateOut> generate(Call&, const GenerateIn&);
std::string generate_text(const GenerateOut&, const Terminal&);

struct EvaluateIn {
  std::string truth, predicted;
  static constexpr auto fields() {
    return std::tuple{
        field("truth", &EvaluateIn::truth, "Truth file: record id and entity id (CSV or Parquet)", "真值文件：记录号与实体号", {.required = true}),
        field("predicted", &EvaluateIn::predicted, "Clusters to judge; without it the customers of the workspace", "待评结果；缺省为工作区的识别结果")};
  }
};
struct ScoreOut {
  double precision = 0, recall = 0, f1 = 0;
  static constexpr auto fields() {
    return std::tuple{field("precision", &ScoreOut::precision, "Precision", "准确率"),
                      field("recall", &ScoreOut::recall, "Recall", "召回率"), field("f1", &ScoreOut::f1, "F1", "F1")};
  }
};
struct EvaluateOut {
  ScoreOut pairwise, bcubed, exact_cluster;
  std::int64_t records_count = 0, missing_count = 0, unknown_count = 0, entities_count = 0, clusters_count = 0;
  static constexpr auto fields() {
    return std::tuple{field("pairwise", &EvaluateOut::pairwise, "Over pairs of records", "记录对"),
                      field("bcubed", &EvaluateOut::bcubed, "B-cubed, over records", "B-cubed（按记录）"),
                      field("exact_cluster", &EvaluateOut::exact_cluster, "Clusters found exactly", "完全一致的簇"),
                      field("records_count", &EvaluateOut::records_count, "Records of the truth", "真值记录数"),
                      field("missing_count", &EvaluateOut::missing_count, "Not predicted: each a cluster of its own", "未预测的记录"),
                      field("unknown_count", &EvaluateOut::unknown_count, "Predicted but unknown to the truth: left out", "真值中不存在的记录"),
                      field("entities_count", &EvaluateOut::entities_count, "True entities", "真实实体"),
                      field("clusters_count", &EvaluateOut::clusters_count, "Predicted clusters", "预测的簇")};
  }
};
Result<EvaluateOut> evaluate(Call&, const EvaluateIn&);
std::string evaluate_text(const EvaluateOut&, const Terminal&);

}  // namespace zhike::operations
