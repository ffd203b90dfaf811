// SPDX-License-Identifier: Apache-2.0
#include "kernels/pinyin.h"

#include <algorithm>
#include <cstdint>
#include <vector>

#include "kernels/han_table.h"
#include "kernels/text.h"

namespace zhike::kernels {
namespace {

// Surnames that are read otherwise than the word. Compounds have a blank between syllables.
struct Reading {
  std::string_view name, pinyin;
};
constexpr Reading surname_readings[] = {
    {"朴", "piao"}, {"单", "shan"}, {"單", "shan"}, {"仇", "qiu"}, {"解", "xie"}, {"曾", "zeng"}, {"区", "ou"}, {"區", "ou"},
    {"盖", "ge"}, {"蓋", "ge"}, {"查", "zha"}, {"翟", "zhai"}, {"乐", "yue"}, {"樂", "yue"}, {"员", "yun"}, {"員", "yun"},
    {"任", "ren"}, {"华", "hua"}, {"盛", "sheng"}, {"覃", "qin"}, {"召", "shao"}, {"洗", "xian"}, {"冼", "xian"}, {"缪", "miao"},
    {"繆", "miao"}, {"逄", "pang"}, {"佴", "nai"}, {"尹", "yin"}, {"黑", "he"}, {"折", "she"}, {"祭", "zhai"}, {"秘", "bi"},
    {"卜", "bu"}, {"晁", "chao"}, {"谌", "chen"}, {"諶", "chen"}, {"褚", "chu"}, {"种", "chong"}, {"宓", "mi"}, {"郗", "xi"},
    {"隗", "wei"}, {"燕", "yan"}, {"哈", "ha"}, {"阚", "kan"}, {"闞", "kan"}, {"能", "nai"}, {"宁", "ning"}, {"寧", "ning"},
    {"柏", "bai"}, {"幺", "yao"}, {"沈", "shen"}, {"瞿", "qu"}, {"那", "na"}, {"车", "che"}, {"車", "che"}, {"曲", "qu"},
    {"尉迟", "yu chi"}, {"尉遲", "yu chi"}, {"万俟", "mo qi"}, {"萬俟", "mo qi"}, {"长孙", "zhang sun"}, {"長孫", "zhang sun"},
    {"鲜于", "xian yu"}, {"澹台", "tan tai"}, {"濮阳", "pu yang"}, {"单于", "chan yu"}, {"令狐", "ling hu"}, {"宰父", "zai fu"}};

// Simplified forms and the folds of family names, by character.
const std::vector<char16_t>& folded_forms() {
  static const std::vector<char16_t> forms = [] {
    std::vector<char16_t> out;
    for (char32_t c = first_han; c <= last_han; ++c) out.push_back(han_entry(c).simplified);
    constexpr std::string_view folds[] = {"锺钟", "鍾钟", "萧肖", "蕭肖", "阎闫", "閻闫", "閆闫", "傅付", "戴代", "邱丘"};
    for (std::string_view pair : folds) {
      std::size_t at = 0;
      const char32_t from = decode(pair, at);
      out[from - first_han] = static_cast<char16_t>(decode(pair, at));
    }
    return out;
  }();
  return forms;
}

void append_word(std::string& out, std::string_view word) {
  if (!out.empty()) out.push_back(' ');
  out += word;
}

}  // namespace

std::string_view pinyin(char32_t c) {
  if (!in_han_table(c)) return {};
  const HanEntry& entry = han_entry(c);
  return {entry.reading, entry.reading_size};
}

std::string pinyin(std::string_view text) {
  std::string out, word;
  const auto flush = [&] {
    if (!word.empty()) append_word(out, word);
    word.clear();
  };
  std::string plain_text;
  if (!is_ascii(text) && !all_han(text)) {
    remove_accents(text, plain_text);
    text = plain_text;
  }
  for (std::size_t i = 0; i < text.size();) {
    const char32_t c = decode(text, i);
    if (const std::string_view syllable = pinyin(c); !syllable.empty()) {
      flush();
      append_word(out, syllable);
    } else if (c < 0x80 && ((c | 0x20) >= 'a' && (c | 0x20) <= 'z')) {
      word.push_back(static_cast<char>(c | 0x20));
    } else if (c >= '0' && c <= '9') {
      word.push_back(static_cast<char>(c));
    } else if (c != '\'') {
      flush();
    }
  }
  flush();
  return out;
}

std::string surname_pinyin(std::string_view surname) {
  if (surname.size() <= 6)
    for (const auto& reading : surname_readings)
      if (reading.name == surname) return std::string(reading.pinyin);
  return pinyin(surname);
}

std::string name_pinyin_key(std::string_view family, std::string_view given) {
  std::string out;
  for (const std::string& part : {surname_pinyin(family), pinyin(given)}) {
    bool start = true;  // of the part: one blank parts it from what stands before
    for (char c : part) {
      if (c >= '0' && c <= '9') continue;
      if (start && !out.empty() && c != ' ' && out.back() != ' ') out.push_back(' ');
      start = false;
      if (c != ' ' || (!out.empty() && out.back() != ' ')) out.push_back(c);
    }
  }
  if (!out.empty() && out.back() == ' ') out.pop_back();
  return out;
}

std::string initials(std::string_view syllables) {
  std::string out;
  bool start = true;
  for (char c : syllables) {
    if (start && c != ' ') out.push_back(c);
    start = c == ' ';
  }
  return out;
}

std::string fuzzy_pinyin(std::string_view syllables) {
  std::string out;
  for (std::size_t start = 0; start < syllables.size();) {
    const std::size_t end = std::min(syllables.find(' ', start), syllables.size());
    std::string s(syllables.substr(start, end - start));
    start = end + 1;
    if (s == "hu") s = "fu";
    if (s.size() > 1 && s[1] == 'h' && (s[0] == 'z' || s[0] == 'c' || s[0] == 's')) s.erase(1, 1);
    if (!s.empty() && s[0] == 'n') s[0] = 'l';
    if (!s.empty() && s[0] == 'r') s[0] = 'l';
    if (!s.empty() && s[0] == 'h' && s.size() > 1) s[0] = 'f';
    if (s.size() > 2 && s.ends_with("ng") && (s[s.size() - 3] == 'a' || s[s.size() - 3] == 'e' || s[s.size() - 3] == 'i')) s.pop_back();
    append_word(out, s);
  }
  return out;
}

char32_t to_simplified(char32_t c) { return in_han_table(c) ? han_entry(c).simplified : c; }
char32_t simplify(char32_t c) { return in_han_table(c) ? folded_forms()[c - first_han] : c; }

namespace {

// Most text is simplified already and is copied whole up to the first character that changes.
template <class Of>
std::string mapped(std::string_view text, const Of& of) {
  std::size_t same = 0;
  for (std::size_t next = 0; next < text.size(); same = next)
    if (const char32_t c = decode(text, next); of(c) != c) break;
  std::string out;
  out.reserve(text.size());
  out.assign(text.substr(0, same));
  for (std::size_t i = same; i < text.size();) append(out, of(decode(text, i)));
  return out;
}

}  // namespace

std::string to_simplified(std::string_view text) {
  return mapped(text, [](char32_t c) { return to_simplified(c); });
}
std::string simplify(std::string_view text) {
  const auto& forms = folded_forms();
  return mapped(text, [&](char32_t c) { return in_han_table(c) ? char32_t{forms[c - first_han]} : c; });
}

}  // namespace zhike::kernels
