// SPDX-License-Identifier: Apache-2.0
// The main job: standardise, resolve, profile, measure; and the report about what came of it.
#pragma once

#include "base/describe.h"
#include "operations/match_operations.h"
#include "operations/operation.h"

namespace zhike::operations {

struct RunIn {
  std::vector<std::string> stages;
  bool full = false;
  static constexpr auto fields() {
    return std::tuple{field("stages", &RunIn::stages, "Stages to run: standardise resolve profile measure; all when none is named", "要运行的阶段：standardise resolve profile measure；缺省为全部", {.positional = true}),
                      field("full", &RunIn::full, "Clean and match all records and learn the weights anew, also where looking at what changed would do", "即使只需处理变化部分，也重新清洗、匹配全部记录并重新学习权重")};
  }
};
struct RunStepOut {
  std::string name;
  std::int64_t rows_count = 0, milliseconds = 0;
  static constexpr auto fields() {
    return std::tuple{field("name", &RunStepOut::name, "Step", "步骤"), field("rows_count", &RunStepOut::rows_count, "Rows it made", "产生行数"),
                      field("milliseconds", &RunStepOut::milliseconds, "Time", "用时（毫秒）")};
  }
};
struct RunOut {
  std::int64_t run_id = 0, records_count = 0, customers_count = 0;
  std::string standard_hash;
  std::vector<RunStepOut> steps;
  std::vector<std::string> notes;
  static constexpr auto fields() {
    return std::tuple{field("run_id", &RunOut::run_id, "Number of the run", "运行编号"), field("records_count", &RunOut::records_count, "Records", "来源记录"),
                      field("customers_count", &RunOut::customers_count, "Customers", "客户"), field("standard_hash", &RunOut::standard_hash, "Standard it ran under", "所用标准"),
                      field("steps", &RunOut::steps, "Steps", "步骤"), field("notes", &RunOut::notes, "Notes", "说明")};
  }
};
Result<RunOut> run_stages(Call&, const RunIn&);
std::string run_text(const RunOut&, const Terminal&);

struct ReportIn {
  std::string what = "quality", html;
  static constexpr auto fields() {
    return std::tuple{field("what", &ReportIn::what, "Which report", "报告种类", {.positional = true, .choices = "quality"}),
                      field("html", &ReportIn::html, "Write one self-contained page to this file", "写为单个网页文件")};
  }
};
struct RatioOut {
  std::string dimension, scope, name, judgement;
  std::int64_t numerator = 0, denominator = 0;
  std::optional<double> ratio, target, previous;
  static constexpr auto fields() {
    return std::tuple{field("dimension", &RatioOut::dimension, "Dimension", "维度"), field("scope", &RatioOut::scope, "total, field, category, info_type, source or department", "范围"),
                      field("name", &RatioOut::name, "Of what", "对象"), field("numerator", &RatioOut::numerator, "A of A/B", "分子"),
                      field("denominator", &RatioOut::denominator, "B of A/B", "分母"), field("ratio", &RatioOut::ratio, "A/B", "比率"),
                      field("target", &RatioOut::target, "Target", "目标值"), field("previous", &RatioOut::previous, "Ratio of the run before", "上次比率"),
                      field("judgement", &RatioOut::judgement, "good, warn, bad or unmeasured", "判定")};
  }
};
struct ReportOut {
  std::int64_t run_id = 0, records_count = 0, customers_count = 0, events_count = 0, findings_count = 0, rejects_count = 0;
  std::vector<RatioOut> ratios;
  std::string html;
  std::string text;  // already in the caller's language
  static constexpr auto fields() {
    return std::tuple{field("run_id", &ReportOut::run_id, "Run that measured", "测量的运行"), field("records_count", &ReportOut::records_count, "Records", "来源记录"),
                      field("customers_count", &ReportOut::customers_count, "Customers", "客户"), field("events_count", &ReportOut::events_count, "Events", "事件"),
                      field("findings_count", &ReportOut::findings_count, "Findings", "质量问题"), field("rejects_count", &ReportOut::rejects_count, "Rejected lines", "拒收行"),
                      field("ratios", &ReportOut::ratios, "Every ratio", "各项比率"), field("html", &ReportOut::html, "Page written", "网页文件")};
  }
};
Result<ReportOut> report(Call&, const ReportIn&);
std::string report_text(const ReportOut&, const Terminal&);

struct ExportIn {
  std::string what, to, encoding = "utf8_bom", headers = "id", delimiter = ",";
  bool unmask = false;
  static constexpr auto fields() {
    return std::tuple{
        field("what", &ExportIn::what, "Which table", "导出内容", {.required = true, .positional = true, .choices = "customers|records|events|findings|lineage|rejects|quality"}),
        field("to", &ExportIn::to, "File: .csv, .xlsx or .parquet", "文件：.csv、.xlsx 或 .parquet", {.required = true}),
        field("encoding", &ExportIn::encoding, "Of a CSV: utf8, utf8_bom (Excel) or gb18030", "CSV 编码", {.choices = "utf8|utf8_bom|gb18030"}),
        field("headers", &ExportIn::headers, "Column titles: ids, Chinese or English", "列标题：标识、中文或英文", {.choices = "id|zh|en"}),
        field("delimiter", &ExportIn::delimiter, "Of a CSV: , ; | or tab", "CSV 分隔符：, ; | 或 tab"),
        field("unmask", &ExportIn::unmask, "Show values of sensitivity level 4", "显示四级敏感值")};
  }
};
struct ExportOut {
  std::string to;
  std::int64_t rows_count = 0, bytes = 0;
  std::vector<std::string> masked_columns;
  static constexpr auto fields() {
    return std::tuple{field("to", &ExportOut::to, "File written", "导出文件"), field("rows_count", &ExportOut::rows_count, "Rows", "行数"),
                      field("bytes", &ExportOut::bytes, "Bytes", "字节数"), field("masked_columns", &ExportOut::masked_columns, "Masked columns", "已脱敏的列")};
  }
};
Result<ExportOut> export_table(Call&, const ExportIn&);
std::string export_text(const ExportOut&, const Terminal&);

}  // namespace zhike::operations
