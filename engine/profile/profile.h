// SPDX-License-Identifier: Apache-2.0
// The fourth stage: one golden record per customer, and where each of its values comes from.
// Also the two questions people ask most: who is this (find), and what do we know of him (show).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/describe.h"
#include "base/result.h"
#include "flow/context.h"

namespace zhike::profile {

// Makes profile.customer, choice, manual and the views lineage, alternative, identifier, timeline and gap anew, all or
// nothing, from standardise.* and resolve.customer. Fails with conflict when those stages have not run.
Status run(flow::Context& context);

// One customer that answers to a text.
struct Found {
  std::string cuid, name, matched, how;
  std::int64_t records_count = 0;
  double quality = 0;
  static constexpr auto fields() {
    return std::tuple(field("cuid", &Found::cuid, "Permanent customer code", "客户统一编码"),
                      field("name", &Found::name, "Golden name", "客户名称"),
                      field("matched", &Found::matched, "Field that matched", "命中字段"),
                      field("how", &Found::how, "How it matched", "命中方式", {.choices = "exact|prefix|contains|pinyin"}),
                      field("records_count", &Found::records_count, "Records behind it", "记录数"),
                      field("quality", &Found::quality, "Quality score, 0 to 100", "质量得分"));
  }
};

// Where a value comes from. A masked value holds only its ends.
struct ShownField {
  std::string id, label_zh, label_en, category, value, meaning_zh, meaning_en, source, rule;
  bool masked = false;
  std::vector<std::string> alternatives;
  static constexpr auto fields() {
    return std::tuple(field("id", &ShownField::id, "Field", "字段"),
                      field("label_zh", &ShownField::label_zh, "Label in Chinese", "中文名"),
                      field("label_en", &ShownField::label_en, "Label in English", "英文名"),
                      field("category", &ShownField::category, "Category of the standard", "类别"),
                      field("value", &ShownField::value, "Golden value", "取值"),
                      field("meaning_zh", &ShownField::meaning_zh, "What a code means, in Chinese", "代码含义（中文）"),
                      field("meaning_en", &ShownField::meaning_en, "What a code means, in English", "代码含义（英文）"),
                      field("masked", &ShownField::masked, "Whether the value is masked", "是否脱敏"),
                      field("source", &ShownField::source, "Source of the winning record; empty when derived", "来源"),
                      field("rule", &ShownField::rule, "Rule that made it win", "取值规则"),
                      field("alternatives", &ShownField::alternatives, "Other values that records hold", "其他取值"));
  }
};
struct ShownIdentifier {
  std::string type, value;
  std::int64_t records_count = 0;
  static constexpr auto fields() {
    return std::tuple(field("type", &ShownIdentifier::type, "Field", "字段"), field("value", &ShownIdentifier::value, "Value", "取值"),
                      field("records_count", &ShownIdentifier::records_count, "Records that bear it", "记录数"));
  }
};
struct ShownRecord {
  std::int64_t record_id = 0;
  std::string source, source_key, name, recorded_at;
  static constexpr auto fields() {
    return std::tuple(field("record_id", &ShownRecord::record_id, "Record", "记录"), field("source", &ShownRecord::source, "Source", "来源"),
                      field("source_key", &ShownRecord::source_key, "Key at the source", "来源编号"),
                      field("name", &ShownRecord::name, "Name as this record has it", "该记录中的名称"),
                      field("recorded_at", &ShownRecord::recorded_at, "Last touched", "更新时间"));
  }
};
struct ShownEvent {
  std::string event_type, source, occurred_at, amount, channel, properties;
  static constexpr auto fields() {
    return std::tuple(field("event_type", &ShownEvent::event_type, "Event type", "事件类型"), field("source", &ShownEvent::source, "Source", "来源"),
                      field("occurred_at", &ShownEvent::occurred_at, "When, UTC", "发生时间"), field("amount", &ShownEvent::amount, "Amount", "金额"),
                      field("channel", &ShownEvent::channel, "Channel", "渠道"), field("properties", &ShownEvent::properties, "Properties, JSON", "属性"));
  }
};
struct ShownGap {
  std::string id, reason;
  static constexpr auto fields() {
    return std::tuple(field("field", &ShownGap::id, "Field", "字段"), field("reason", &ShownGap::reason, "Why it is a gap", "原因", {.choices = "missing|stale"}));
  }
};
struct Shown {
  std::string cuid, asked, name, party_type;
  double quality = 0;
  std::vector<ShownField> golden;
  std::vector<ShownIdentifier> identifiers;
  std::vector<ShownRecord> records;
  std::vector<ShownEvent> timeline;
  std::int64_t events_count = 0;
  std::vector<ShownGap> gaps;
  static constexpr auto fields() {
    return std::tuple(field("cuid", &Shown::cuid, "Permanent customer code, the present one", "客户统一编码（现行）"),
                      field("asked", &Shown::asked, "The code that was asked for", "查询的编码"), field("name", &Shown::name, "Golden name", "客户名称"),
                      field("party_type", &Shown::party_type, "P person, O organisation", "客户类型"),
                      field("quality", &Shown::quality, "Quality score, 0 to 100", "质量得分"), field("golden", &Shown::golden, "Golden record", "黄金记录"),
                      field("identifiers", &Shown::identifiers, "Identifiers of all records", "标识"),
                      field("records", &Shown::records, "Records behind it", "来源记录"), field("timeline", &Shown::timeline, "Latest events", "时间线"),
                      field("events_count", &Shown::events_count, "Events in all", "事件总数"), field("gaps", &Shown::gaps, "Knowledge gaps", "信息缺口"));
  }
};

struct ShowOptions {
  bool unmask = false;      // values of sensitivity level 4 as they are; the caller must be allowed to
  std::int64_t events_max = 20;
};

// Customers that answer to a CUID (present or past), an identifier, a key at a source, a name, a part of a name or its
// pinyin; the surest first. Fails with bad_request for an empty text, conflict when the profile stage has not run.
Result<std::vector<Found>> find(flow::Context& context, const std::string& text, std::int64_t limit = 20);

// Everything known of one customer. A code that lost a merge leads to the present one. Fails with not_found.
Result<Shown> show(flow::Context& context, const std::string& cuid, const ShowOptions& options = {});

// The code a CUID stands for now: itself, or the winner of its merges.
Result<std::string> present_code(flow::Context& context, const std::string& cuid);

}  // namespace zhike::profile
