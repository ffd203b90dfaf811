// SPDX-License-Identifier: Apache-2.0
// The verbs the standard may name besides cleaners and checks (those are in kernels/cleaners.h and kernels/checks.h).
// The names live here because the standard is read long before the rooms that carry them out.
#pragma once

#include <span>
#include <string_view>

namespace zhike::standard {

struct VerbRow {
  std::string_view id, zh, en;
  std::string_view arguments;  // names separated by a space; an optional one ends in ?
  std::string_view doc;
};

// Which of several values of a field wins. A chain of them: each keeps the best candidates, the next decides among these.
inline constexpr VerbRow survivorship_verbs[] = {
    {"manual_first", "人工裁定优先", "manual verdict first", "", "A value a steward has set beats every other."},
    {"verified_first", "已核验优先", "verified first", "by? values?",
     "A value whose record also passes `by`: the named field has a value, one of `values` when given."},
    {"most_trusted", "可信度最高", "most trusted source", "", "The value of the source with the highest trust."},
    {"most_recent", "最近更新", "most recent", "", "The value recorded last."},
    {"earliest", "最早取值", "earliest", "", "The value recorded first."},
    {"most_complete", "最完整", "most complete", "", "The value with the most known parts, then the most characters."},
    {"most_frequent", "出现最多", "most frequent", "", "The value most records agree on."},
    {"longest_valid", "最长有效", "longest valid", "", "The longest value that fails no check."},
    {"most_restrictive", "最严格", "most restrictive", "order",
     "The value that comes first in `order` (values separated by |): consent and restrictions."},
    {"smallest", "取最小", "smallest", "", "The smallest value or earliest date."},
    {"largest", "取最大", "largest", "", "The largest value or latest date."},
};

// How Zhike itself makes a derived field.
inline constexpr VerbRow derive_verbs[] = {
    {"registry", "编码登记", "CUID registry", "", "Given by the CUID registry of the ledger."},
    {"party_letter", "编码首字母", "letter of the CUID", "", "The first letter of the CUID."},
    {"name_part", "姓名成分", "part of the name", "from part", "A part (family, given) of the name in `from`."},
    {"name_key", "拼音键", "pinyin key", "from", "The pinyin of the name in `from`, surname first."},
    {"address_part", "地址成分", "part of the address", "from part", "A part of the parsed address in `from`, where not given."},
    {"age_class", "年龄段", "age class", "from", "0 adult, 1 under 14, 2 from 14 to 17, from the date in `from`."},
    {"first_time", "最早事件时间", "time of the first event", "events?", "occurred_at of the first event of the named types (all if none)."},
    {"last_time", "最近事件时间", "time of the last event", "events?", "occurred_at of the last event of the named types (all if none)."},
    {"first_value", "最早事件属性", "property of the first event", "events? property", "The property of the first such event that has it."},
    {"last_value", "最近事件属性", "property of the last event", "events? property", "The property of the last such event that has it."},
    {"top_value", "最常见属性", "most common property", "events? property days?", "The property's most common value in the window."},
    {"count", "事件次数", "number of events", "events days", "Distinct groups of the named events in the last `days`."},
    {"sum", "金额合计", "sum of amounts", "events minus? days", "Amounts of `events` less those of `minus` in the last `days`."},
    {"share", "占比", "share", "events of days", "Number of `events` over number of `of` in the last `days`."},
    {"latest_json", "最近事件摘要", "last event as JSON", "events properties", "The named properties of the last such event, as a JSON object."},
    {"quality_score", "质量得分", "quality score", "", "Share of expected fields that are present and without findings, times 100."},
    {"golden_state", "主数据状态", "state of the golden record", "", "From resolve: settled, waiting for review, merged."},
    {"from_room", "由后续环节产生", "made by a later room", "room", "Written by the room named; missing until it has run."},
};

inline constexpr std::string_view match_kinds[] = {"given_name", "surname", "name",  "date",     "identifier", "phone", "email",
                                                   "address",    "place",   "postcode", "category", "text",       "none"};
inline constexpr std::string_view quality_dimensions[] = {"completeness", "validity",   "accuracy",
                                                          "consistency",  "timeliness", "uniqueness"};

// nullptr when absent.
constexpr const VerbRow* find_verb(std::span<const VerbRow> rows, std::string_view id) {
  for (const auto& row : rows)
    if (row.id == id) return &row;
  return nullptr;
}

}  // namespace zhike::standard
