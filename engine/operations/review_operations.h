// SPDX-License-Identifier: Apache-2.0
// What people are asked and told about customers' identity: the review's questions, histories, and policies.
#pragma once

#include "base/describe.h"
#include "operations/match_operations.h"
#include "operations/operation.h"
#include "resolve/policy.h"

namespace zhike::operations {

struct ReviewIn {
  std::int64_t limit = 10;
  static constexpr auto fields() { return std::tuple{field("limit", &ReviewIn::limit, "At most so many questions", "最多问题数")}; }
};
struct QuestionOut {
  std::string question, entity;
  std::int64_t pairs_count = 0, merged_count = 0;
  double doubt = 0;
  WaterfallOut example;
  static constexpr auto fields() {
    using R = QuestionOut;
    return std::tuple{field("question", &R::question, "Name of the question, for zhike decide --question", "问题编号，用于 zhike decide --question"), field("entity", &R::entity, "Kind of customer", "客户类型"),
                      field("pairs_count", &R::pairs_count, "Pairs that one answer settles", "一次回答解决的记录对数"), field("merged_count", &R::merged_count, "Pairs that are one customer now", "其中现为同一客户的对数"),
                      field("doubt", &R::doubt, "Pairs times uncertainty", "记录对数乘以不确定性"), field("example", &R::example, "The pair nearest to the middle", "最居中的一对")};
  }
};
struct ReviewOut {
  std::vector<QuestionOut> questions;
  std::int64_t open_count = 0, open_pairs_count = 0;
  std::string text;  // already in the caller's language
  static constexpr auto fields() {
    return std::tuple{field("questions", &ReviewOut::questions, "The most doubtful first", "最存疑的在前"), field("open_count", &ReviewOut::open_count, "Open questions", "待答问题数"),
                      field("open_pairs_count", &ReviewOut::open_pairs_count, "Pairs they are about", "涉及记录对数")};
  }
};
Result<ReviewOut> review(Call&, const ReviewIn&);
std::string review_text(const ReviewOut&, const Terminal&);

struct HistoryIn {
  std::string what, at;
  static constexpr auto fields() {
    return std::tuple{field("what", &HistoryIn::what, "Customer code, present or former; or a record (number or SOURCE:KEY)", "客户统一编码（现行或旧编码），或一条记录（编号或 来源:来源编号）", {.required = true, .positional = true}),
                      field("at", &HistoryIn::at, "Also show the customer as it was at this time, UTC: 2026-01-31 or 2026-01-31T08:00:00Z", "同时显示此时刻（UTC）的客户")};
  }
};
struct HistoryRecordOut {
  std::int64_t record_id = 0;
  std::string name, partner, cause;
  double match_weight = 0;
  static constexpr auto fields() {
    using R = HistoryRecordOut;
    return std::tuple{field("record_id", &R::record_id, "Record", "记录"), field("name", &R::name, "Source and key", "来源与来源编号"), field("partner", &R::partner, "Record that tied it in most strongly", "最强关联的记录"),
                      field("match_weight", &R::match_weight, "Weight of that tie, bits", "关联权重（比特）"), field("cause", &R::cause, "evidence, rule, verdict, undo or replay", "起因")};
  }
};
struct HistoryEntryOut {
  std::int64_t act_no = 0, event_no = 0, run_id = 0, policy_no = 0, records_count = 0;
  std::string at, kind, cuid, other, cause, actor, why, standard_hash, model_hash;
  double match_weight = 0;
  bool undone = false;
  std::vector<HistoryRecordOut> records;
  static constexpr auto fields() {
    using R = HistoryEntryOut;
    return std::tuple{field("act_no", &R::act_no, "Act", "操作编号"), field("event_no", &R::event_no, "Event, for zhike undo; 0 where it cannot be undone alone", "事件编号（用于 zhike undo）"), field("at", &R::at, "When, UTC", "时间"),
                      field("kind", &R::kind, "created, joined, merged, split, moved, evicted, returned, pinned or undone", "种类"), field("cuid", &R::cuid, "Customer", "客户"), field("other", &R::other, "Other customer", "另一客户"),
                      field("cause", &R::cause, "evidence, rule, verdict, undo or replay", "起因"), field("records_count", &R::records_count, "Records", "记录数"), field("match_weight", &R::match_weight, "Strongest tie, bits", "最强证据（比特）"),
                      field("undone", &R::undone, "Taken back since", "其后已撤销"), field("actor", &R::actor, "Who; empty for a run", "操作人"), field("why", &R::why, "Why", "理由"), field("run_id", &R::run_id, "Run", "运行编号"),
                      field("standard_hash", &R::standard_hash, "Standard", "所用标准"), field("model_hash", &R::model_hash, "Model", "所用模型"), field("policy_no", &R::policy_no, "Policy", "策略编号"), field("records", &R::records, "Records it was about", "涉及记录")};
  }
};
struct HistoryOut {
  std::string cuid, at, then_cuid;
  std::vector<std::string> former;
  std::vector<HistoryEntryOut> entries;
  std::vector<HistoryRecordOut> then_records;
  static constexpr auto fields() {
    using R = HistoryOut;
    return std::tuple{field("cuid", &R::cuid, "Present code", "现行编码"), field("former", &R::former, "Codes that lead to it", "旧编码"), field("entries", &R::entries, "First to last", "由先到后"),
                      field("at", &R::at, "Time asked for", "查询时刻"), field("then_cuid", &R::then_cuid, "Code at that time; empty when there was none", "当时编码"), field("then_records", &R::then_records, "Records at that time", "当时记录")};
  }
};
Result<HistoryOut> history(Call&, const HistoryIn&);
std::string history_text(const HistoryOut&, const Terminal&);
// Also for the story that zhike why tells.
Result<HistoryOut> history_of(flow::Context& context, const std::string& what, const std::string& at);

struct PolicyShowIn {
  static constexpr auto fields() { return std::tuple{}; }
};
struct PolicySetIn {
  std::string name, value, why;
  static constexpr auto fields() {
    return std::tuple{field("name", &PolicySetIn::name, "Which (see zhike policy show)", "策略名（见 zhike policy show）", {.required = true, .positional = true}),
                      field("value", &PolicySetIn::value, "A number, true or false", "数值、true 或 false", {.required = true, .positional = true}), field("why", &PolicySetIn::why, "The reason, for the record", "理由（留档）")};
  }
};
struct PolicyVersionOut {
  std::int64_t policy_no = 0;
  std::string author, at, why;
  resolve::Policy policy;
  static constexpr auto fields() {
    using R = PolicyVersionOut;
    return std::tuple{field("policy_no", &R::policy_no, "Number; 0 is what Zhike ships with", "编号；0 为出厂值"), field("author", &R::author, "Who", "修改人"), field("at", &R::at, "When", "时间"), field("why", &R::why, "Why", "理由"),
                      field("policy", &R::policy, "Values", "取值")};
  }
};
struct PolicyOut {
  std::vector<PolicyVersionOut> versions;
  static constexpr auto fields() { return std::tuple{field("versions", &PolicyOut::versions, "The newest first; it holds", "新的在前，首条生效")}; }
};
Result<PolicyOut> policy_show(Call&, const PolicyShowIn&);
Result<PolicyOut> policy_set(Call&, const PolicySetIn&);
std::string policy_show_text(const PolicyOut&, const Terminal&);

}  // namespace zhike::operations
