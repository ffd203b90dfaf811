// SPDX-License-Identifier: Apache-2.0
// Cleaning by kind; each runs once per distinct value.
#include "resolve/clean_text.h"

#include <unicode/uchar.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

#include "kernels/pinyin.h"
#include "kernels/text.h"

namespace zhike::resolve {
namespace {

constexpr std::array null_words = {
    std::string_view{"nan"}, std::string_view{"none"},    std::string_view{"null"}, std::string_view{"n/a"},
    std::string_view{"na"},  std::string_view{"unknown"}, std::string_view{"-"},    std::string_view{"--"},
    std::string_view{"nil"}, std::string_view{"<na>"},    std::string_view{"?"},    std::string_view{"未知"},
    std::string_view{"匿名"}, std::string_view{"测试"},    std::string_view{"无"},   std::string_view{"微信用户"},
};

constexpr std::pair<std::string_view, std::string_view> street_words[] = {
    {"st", "street"},  {"rd", "road"},   {"ave", "avenue"},     {"av", "avenue"},   {"dr", "drive"},   {"cres", "crescent"},
    {"cr", "crescent"}, {"pl", "place"}, {"ct", "court"},       {"ln", "lane"},     {"tce", "terrace"}, {"blvd", "boulevard"},
    {"hwy", "highway"}, {"pde", "parade"}, {"cl", "close"},     {"apt", "unit"},    {"flat", "unit"},  {"ste", "suite"},
    {"n", "north"},    {"s", "south"},   {"e", "east"},         {"w", "west"},      {"mt", "mount"},
};

constexpr std::u32string_view division_ends = U"省市区县旗州盟乡镇路街巷弄道号栋幢座楼单元室层";
constexpr std::u32string_view bare_units = U"号栋幢座楼单元室层";
constexpr std::u32string_view numerals = U"零一二三四五六七八九";

// Longer texts are told apart by their beginnings; comparing all words of two books would take for ever.
constexpr std::size_t key_bytes_most = 600;

bool is_digit(char32_t c) { return c >= U'0' && c <= U'9'; }

// 三栋 -> 3栋: a numeral directly before a unit. Longer numerals stay, they are rarely written both ways.
void spell_digits(std::u32string& text) {
  for (std::size_t k = 0; k + 1 < text.size(); ++k) {
    const auto digit = numerals.find(text[k]);
    const bool alone = k == 0 || (numerals.find(text[k - 1]) == numerals.npos && text[k - 1] != U'十');
    if (digit != numerals.npos && alone && bare_units.find(text[k + 1]) != bare_units.npos)
      text[k] = U'0' + static_cast<char32_t>(digit);
  }
}

// 北京市朝阳区学清路123号3栋 -> "北京 朝阳区 学清路 123 3".
std::string clean_chinese_address(std::string_view folded) {
  auto text = kernels::code_points(folded.substr(0, key_bytes_most));
  spell_digits(text);
  std::vector<std::u32string> parts(1);
  const auto cut = [&] { if (!parts.back().empty()) parts.emplace_back(); };
  for (std::size_t k = 0; k < text.size(); ++k) {
    const char32_t c = text[k];
    if (!u_isalnum(static_cast<UChar32>(c))) {
      cut();
      continue;
    }
    if (k > 0 && is_digit(c) != is_digit(text[k - 1])) cut();
    parts.back() += c;
    if (division_ends.find(c) != division_ends.npos) cut();
  }
  std::string out;
  for (auto& part : parts) {
    if (part.size() == 1 && bare_units.find(part[0]) != bare_units.npos) continue;
    if (part.size() > 2 && (part.back() == U'省' || part.back() == U'市')) part.pop_back();
    if (part.empty()) continue;
    if (!out.empty()) out += ' ';
    out += kernels::to_utf8(part);
  }
  return out;
}

std::string keep_alphanumeric(std::string_view folded) {
  std::string out;
  for (std::size_t position = 0; position < folded.size();) {
    const char32_t c = kernels::decode(folded, position);
    if (u_isalnum(static_cast<UChar32>(c))) kernels::append(out, c);
  }
  return out;
}

// Fifteen digits with a day of birth in the middle: the identity number as it was before 1999 (GB 11643).
bool is_old_identity_number(std::string_view text) {
  if (text.size() != 15 || !std::all_of(text.begin(), text.end(), [](char c) { return is_digit(c); })) return false;
  const auto month = text.substr(8, 2);
  const auto day = text.substr(10, 2);
  return month >= "01" && month <= "12" && day >= "01" && day <= "31";
}

// 19 before the year and the check character behind (ISO 7064 MOD 11-2).
std::string with_century(std::string_view old) {
  constexpr std::array weights = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
  std::string out = std::string(old.substr(0, 6)) + "19" + std::string(old.substr(6));
  int sum = 0;
  for (std::size_t k = 0; k < weights.size(); ++k) sum += weights[k] * (out[k] - '0');
  return out + "10x98765432"[sum % 11];
}

}  // namespace

std::string fold(std::string_view raw) {
  if (kernels::is_ascii(raw)) return kernels::lower_ascii(raw);
  std::string normal;
  std::string lower;
  std::string plain;
  kernels::normalise(raw, normal);
  kernels::fold_case(normal, lower);
  kernels::remove_accents(lower, plain);
  return kernels::has_han(plain) ? kernels::simplify(plain) : plain;
}

bool is_null_word(std::string_view raw) {
  if (raw.empty()) return true;
  if (raw.size() > 12) return false;  // longer than every null word
  const auto folded = fold(raw);
  return std::find(null_words.begin(), null_words.end(), folded) != null_words.end();
}

std::string clean_words(std::string_view raw) {
  const auto folded = fold(raw);
  std::string out;
  bool gap = false;
  for (std::size_t position = 0; position < folded.size() && out.size() < key_bytes_most;) {
    const char32_t c = kernels::decode(folded, position);
    if (c == U'\'' || c == U'`' || c == U'\u2019') continue;
    if (!u_isalnum(static_cast<UChar32>(c))) {
      gap = true;
      continue;
    }
    if (gap && !out.empty()) out += ' ';
    gap = false;
    kernels::append(out, c);
  }
  return out;
}

std::vector<std::string_view> split_words(std::string_view words) {
  std::vector<std::string_view> out;
  while (!words.empty()) {
    const auto end = std::min(words.find(' '), words.size());
    if (end > 0) out.push_back(words.substr(0, end));
    words.remove_prefix(std::min(end + 1, words.size()));
  }
  return out;
}

std::string clean_address(std::string_view raw) {
  if (kernels::has_han(raw)) return clean_chinese_address(fold(raw));
  std::string out;
  const auto words = clean_words(raw);
  for (auto word : split_words(words)) {
    for (const auto& [brief, full] : street_words)
      if (word == brief) {
        word = full;
        break;
      }
    if (!out.empty()) out += ' ';
    out += word;
  }
  return out;
}

std::string clean_phone(std::string_view raw) {
  std::string digits;
  std::size_t seen = 0;
  for (const char c : kernels::is_ascii(raw) ? std::string(raw) : fold(raw)) {
    if (!is_digit(c) && c != '*') continue;
    digits += c;
    seen += c != '*';
  }
  if (seen < 6) return {};
  // A masked number of another length cannot be laid over a whole one.
  if (seen < digits.size() && digits.size() < 10) return {};
  return digits.size() > 10 ? digits.substr(digits.size() - 10) : digits;
}

std::string clean_identifier(std::string_view raw) {
  std::string out;
  std::size_t seen = 0;
  for (const char c : fold(raw)) {
    if (!is_digit(c) && !(c >= 'a' && c <= 'z') && c != '*') continue;
    out += c;
    seen += c != '*';
  }
  if (seen < out.size() && (seen < 6 || out.size() < 15)) return {};
  return is_old_identity_number(out) ? with_century(out) : out;
}

std::string clean_email(std::string_view raw) {
  auto out = fold(raw);
  std::erase(out, ' ');
  return out;
}

std::string clean_number(std::string_view raw) {
  const auto folded = fold(raw);
  double number = 0;
  const char* first = folded.data() + (folded.starts_with('+') ? 1 : 0);
  const auto [end, error] = std::from_chars(first, folded.data() + folded.size(), number);
  if (error != std::errc() || end != folded.data() + folded.size()) return keep_alphanumeric(folded);
  std::array<char, 40> out;
  const auto written = std::to_chars(out.data(), out.data() + out.size(), number, std::chars_format::fixed);
  return written.ec == std::errc() ? std::string(out.data(), written.ptr) : keep_alphanumeric(folded);
}

std::string clean_code(std::string_view raw) { return keep_alphanumeric(fold(raw)); }

}  // namespace zhike::resolve
