// SPDX-License-Identifier: Apache-2.0
// Questions about customers: who is this, what do we know of them, and why are these records one.
#pragma once

#include "base/describe.h"
#include "operations/match_operations.h"
#include "operations/operation.h"
#include "operations/replay_operations.h"
#include "operations/review_operations.h"
#include "profile/profile.h"

namespace zhike::operations {

struct FindIn {
  std::string text;
  std::int64_t limit = 20;
  static constexpr auto fields() {
    return std::tuple{field("text", &FindIn::text, "Name, pinyin, phone, e-mail, ID number, CUID or key at a source", "姓名、拼音、手机、邮箱、证件号、客户统一编码或来源编号", {.required = true, .positional = true}),
                      field("limit", &FindIn::limit, "At most so many", "最多条数")};
  }
};
struct FindOut {
  std::vector<profile::Found> customers;
  static constexpr auto fields() { return std::tuple{field("customers", &FindOut::customers, "The surest first", "按可信程度排序")}; }
};
Result<FindOut> find_customers(Call&, const FindIn&);
std::string find_text(const FindOut&, const Terminal&);

struct ShowIn {
  std::string cuid;
  std::int64_t events = 10;
  bool unmask = false;
  static constexpr auto fields() {
    return std::tuple{field("cuid", &ShowIn::cuid, "Customer code; an old one leads to the present one", "客户统一编码；旧编码自动指向现行编码", {.required = true, .positional = true}),
                      field("events", &ShowIn::events, "How many of the latest events", "显示最近事件数"),
                      field("unmask", &ShowIn::unmask, "Show values of sensitivity level 4", "显示四级敏感值")};
  }
};
struct ShowOut : profile::Shown {
  std::string household;
  std::vector<std::string> household_members;
  std::vector<RelationOut> relations;
  std::string text;  // already in the caller's language
  static constexpr auto fields() {
    return std::tuple_cat(profile::Shown::fields(), std::tuple{field("household", &ShowOut::household, "Household code; empty: none", "家庭编码"),
                                                               field("household_members", &ShowOut::household_members, "Customers of the household", "家庭成员"),
                                                               field("relations", &ShowOut::relations, "Relations to other customers", "与其他客户的关系")});
  }
};
Result<ShowOut> show_customer(Call&, const ShowIn&);
std::string show_text(const ShowOut&, const Terminal&);

struct WhyIn {
  std::string left, right;
  static constexpr auto fields() {
    return std::tuple{field("left", &WhyIn::left, "Customer code; or a record (number or SOURCE:KEY)", "客户统一编码，或一条记录（编号或 来源:来源编号）", {.required = true, .positional = true}),
                      field("right", &WhyIn::right, "The other record", "另一条记录", {.positional = true})};
  }
};
struct WhyRecordOut {
  std::int64_t record_id = 0;
  std::string source, source_key, received_at;
  static constexpr auto fields() {
    return std::tuple{field("record_id", &WhyRecordOut::record_id, "Record", "记录"), field("source", &WhyRecordOut::source, "Source", "来源"),
                      field("source_key", &WhyRecordOut::source_key, "Key at the source", "来源编号"), field("received_at", &WhyRecordOut::received_at, "Received at", "接收时间")};
  }
};
struct WhyOut {
  std::string cuid;
  std::vector<WhyRecordOut> records;
  std::vector<WaterfallOut> pairs;
  std::vector<WaterfallOut> rejected;
  std::vector<HistoryEntryOut> history;
  std::vector<VerdictOut> verdicts;
  std::string text;  // already in the caller's language
  static constexpr auto fields() {
    return std::tuple{field("cuid", &WhyOut::cuid, "Customer; empty for a pair of records", "客户；询问记录对时为空"), field("records", &WhyOut::records, "Its records, the eldest first", "来源记录（早的在前）"),
                      field("pairs", &WhyOut::pairs, "Evidence; of a customer, the joins that hold it together, the last the weakest", "证据；客户的连接由强到弱"),
                      field("rejected", &WhyOut::rejected, "Of a customer: pairs that came close and were not joined", "客户：接近但未合并的记录对"),
                      field("history", &WhyOut::history, "Of a customer: what happened, first to last", "客户：变动历史"), field("verdicts", &WhyOut::verdicts, "What people decided about its records", "涉及的裁定")};
  }
};
Result<WhyOut> why(Call&, const WhyIn&);
std::string why_text(const WhyOut&, const Terminal&);

}  // namespace zhike::operations
