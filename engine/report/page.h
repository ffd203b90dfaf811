// SPDX-License-Identifier: Apache-2.0
// The frame of a self-contained page: style, script, language switch, and pieces of HTML in both languages.
// The page loads nothing: its security policy forbids every request and every script but its own, by hash.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "report/language.h"

namespace zhike::report::page {

struct Phrase {
  std::string zh, en;
};
inline Phrase phrase(Text text) { return {std::string(text.zh), std::string(text.en)}; }
inline Phrase same(std::string text) { return {text, text}; }

std::string escaped(std::string_view text);
// Both languages in place; the reader's is shown. In SVG, `attributes` go to both <text> elements.
std::string both(const Phrase& text);
std::string both(Text text);
std::string svg_text(const Phrase& text, std::string_view attributes);
// Attributes that show a small note under the pointer.
std::string note(const Phrase& text);
// A large number for a card or an axis: 1.2万, 3.46亿; 12.3K, 3.46M.
Phrase brief(std::int64_t number);
std::string number(double value);  // of an SVG attribute: at most one decimal

std::string card(std::string_view title_html, std::string_view body_html, std::string_view extra_class = "");
// The whole document around the body.
std::string document(const Phrase& title, std::string_view body_html, Language language);

}  // namespace zhike::report::page
