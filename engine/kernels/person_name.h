// SPDX-License-Identifier: Apache-2.0
// Names of persons, Chinese and Western, taken apart.
// Titles go (王先生 is a surname and nothing else), placeholders are no names, a masked part stays as *.
#pragma once

#include <string>
#include <string_view>

namespace zhike::kernels {

struct PersonName {
  std::string full;    // cleaned, as it is stored: 王伟, 阿卜杜拉·买买提, CHAN Tai Man
  std::string family;  // as written; empty when not known
  std::string given;   // empty when not known
  bool placeholder = false;      // 未知, 测试, 用户12345, n/a: no name was meant
  bool surname_only = false;     // 王先生, 李总
  bool masked = false;           // 张*, 张某某
  bool ambiguous_split = false;  // 东方红: 东方 + 红 or 东 + 方红
};

// false when the text is no name at all (digits, signs, longer than 100 characters); placeholders are true.
bool read_person_name(std::string_view raw, PersonName& out);
// Characters of the compound surname the text begins with (2), 1 when a single Han character begins it, else 0.
int surname_length(std::string_view name);
bool is_common_surname(char32_t character);  // the hundred most frequent
// Texts that stand for "no value" in any field: 未知, 无, n/a, null, -, 测试, xxx ... `text` must be normalise()d.
bool is_placeholder_text(std::string_view text);

}  // namespace zhike::kernels
