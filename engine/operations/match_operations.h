// SPDX-License-Identifier: Apache-2.0
// Matching of plain files, without a workspace: one file with itself (dedupe) or with another (link).
#pragma once

#include "base/describe.h"
#include "operations/operation.h"

namespace zhike::operations {

struct DedupeIn {
  std::string file, out, id, explain, prefer = "balance";
  std::vector<std::string> ignore;
  bool name_alone_never_merges = false;
  static constexpr auto fields() {
    return std::tuple{
        field("file", &DedupeIn::file, "CSV, TSV, JSON lines, Parquet or XLSX, with any column names", "CSV、TSV、JSON、Parquet 或 XLSX 文件，列名不限", {.required = true, .positional = true}),
        field("out", &DedupeIn::out, "CSV to write: the id and cluster_id", "输出 CSV：记录号与 cluster_id", {.required = true}),
        field("id", &DedupeIn::id, "Column that names a row; else record_id, id, unique_id, rec_id, or the row number", "行标识列；缺省依次取 record_id、id、unique_id、rec_id 或行号"),
        field("ignore", &DedupeIn::ignore, "Columns that are not compared", "不参与比较的列"),
        field("prefer", &DedupeIn::prefer, "What matters more: no false merge, or none missed", "侧重：少误并或少漏并", {.choices = "precision|balance|recall"}),
        field("name_alone_never_merges", &DedupeIn::name_alone_never_merges, "Merge only where something besides names agrees", "仅姓名相同不合并"),
        field("explain", &DedupeIn::explain, "CSV of pairs (id_left,id_right) to explain", "需要解释的记录对（id_left,id_right）CSV")};
  }
};
struct StepOut {
  std::string name;
  double seconds = 0;
  static constexpr auto fields() {
    return std::tuple{field("name", &StepOut::name, "Step", "步骤"), field("seconds", &StepOut::seconds, "Seconds", "秒")};
  }
};
struct ComparedOut {
  std::string column, kind;
  double filled_share = 0;
  static constexpr auto fields() {
    return std::tuple{field("column", &ComparedOut::column, "Column", "列"), field("kind", &ComparedOut::kind, "Seen as", "识别为"),
                      field("filled_share", &ComparedOut::filled_share, "Share that is filled", "非空比例")};
  }
};
struct EvidenceOut {
  std::string name, left, right, level;
  double bits = 0;
  static constexpr auto fields() {
    return std::tuple{field("name", &EvidenceOut::name, "Field", "字段"), field("left", &EvidenceOut::left, "Left value", "左值"),
                      field("right", &EvidenceOut::right, "Right value", "右值"), field("level", &EvidenceOut::level, "How they agree", "吻合程度"),
                      field("bits", &EvidenceOut::bits, "Evidence in bits", "证据（比特）")};
  }
};
struct WaterfallOut {
  std::string left_id, right_id;
  double prior_bits = 0, dependence_bits = 0, related_bits = 0, match_weight = 0, match_probability = 0;
  bool same_cluster = false;
  std::vector<EvidenceOut> evidence;
  static constexpr auto fields() {
    return std::tuple{field("left_id", &WaterfallOut::left_id, "Left record", "左记录"), field("right_id", &WaterfallOut::right_id, "Right record", "右记录"),
                      field("prior_bits", &WaterfallOut::prior_bits, "Before looking: two records of this size of base", "先验"),
                      field("evidence", &WaterfallOut::evidence, "Field by field", "逐字段证据"),
                      field("dependence_bits", &WaterfallOut::dependence_bits, "Evidence counted twice, taken back", "重复证据扣减"),
                      field("related_bits", &WaterfallOut::related_bits, "Could be another member of the household", "可能是同一家庭的其他成员"),
                      field("match_weight", &WaterfallOut::match_weight, "Total in bits", "匹配权重（合计）"),
                      field("match_probability", &WaterfallOut::match_probability, "As probability, calibrated", "匹配概率（校准后）"),
                      field("same_cluster", &WaterfallOut::same_cluster, "Whether they ended as one", "是否归为同一簇")};
  }
};
struct DedupeOut {
  std::string out;
  std::int64_t records_count = 0, clusters_count = 0, duplicates_count = 0, largest_cluster = 0, rejected_count = 0, pairs_count = 0;
  std::vector<ComparedOut> columns;
  std::vector<StepOut> steps;
  std::vector<std::string> notes;
  std::vector<WaterfallOut> explained;
  static constexpr auto fields() {
    return std::tuple{field("out", &DedupeOut::out, "File written", "输出文件"), field("records_count", &DedupeOut::records_count, "Rows", "行数"),
                      field("clusters_count", &DedupeOut::clusters_count, "Clusters", "簇数"), field("duplicates_count", &DedupeOut::duplicates_count, "Rows that repeat another", "重复行"),
                      field("largest_cluster", &DedupeOut::largest_cluster, "Rows of the largest cluster", "最大簇"), field("rejected_count", &DedupeOut::rejected_count, "Lines that could not be read", "无法读取的行"),
                      field("pairs_count", &DedupeOut::pairs_count, "Pairs looked at in full", "完整比较的记录对"),
                      field("columns", &DedupeOut::columns, "What was compared", "参与比较的列"), field("steps", &DedupeOut::steps, "Time of each step", "各步耗时"),
                      field("notes", &DedupeOut::notes, "Notes", "说明"), field("explained", &DedupeOut::explained, "Pairs explained", "解释的记录对")};
  }
};
Result<DedupeOut> dedupe(Call&, const DedupeIn&);
std::string dedupe_text(const DedupeOut&, const Terminal&);

struct LinkIn {
  std::string left, right, out, id, prefer = "balance";
  std::vector<std::string> ignore;
  static constexpr auto fields() {
    return std::tuple{
        field("left", &LinkIn::left, "First file", "第一个文件", {.required = true, .positional = true}),
        field("right", &LinkIn::right, "Second file", "第二个文件", {.required = true, .positional = true}),
        field("out", &LinkIn::out, "CSV to write: id_left, id_right, match_weight, match_probability", "输出 CSV：id_left、id_right、match_weight、match_probability", {.required = true}),
        field("id", &LinkIn::id, "Column that names a row in both files", "两个文件的行标识列"),
        field("ignore", &LinkIn::ignore, "Columns that are not compared", "不参与比较的列"),
        field("prefer", &LinkIn::prefer, "What matters more: no false link, or none missed", "侧重：少误连或少漏连", {.choices = "precision|balance|recall"})};
  }
};
struct LinkOut {
  std::string out;
  std::int64_t left_count = 0, right_count = 0, links_count = 0, rejected_count = 0;
  std::vector<ComparedOut> columns;
  std::vector<StepOut> steps;
  std::vector<std::string> notes;
  static constexpr auto fields() {
    return std::tuple{field("out", &LinkOut::out, "File written", "输出文件"), field("left_count", &LinkOut::left_count, "Rows of the first file", "第一个文件行数"),
                      field("right_count", &LinkOut::right_count, "Rows of the second file", "第二个文件行数"), field("links_count", &LinkOut::links_count, "Links", "匹配数"),
                      field("rejected_count", &LinkOut::rejected_count, "Lines that could not be read", "无法读取的行"),
                      field("columns", &LinkOut::columns, "What was compared", "参与比较的列"), field("steps", &LinkOut::steps, "Time of each step", "各步耗时"),
                      field("notes", &LinkOut::notes, "Notes", "说明")};
  }
};
Result<LinkOut> link(Call&, const LinkIn&);
std::string link_text(const LinkOut&, const Terminal&);

}  // namespace zhike::operations
