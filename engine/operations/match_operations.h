// SPDX-License-Identifier: Apache-2.0
// Matching of plain files, without a workspace: one file with itself (dedupe) or with another (link).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/describe.h"
#include "operations/operation.h"

namespace zhike::operations {

struct DedupeIn {
  std::string file, out, id, explain, prefer, model, save_model, report, truth, unlinkable;
  std::string labels, pairs;
  std::optional<double> threshold;
  std::vector<std::string> ignore, without;
  bool name_alone_never_merges = false, labels_bind = false;
  static constexpr auto fields() {
    return std::tuple{
        field("file", &DedupeIn::file, "CSV, TSV, JSON lines, Parquet or XLSX, with any column names", "CSV、TSV、JSON、Parquet 或 XLSX 文件，列名不限", {.required = true, .positional = true}),
        field("out", &DedupeIn::out, "CSV to write: the id and cluster_id", "输出 CSV：记录号与 cluster_id", {.required = true}),
        field("id", &DedupeIn::id, "Column that names a row; else record_id, id, unique_id, rec_id, or the row number", "行标识列；缺省依次取 record_id、id、unique_id、rec_id 或行号"),
        field("ignore", &DedupeIn::ignore, "Columns that are not compared", "不参与比较的列"),
        field("prefer", &DedupeIn::prefer, "What matters more: no false merge, or none missed (else as the model says, or balance)", "侧重：少误并或少漏并（缺省按模型，否则均衡）", {.choices = "precision|balance|recall"}),
        field("model", &DedupeIn::model, "Model to use instead of learning one: of Zhike, or of Splink (JSON)", "使用已有模型（知客或 Splink 的 JSON），不再学习"),
        field("threshold", &DedupeIn::threshold, "With a Splink model: clusters as Splink makes them, of pairs at least this probable", "用于 Splink 模型：按该概率以上的记录对连通成簇"),
        field("labels", &DedupeIn::labels, "CSV of judged pairs (id_left,id_right,same) to learn from", "已标注的记录对 CSV（id_left,id_right,same），用于学习"),
        field("labels_bind", &DedupeIn::labels_bind, "Judged pairs end as they were judged", "标注同时作为定论"),
        field("pairs", &DedupeIn::pairs, "CSV to write: every scored pair with weight and probability", "输出 CSV：所有打分的记录对及其权重、概率"),
        field("save_model", &DedupeIn::save_model, "JSON file to write the learned model to", "把学得的模型写入 JSON 文件"),
        field("name_alone_never_merges", &DedupeIn::name_alone_never_merges, "Merge only where something besides names agrees", "仅姓名相同不合并"),
        field("without", &DedupeIn::without, "Parts of the method to leave out, to see what each is worth: similar_values, related_class, namesakes, value_chance, pair_left_out, decontaminated_u, dependence, linkage, information_weights, aliases, second_look", "省去方法的某一部分，以衡量其作用"),
        field("explain", &DedupeIn::explain, "What to explain: A,B (two ids), cluster:ID, or a CSV of id_left,id_right", "需要解释的内容：A,B（两个记录号）、cluster:记录号，或含 id_left,id_right 的 CSV"),
        field("report", &DedupeIn::report, "HTML page to write: why what was found; it shows values", "输出 HTML 报告：识别结果及其依据（含数据值）"),
        field("truth", &DedupeIn::truth, "CSV of ids and true entities, to measure against in the report", "真值 CSV（记录号与实体），供报告对照"),
        field("unlinkable", &DedupeIn::unlinkable, "CSV to write: records that can never be matched", "输出 CSV：无从匹配的记录")};
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
  double bits = 0, frequency_bits = 0;
  static constexpr auto fields() {
    return std::tuple{field("name", &EvidenceOut::name, "Field", "字段"), field("left", &EvidenceOut::left, "Left value", "左值"),
                      field("right", &EvidenceOut::right, "Right value", "右值"), field("level", &EvidenceOut::level, "How they agree", "吻合程度"),
                      field("bits", &EvidenceOut::bits, "Evidence in bits", "证据（比特）"),
                      field("frequency_bits", &EvidenceOut::frequency_bits, "Part of the bits owed to how rare the values are", "其中因取值罕见（或常见）而来的比特")};
  }
};
struct WaterfallOut {
  std::string left_id, right_id;
  double prior_bits = 0, dependence_bits = 0, related_bits = 0, match_weight = 0, match_probability = 0;
  bool same_cluster = false, met = false, attached = false;
  std::string apart;
  double cut_bits = 0, clusters_bits = 0;
  std::int64_t left_size = 0, right_size = 0;
  std::vector<EvidenceOut> evidence;
  static constexpr auto fields() {
    return std::tuple{field("left_id", &WaterfallOut::left_id, "Left record", "左记录"), field("right_id", &WaterfallOut::right_id, "Right record", "右记录"),
                      field("prior_bits", &WaterfallOut::prior_bits, "Before looking: two records of this size of base", "先验"),
                      field("evidence", &WaterfallOut::evidence, "Field by field", "逐字段证据"),
                      field("dependence_bits", &WaterfallOut::dependence_bits, "Evidence counted twice, taken back", "重复证据扣减"),
                      field("related_bits", &WaterfallOut::related_bits, "Could be another member of the household", "可能是同一家庭的其他成员"),
                      field("match_weight", &WaterfallOut::match_weight, "Total in bits", "匹配权重（合计）"),
                      field("match_probability", &WaterfallOut::match_probability, "As probability, calibrated", "匹配概率（校准后）"),
                      field("same_cluster", &WaterfallOut::same_cluster, "Whether they ended as one", "是否归为同一簇"),
                      field("apart", &WaterfallOut::apart, "What kept them apart: nothing, evidence, rule, clusters, names_only, side, unmatched", "未归并的原因：nothing 无、evidence 证据不足、rule 矛盾、clusters 所在簇不合、names_only 仅姓名、side 同侧、unmatched 尚未匹配"),
                      field("attached", &WaterfallOut::attached, "Together because one of them was left over at first, alone or in a pair, though hardly any record is", "因其一起初落单（单独或成对）而几乎没有落单的记录，故归为一体"),
                      field("met", &WaterfallOut::met, "Whether the pair was a candidate", "是否曾成为候选"),
                      field("cut_bits", &WaterfallOut::cut_bits, "Where clusters are cut", "切分线"),
                      field("left_size", &WaterfallOut::left_size, "Records of the left cluster", "左侧簇的记录数"),
                      field("right_size", &WaterfallOut::right_size, "Records of the right cluster", "右侧簇的记录数"),
                      field("clusters_bits", &WaterfallOut::clusters_bits, "Bits all pairs between the two clusters reach together", "两簇之间全部记录对合计的比特")};
  }
};
struct JoinOut {
  std::string left_id, right_id, evidence_en, evidence_zh;
  double bits = 0;
  std::int64_t left_size = 0, right_size = 0;
  bool weakest = false;
  static constexpr auto fields() {
    return std::tuple{field("left_id", &JoinOut::left_id, "Left record", "左记录"), field("right_id", &JoinOut::right_id, "Right record", "右记录"),
                      field("bits", &JoinOut::bits, "Evidence in bits", "证据（比特）"), field("evidence_en", &JoinOut::evidence_en, "The strongest of it", "最强的证据（英文）"),
                      field("evidence_zh", &JoinOut::evidence_zh, "The strongest of it, in Chinese", "最强的证据"),
                      field("left_size", &JoinOut::left_size, "Records on the left before they joined", "合并前左侧记录数"),
                      field("right_size", &JoinOut::right_size, "Records on the right before they joined", "合并前右侧记录数"),
                      field("weakest", &JoinOut::weakest, "The bridge that gives way first", "最弱的桥")};
  }
};
struct ClusterStoryOut {
  std::string cluster_id;
  std::vector<std::string> records;
  double density = 0;
  std::vector<JoinOut> joins;
  static constexpr auto fields() {
    return std::tuple{field("cluster_id", &ClusterStoryOut::cluster_id, "Cluster", "簇"), field("records", &ClusterStoryOut::records, "Its records", "其中的记录"),
                      field("density", &ClusterStoryOut::density, "Share of its pairs above the cut", "高于切分线的记录对比例"),
                      field("joins", &ClusterStoryOut::joins, "Who joined whom, strongest first", "谁与谁相连，由强到弱")};
  }
};
struct DedupeOut {
  std::string out;
  std::int64_t records_count = 0, clusters_count = 0, duplicates_count = 0, largest_cluster = 0, rejected_count = 0, pairs_count = 0, unlinkable_count = 0;
  std::vector<ComparedOut> columns;
  std::vector<StepOut> steps;
  std::vector<std::string> notes;
  std::vector<WaterfallOut> explained;
  std::vector<ClusterStoryOut> clusters;
  static constexpr auto fields() {
    return std::tuple{field("out", &DedupeOut::out, "File written", "输出文件"), field("records_count", &DedupeOut::records_count, "Rows", "行数"),
                      field("clusters_count", &DedupeOut::clusters_count, "Clusters", "簇数"), field("duplicates_count", &DedupeOut::duplicates_count, "Rows that repeat another", "重复行"),
                      field("largest_cluster", &DedupeOut::largest_cluster, "Rows of the largest cluster", "最大簇"), field("rejected_count", &DedupeOut::rejected_count, "Lines that could not be read", "无法读取的行"),
                      field("pairs_count", &DedupeOut::pairs_count, "Pairs looked at in full", "完整比较的记录对"),
                      field("columns", &DedupeOut::columns, "What was compared", "参与比较的列"), field("steps", &DedupeOut::steps, "Time of each step", "各步耗时"),
                      field("notes", &DedupeOut::notes, "Notes", "说明"), field("explained", &DedupeOut::explained, "Pairs explained", "解释的记录对"),
                      field("clusters", &DedupeOut::clusters, "Clusters explained", "解释的簇"),
                      field("unlinkable_count", &DedupeOut::unlinkable_count, "Records that reach the cut not even against themselves; counted when asked for", "与自身比较也达不到切分线的记录（按需统计）")};
  }
};
Result<DedupeOut> dedupe(Call&, const DedupeIn&);
std::string dedupe_text(const DedupeOut&, const Terminal&);

struct LinkIn {
  std::string left, right, out, id, prefer, model, save_model, report, truth, labels;
  std::optional<double> threshold;
  std::vector<std::string> ignore;
  bool name_alone_never_merges = false;
  static constexpr auto fields() {
    return std::tuple{
        field("left", &LinkIn::left, "First file", "第一个文件", {.required = true, .positional = true}),
        field("right", &LinkIn::right, "Second file", "第二个文件", {.required = true, .positional = true}),
        field("out", &LinkIn::out, "CSV to write: id_left, id_right, match_weight, match_probability", "输出 CSV：id_left、id_right、match_weight、match_probability", {.required = true}),
        field("id", &LinkIn::id, "Column that names a row in both files", "两个文件的行标识列"),
        field("ignore", &LinkIn::ignore, "Columns that are not compared", "不参与比较的列"),
        field("prefer", &LinkIn::prefer, "What matters more: no false link, or none missed", "侧重：少误连或少漏连", {.choices = "precision|balance|recall"}),
        field("name_alone_never_merges", &LinkIn::name_alone_never_merges, "Link only where something besides names agrees", "仅姓名相同不连接"),
        field("model", &LinkIn::model, "Model to use instead of learning one: of Zhike, or of Splink (JSON)", "使用已有模型（知客或 Splink 的 JSON），不再学习"),
        field("threshold", &LinkIn::threshold, "With a Splink model: links at least this probable", "用于 Splink 模型：仅输出该概率以上的匹配"),
        field("labels", &LinkIn::labels, "CSV of judged pairs (id_left,id_right,same) to learn from", "已标注的记录对 CSV（id_left,id_right,same），用于学习"),
        field("save_model", &LinkIn::save_model, "JSON file to write the learned model to", "把学得的模型写入 JSON 文件"),
        field("report", &LinkIn::report, "HTML page to write: why what was found; it shows values", "输出 HTML 报告：匹配结果及其依据（含数据值）"),
        field("truth", &LinkIn::truth, "CSV of ids and true entities, to measure against in the report", "真值 CSV（记录号与实体），供报告对照")};
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
