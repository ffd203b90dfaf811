// SPDX-License-Identifier: Apache-2.0
// What people decide about customers: same, different, merge, split, undo; and which verdicts stand.
#pragma once

#include "base/describe.h"
#include "operations/operation.h"

namespace zhike::operations {

struct IdentityEventOut {
  std::int64_t event_no = 0, records_count = 0;
  std::string kind, cuid, other, cause;
  double match_weight = 0;
  static constexpr auto fields() {
    using R = IdentityEventOut;
    return std::tuple{field("event_no", &R::event_no, "Number of the event", "事件编号"), field("kind", &R::kind, "merged, split, moved, pinned or undone", "种类"),
                      field("cuid", &R::cuid, "Customer that took", "接收方客户"), field("other", &R::other, "Customer that gave", "转出方客户"),
                      field("cause", &R::cause, "evidence, rule, verdict, undo or replay", "起因"),
                      field("records_count", &R::records_count, "Records that went", "涉及记录数"), field("match_weight", &R::match_weight, "Weight of the strongest pair, bits", "最强证据（比特）")};
  }
};

struct DecideIn {
  std::vector<std::string> what;
  std::string question, why;
  bool later = false;
  static constexpr auto fields() {
    return std::tuple{field("what", &DecideIn::what, "Two records (number or SOURCE:KEY) and same, different or unsure; with --question only the answer", "两条记录（编号或 来源:来源编号）加 same、different 或 unsure；配合 --question 时只写答案", {.required = true, .positional = true}),
                      field("question", &DecideIn::question, "Answer this question of zhike review, for all its pairs", "回答 zhike review 中的此问题，适用于其全部记录对"),
                      field("why", &DecideIn::why, "The reason, for the record", "理由（留档）"),
                      field("later", &DecideIn::later, "Leave the golden records to the next run", "黄金记录留待下次运行更新")};
  }
};
struct DecisionOut {
  std::int64_t act_no = 0, verdict_id = 0;
  std::vector<IdentityEventOut> events;
  std::vector<std::string> cuids;
  std::vector<std::int64_t> revises;
  std::vector<std::string> notes;
  static constexpr auto fields() {
    using R = DecisionOut;
    return std::tuple{field("act_no", &R::act_no, "Number of the act", "操作编号"), field("verdict_id", &R::verdict_id, "Verdict", "裁定编号"), field("events", &R::events, "What it did", "产生的变动"),
                      field("cuids", &R::cuids, "The customers as they are now", "现行客户"), field("revises", &R::revises, "Earlier verdicts it replaces", "被取代的裁定"),
                      field("notes", &R::notes, "Notes", "说明")};
  }
};
Result<DecisionOut> decide(Call&, const DecideIn&);
std::string decision_text(const DecisionOut&, const Terminal&);

struct MergeIn {
  std::vector<std::string> cuids;
  std::string why;
  bool later = false;
  static constexpr auto fields() {
    return std::tuple{field("cuids", &MergeIn::cuids, "Customers that are one", "应为同一客户的编码", {.required = true, .positional = true}),
                      field("why", &MergeIn::why, "The reason, for the record", "理由（留档）"),
                      field("later", &MergeIn::later, "Leave the golden records to the next run", "黄金记录留待下次运行更新")};
  }
};
Result<DecisionOut> merge(Call&, const MergeIn&);

struct SplitIn {
  std::string cuid, why;
  std::vector<std::string> records;
  bool later = false;
  static constexpr auto fields() {
    return std::tuple{field("cuid", &SplitIn::cuid, "Customer", "客户", {.required = true, .positional = true}),
                      field("records", &SplitIn::records, "Records that leave it (number or SOURCE:KEY)", "要拆出的记录（编号或 来源:来源编号）", {.required = true, .positional = true}),
                      field("why", &SplitIn::why, "The reason, for the record", "理由（留档）"),
                      field("later", &SplitIn::later, "Leave the golden records to the next run", "黄金记录留待下次运行更新")};
  }
};
Result<DecisionOut> split(Call&, const SplitIn&);

struct UndoIn {
  std::string what, why;
  bool later = false;
  static constexpr auto fields() {
    return std::tuple{field("what", &UndoIn::what, "B12 or 12: a batch; E12: an event of zhike history; R12: what a run did to codes; nothing: the last decision", "B12 或 12：批次；E12：zhike history 中的事件；R12：一次运行对编码的变动；不写：最近一次裁定", {.positional = true}),
                      field("why", &UndoIn::why, "The reason, for the record", "理由（留档）"),
                      field("later", &UndoIn::later, "Leave the golden records to the next run", "黄金记录留待下次运行更新")};
  }
};
struct UndoOut : DecisionOut {
  std::int64_t batch_id = 0, rows = 0;
  static constexpr auto fields() {
    return std::tuple_cat(DecisionOut::fields(), std::tuple{field("batch_id", &UndoOut::batch_id, "Batch that was taken out", "撤出的批次"),
                                                            field("rows", &UndoOut::rows, "Rows the batch had", "批次行数")});
  }
};
Result<UndoOut> undo(Call&, const UndoIn&);
std::string undo_text(const UndoOut&, const Terminal&);

struct VerdictsIn {
  std::string record;
  static constexpr auto fields() {
    return std::tuple{field("record", &VerdictsIn::record, "Only those about this record (number or SOURCE:KEY)", "只看涉及此记录的裁定", {.positional = true})};
  }
};
struct VerdictOut {
  std::int64_t verdict_id = 0, pairs_count = 0;
  std::string verdict, state, decided_by, decided_at, why;
  std::vector<std::string> records;
  std::vector<std::string> gone;
  static constexpr auto fields() {
    using R = VerdictOut;
    return std::tuple{field("verdict_id", &R::verdict_id, "Verdict", "裁定编号"), field("verdict", &R::verdict, "same, different or unsure", "结论"),
                      field("state", &R::state, "stands, revised, undone, or sleeping (a record is gone)", "状态"), field("pairs_count", &R::pairs_count, "Pairs of records", "记录对数"),
                      field("decided_by", &R::decided_by, "Who", "裁定人"), field("decided_at", &R::decided_at, "When", "时间"), field("why", &R::why, "Why", "理由"),
                      field("records", &R::records, "Records", "记录"), field("gone", &R::gone, "Records that are gone", "已撤出的记录")};
  }
};
struct VerdictsOut {
  std::vector<VerdictOut> verdicts;
  static constexpr auto fields() { return std::tuple{field("verdicts", &VerdictsOut::verdicts, "The newest first", "新的在前")}; }
};
Result<VerdictsOut> verdicts(Call&, const VerdictsIn&);
std::string verdicts_text(const VerdictsOut&, const Terminal&);

}  // namespace zhike::operations
