// SPDX-License-Identifier: Apache-2.0
// Every word of the quality report in both languages. The page and the terminal take their labels from here.
#pragma once

#include <span>
#include <string_view>

#include "report/language.h"

namespace zhike::report::words {

struct Word {
  std::string_view id;
  Text text;
};

inline constexpr Word dimensions[] = {
    {"completeness", {"完整性", "Completeness"}}, {"validity", {"有效性", "Validity"}},
    {"accuracy", {"准确性", "Accuracy"}},         {"consistency", {"一致性", "Consistency"}},
    {"timeliness", {"时效性", "Timeliness"}},     {"uniqueness", {"唯一性", "Uniqueness"}},
};
inline constexpr Word dimension_meanings[] = {
    {"completeness", {"应有的值是否都有", "Is what should be known, known"}},
    {"validity", {"值的形式、范围、代码是否正确", "Are form, range and code right"}},
    {"accuracy", {"与权威参照是否一致", "Does it equal a reference"}},
    {"consistency", {"字段之间、来源之间是否相符", "Do fields and sources agree"}},
    {"timeliness", {"值是否仍在有效时限内", "Is it young enough to use"}},
    {"uniqueness", {"来源记录中不重复的比例", "Share of records that are not duplicates"}},
};
inline constexpr Word judgements[] = {
    {"good", {"达标", "On target"}},
    {"warn", {"接近目标", "Near target"}},
    {"bad", {"未达标", "Below target"}},
    {"unmeasured", {"未测", "Not measured"}},
    {"", {"无目标", "No target"}},
};
inline constexpr Word info_types[] = {
    {"descriptive", {"描述类", "Descriptive"}},
    {"behavioural", {"行为类", "Behavioural"}},
    {"relational", {"关联类", "Relational"}},
};
// Why a ratio is low: what the missing part consists of.
inline constexpr Word reasons[] = {
    {"completeness", {"{0} 个客户缺少该值", "{0} customers lack it"}},
    {"validity", {"{0} 个值未通过检查", "{0} values fail a check"}},
    {"accuracy", {"{0} 个值与参照不符", "{0} values differ from the reference"}},
    {"consistency", {"{0} 处与其他字段或来源不符", "{0} disagree with other fields or sources"}},
    {"timeliness", {"{0} 个值已超过时限", "{0} values are out of date"}},
    {"uniqueness", {"{0} 条重复记录", "{0} duplicate records"}},
};
// What every value is checked for without the standard naming it.
inline constexpr Word standing_checks[] = {
    {"type", {"数据类型", "Data type"}},       {"length", {"长度", "Length"}},         {"format", {"格式", "Format"}},
    {"code_list", {"代码集", "Code list"}},    {"dimension", {"维度编码", "Dimension code"}},
};
inline constexpr Word parties[] = {
    {"P", {"个人", "Persons"}},
    {"O", {"组织", "Organisations"}},
};

constexpr Text find(std::span<const Word> words, std::string_view id) {
  for (const auto& word : words)
    if (word.id == id) return word.text;
  return {id, id};
}

}  // namespace zhike::report::words
