// SPDX-License-Identifier: Apache-2.0
// The two languages of everything people read, and the one table of words the reports share.
#pragma once

#include <string>
#include <string_view>

#include "standard/standard.h"

namespace zhike::report {

enum class Language { zh, en };

// A text in both languages. A text without one of them does not pass the tests.
struct Text {
  std::string_view zh, en;
  constexpr std::string_view in(Language language) const { return language == Language::zh ? zh : en; }
};

// The label in the language, else in the other, else the id.
inline std::string label_in(const standard::Label& label, Language language, std::string_view id) {
  const std::string& wanted = language == Language::zh ? label.zh : label.en;
  const std::string& other = language == Language::zh ? label.en : label.zh;
  return !wanted.empty() ? wanted : !other.empty() ? other : std::string(id);
}

}  // namespace zhike::report
