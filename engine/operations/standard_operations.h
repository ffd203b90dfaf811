// SPDX-License-Identifier: Apache-2.0
// Operations on the customer data standard: show, check, compare, publish, and the review of dimension codes.
#pragma once

#include "base/describe.h"
#include "operations/operation.h"

namespace zhike::operations {

struct StandardShowIn {
  std::string id, category;
  static constexpr auto fields() {
    return std::tuple{field("id", &StandardShowIn::id, "One field, code list, event type or dimension", "某个字段、代码集、事件类型或维度", {.positional = true}),
                      field("category", &StandardShowIn::category, "Only one of the seven categories", "只看某一类别",
                            {.choices = "basic|contact|status|account|behaviour|service|extended"})};
  }
};
struct FieldOut {
  std::string id, code, category, info_type, label_zh, label_en, type, required, department, code_list, why;
  std::int64_t sensitivity = 0;
  std::vector<std::string> cleaners, checks, aliases;
  std::map<std::string, double> targets;
  static constexpr auto fields() {
    return std::tuple{
        field("id", &FieldOut::id, "Name everywhere", "标识"), field("code", &FieldOut::code, "Code", "编号"),
        field("category", &FieldOut::category, "Category", "类别"), field("info_type", &FieldOut::info_type, "Information type", "信息类型"),
        field("label_zh", &FieldOut::label_zh, "Chinese name", "中文名"), field("label_en", &FieldOut::label_en, "English name", "英文名"),
        field("type", &FieldOut::type, "Data type", "数据类型"), field("required", &FieldOut::required, "must, conditional or optional", "必填要求"),
        field("department", &FieldOut::department, "Responsible department", "责任部门"),
        field("code_list", &FieldOut::code_list, "Code list", "代码集"), field("why", &FieldOut::why, "Why it is kept", "用途说明"),
        field("sensitivity", &FieldOut::sensitivity, "Sensitivity level 1 to 4", "敏感级别"),
        field("cleaners", &FieldOut::cleaners, "Cleaners", "清洗规则"), field("checks", &FieldOut::checks, "Checks", "检查规则"),
        field("aliases", &FieldOut::aliases, "Header words that name it", "列名别名"),
        field("targets", &FieldOut::targets, "Quality targets", "质量目标")};
  }
};
struct NamedOut {
  std::string kind, id, label_zh, label_en, note;
  static constexpr auto fields() {
    return std::tuple{field("kind", &NamedOut::kind, "code_list, code, event_type, property, dimension or item", "种类"),
                      field("id", &NamedOut::id, "Id or code", "标识"), field("label_zh", &NamedOut::label_zh, "Chinese name", "中文名"),
                      field("label_en", &NamedOut::label_en, "English name", "英文名"), field("note", &NamedOut::note, "More", "备注")};
  }
};
struct StandardShowOut {
  std::string version, hash;
  std::vector<FieldOut> fields_shown;
  std::vector<NamedOut> others;
  static constexpr auto fields() {
    return std::tuple{field("version", &StandardShowOut::version, "Version", "版本"), field("hash", &StandardShowOut::hash, "Content hash", "内容哈希"),
                      field("fields", &StandardShowOut::fields_shown, "Fields", "字段"),
                      field("others", &StandardShowOut::others, "Code lists, event types, dimensions", "代码集、事件类型与维度")};
  }
};
Result<StandardShowOut> standard_show(Call&, const StandardShowIn&);
std::string standard_show_text(const StandardShowOut&, const Terminal&);

struct StandardFilesIn {
  std::string folder;
  static constexpr auto fields() {
    return std::tuple{field("folder", &StandardFilesIn::folder, "Folder of the files; without it the workspace's standards/", "标准文件目录；缺省为工作区的 standards/", {.positional = true})};
  }
};
struct ProblemOut {
  std::string file, path, message, nearest;
  static constexpr auto fields() {
    return std::tuple{field("file", &ProblemOut::file, "File", "文件"), field("path", &ProblemOut::path, "Where in it", "位置"),
                      field("message", &ProblemOut::message, "What is wrong", "问题"), field("nearest", &ProblemOut::nearest, "The nearest valid name", "最接近的有效名称")};
  }
};
struct StandardCheckOut {
  std::string folder, hash;
  std::vector<ProblemOut> problems;
  bool is_sound() const { return problems.empty(); }
  static constexpr auto fields() {
    return std::tuple{field("folder", &StandardCheckOut::folder, "What was checked", "检查的目录"), field("hash", &StandardCheckOut::hash, "Content hash; empty when there are problems", "内容哈希"),
                      field("problems", &StandardCheckOut::problems, "Problems", "问题")};
  }
};
Result<StandardCheckOut> standard_check(Call&, const StandardFilesIn&);
std::string standard_check_text(const StandardCheckOut&, const Terminal&);

struct ChangeOut {
  std::string kind, path, before, after;
  static constexpr auto fields() {
    return std::tuple{field("kind", &ChangeOut::kind, "added, changed or removed", "变更类型"), field("path", &ChangeOut::path, "What", "位置"),
                      field("before", &ChangeOut::before, "In the active version", "现行"), field("after", &ChangeOut::after, "In the files", "文件中")};
  }
};
struct StandardDiffOut {
  std::string active_hash, files_hash;
  std::vector<ChangeOut> changes;
  static constexpr auto fields() {
    return std::tuple{field("active_hash", &StandardDiffOut::active_hash, "Hash of the active version", "现行版本哈希"),
                      field("files_hash", &StandardDiffOut::files_hash, "Hash of the files", "文件哈希"),
                      field("changes", &StandardDiffOut::changes, "What publishing would change", "发布将带来的变更")};
  }
};
Result<StandardDiffOut> standard_diff(Call&, const StandardFilesIn&);
std::string standard_diff_text(const StandardDiffOut&, const Terminal&);

struct ProposalOut {
  std::int64_t proposal = 0;
  std::string dimension, code, before, after, status, author, reviewer;
  static constexpr auto fields() {
    return std::tuple{field("proposal", &ProposalOut::proposal, "Number", "编号"), field("dimension", &ProposalOut::dimension, "Dimension", "维度"),
                      field("code", &ProposalOut::code, "Code", "编码"), field("before", &ProposalOut::before, "Before", "变更前"),
                      field("after", &ProposalOut::after, "After", "变更后"), field("status", &ProposalOut::status, "proposed, returned or published", "状态"),
                      field("author", &ProposalOut::author, "Proposed by", "提出人"), field("reviewer", &ProposalOut::reviewer, "Decided by", "审核人")};
  }
};
struct StandardPublishOut {
  bool changed = false;
  std::string hash;
  std::vector<ProposalOut> proposals;
  static constexpr auto fields() {
    return std::tuple{field("changed", &StandardPublishOut::changed, "Whether a new version is active", "是否产生新版本"),
                      field("hash", &StandardPublishOut::hash, "Hash of the active version", "现行版本哈希"),
                      field("proposals", &StandardPublishOut::proposals, "Dimension codes that wait for a second person", "等待他人审核的维度编码")};
  }
};
Result<StandardPublishOut> standard_publish(Call&, const StandardFilesIn&);
std::string standard_publish_text(const StandardPublishOut&, const Terminal&);

struct ProposalsIn {
  std::string status = "proposed";
  static constexpr auto fields() {
    return std::tuple{field("status", &ProposalsIn::status, "proposed, returned or published", "状态", {.choices = "proposed|returned|published"})};
  }
};
struct ProposalsOut {
  std::vector<ProposalOut> proposals;
  static constexpr auto fields() { return std::tuple{field("proposals", &ProposalsOut::proposals, "Proposals", "变更申请")}; }
};
Result<ProposalsOut> standard_proposals(Call&, const ProposalsIn&);
std::string proposals_text(const ProposalsOut&, const Terminal&);

struct DecideProposalIn {
  std::int64_t proposal = 0;
  static constexpr auto fields() {
    return std::tuple{field("proposal", &DecideProposalIn::proposal, "Number of the proposal", "变更申请编号", {.required = true, .positional = true})};
  }
};
struct DecideProposalOut {
  std::string status, hash;
  static constexpr auto fields() {
    return std::tuple{field("status", &DecideProposalOut::status, "published or returned", "结果"), field("hash", &DecideProposalOut::hash, "Hash of the active version", "现行版本哈希")};
  }
};
Result<DecideProposalOut> standard_approve(Call&, const DecideProposalIn&);
Result<DecideProposalOut> standard_return(Call&, const DecideProposalIn&);
std::string decide_proposal_text(const DecideProposalOut&, const Terminal&);

}  // namespace zhike::operations
