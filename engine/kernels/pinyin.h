// SPDX-License-Identifier: Apache-2.0
// Chinese characters by sound, and simplified characters for matching.
// Readings are ICU's (Han-Latin), in a table of the program (han_table.h); surnames that are read otherwise (单 shan, 仇 qiu,
// 朴 piao, 尉迟 yu chi) from our own list. Toneless, ü as v. Safe from any thread.
#pragma once

#include <string>
#include <string_view>

namespace zhike::kernels {

// The syllable of one character, empty when it is not a Han character with a known reading.
std::string_view pinyin(char32_t character);
// Syllables separated by one space; Latin words stay, in lower case: "王伟abc" -> "wang wei abc".
std::string pinyin(std::string_view text);
// As a surname: one or two characters.
std::string surname_pinyin(std::string_view surname);
// The standard's A05: surname first, `[a-z ]+`: 单 雄信 -> "shan xiong xin", CHAN + Tai Man -> "chan tai man".
std::string name_pinyin_key(std::string_view family, std::string_view given);
// First letters of the syllables: "wang wei" -> "ww".
std::string initials(std::string_view syllables);
// Sounds that dialects confuse, folded: zh z, ch c, sh s, n l, f h, r l, ang an, eng en, ing in, hu fu.
// Takes and gives syllables separated by spaces.
std::string fuzzy_pinyin(std::string_view syllables);

// Traditional to simplified, character by character: OpenCC's t2s, in the same table.
char32_t to_simplified(char32_t character);
std::string to_simplified(std::string_view text);
// The same and the folds of family names that OpenCC lacks (锺钟 萧肖 阎闫 傅付 戴代 邱丘): for match keys of names,
// never for stored values, nor for places (萧山 would be lost).
char32_t simplify(char32_t character);
std::string simplify(std::string_view text);

}  // namespace zhike::kernels
