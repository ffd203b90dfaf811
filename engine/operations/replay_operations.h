// SPDX-License-Identifier: Apache-2.0
// New rules in a shadow before they hold, and relations between customers.
#pragma once

#include "base/describe.h"
#include "operations/match_operations.h"
#include "operations/registry_operations.h"
#include "resolve/relations.h"
#include "resolve/replay.h"

namespace zhike::operations {

struct ReplayIn {
  std::vector<std::string> policy;
  std::string standard, model, entity = "person", why;
  std::int64_t accept = 0, drop = 0;
  static constexpr auto fields() {
    return std::tuple{field("policy", &ReplayIn::policy, "Policies to try, NAME=VALUE (see zhike policy show)", "要试行的策略，名称=值（见 zhike policy show）"),
                      field("standard", &ReplayIn::standard, "Folder of a standard to try", "要试行的标准目录"),
                      field("model", &ReplayIn::model, "Model to try: a file (see zhike model save, zhike dedupe --save-model), or the word learn: weights learned from the records", "要试行的模型文件（见 zhike model save、zhike dedupe --save-model）；learn 表示从记录中重新学习"),
                      field("entity", &ReplayIn::entity, "Whose model", "模型所属的客户类型", {.choices = "person|organisation"}),
                      field("accept", &ReplayIn::accept, "Take this replay: one act, which can be undone", "采纳此次重放：一次操作，可撤销"),
                      field("drop", &ReplayIn::drop, "Forget this replay", "放弃此次重放"),
                      field("why", &ReplayIn::why, "The reason, for the record", "理由（留档）")};
  }
};
struct ReplayPatternOut {
  std::string kind, entity, levels;
  std::int64_t customers_count = 0, records_count = 0;
  double old_weight = 0, new_weight = 0;
  WaterfallOut example;
  static constexpr auto fields() {
    using R = ReplayPatternOut;
    return std::tuple{field("kind", &R::kind, "merged, split or moved", "种类"), field("entity", &R::entity, "Kind of customer", "客户类型"), field("levels", &R::levels, "Which fields agree how", "各字段一致程度"),
                      field("customers_count", &R::customers_count, "Customers", "客户数"), field("records_count", &R::records_count, "Records that change theirs", "变更记录数"),
                      field("old_weight", &R::old_weight, "Of the example before, bits", "示例原权重（比特）"), field("new_weight", &R::new_weight, "Of the example now, bits", "示例新权重（比特）"), field("example", &R::example, "The strongest pair", "最强的一对")};
  }
};
struct WaitingReplayOut {
  std::int64_t replay_id = 0;
  std::string request, state, author, at;
  static constexpr auto fields() {
    using R = WaitingReplayOut;
    return std::tuple{field("replay_id", &R::replay_id, "Replay", "重放编号"), field("request", &R::request, "What was tried", "试行内容"), field("state", &R::state, "waiting, accepted or dropped", "状态"), field("author", &R::author, "Who", "操作人"),
                      field("at", &R::at, "When", "时间")};
  }
};
struct ReplayOut {
  std::int64_t replay_id = 0, merged_count = 0, split_count = 0, moved_count = 0, records_count = 0;
  std::vector<ReplayPatternOut> patterns;
  resolve::LabelledQuality quality;
  std::vector<WaitingReplayOut> replays;
  std::vector<std::string> notes;
  std::string state, text;  // text: already in the caller's language
  static constexpr auto fields() {
    using R = ReplayOut;
    return std::tuple{field("replay_id", &R::replay_id, "Replay, for --accept and --drop", "重放编号，用于 --accept 与 --drop"), field("state", &R::state, "waiting, accepted, dropped; empty for a list", "状态"),
                      field("merged_count", &R::merged_count, "Customers that would be absorbed", "将被并入的客户数"), field("split_count", &R::split_count, "Customers that would come out of others", "将拆出的客户数"),
                      field("moved_count", &R::moved_count, "Other exchanges between customers", "其他转移数"), field("records_count", &R::records_count, "Records that would change their customer", "将变更客户的记录数"),
                      field("patterns", &R::patterns, "By pattern of agreement, most customers first", "按一致模式，客户多的在前"), field("quality", &R::quality, "Against people's verdicts", "与人工裁定对照"),
                      field("replays", &R::replays, "All replays, the newest first; only in a list", "全部重放，新的在前；仅列表时给出"), field("notes", &R::notes, "Notes", "说明")};
  }
};
Result<ReplayOut> replay(Call&, const ReplayIn&);
std::string replay_text(const ReplayOut&, const Terminal&);

struct ModelSaveIn {
  std::string to, entity = "person";
  static constexpr auto fields() {
    return std::tuple{field("to", &ModelSaveIn::to, "File to write, JSON", "写出的 JSON 文件", {.required = true, .positional = true}),
                      field("entity", &ModelSaveIn::entity, "Whose model", "模型所属的客户类型", {.choices = "person|organisation"})};
  }
};
struct ModelSaveOut {
  std::string to;
  static constexpr auto fields() { return std::tuple{field("to", &ModelSaveOut::to, "File", "文件")}; }
};
Result<ModelSaveOut> model_save(Call&, const ModelSaveIn&);
std::string model_save_text(const ModelSaveOut&, const Terminal&);

struct RelateIn {
  std::vector<std::string> what;
  std::string from, to, why;
  std::int64_t end = 0;
  static constexpr auto fields() {
    return std::tuple{field("what", &RelateIn::what, "LEFT RIGHT KIND: two records, and family, employer (the right employs), branch (the right is the head) or group_company (the right controls)", "左 右 种类：两条记录，种类为 family（家庭）、employer（右为雇主）、branch（右为总部）或 group_company（右为控股方）", {.positional = true}),
                      field("from", &RelateIn::from, "Since when, 2026-01-31", "起始日期"), field("to", &RelateIn::to, "Until when", "截止日期"), field("why", &RelateIn::why, "Evidence", "依据"), field("end", &RelateIn::end, "End this relation today", "今日终止此关系")};
  }
};
struct RelateOut {
  std::int64_t relation_id = 0;
  static constexpr auto fields() { return std::tuple{field("relation_id", &RelateOut::relation_id, "Relation", "关系编号")}; }
};
Result<RelateOut> relate(Call&, const RelateIn&);
std::string relate_text(const RelateOut&, const Terminal&);

struct RelationOut {
  std::int64_t relation_id = 0;
  std::string kind, cuid, other, valid_from, valid_to, evidence;
  double related_weight = 0;
  static constexpr auto fields() {
    using R = RelationOut;
    return std::tuple{field("relation_id", &R::relation_id, "Relation; 0: found by a run", "关系编号；0 为运行所得"), field("kind", &R::kind, "household, family, employer, branch or group_company", "种类"), field("cuid", &R::cuid, "Customer", "客户"),
                      field("other", &R::other, "To which", "对方客户"), field("valid_from", &R::valid_from, "Since", "起始"), field("valid_to", &R::valid_to, "Until", "截止"), field("evidence", &R::evidence, "Evidence", "依据"),
                      field("related_weight", &R::related_weight, "Of a household, bits", "家庭证据（比特）")};
  }
};

}  // namespace zhike::operations
