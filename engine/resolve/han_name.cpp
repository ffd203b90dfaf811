// SPDX-License-Identifier: Apache-2.0
// Chinese names: where the family name ends, and what is not part of a name.
// The list of compound family names is our own; the sound of a name comes from kernels/pinyin.h.
#include <algorithm>
#include <array>

#include "kernels/person_name.h"
#include "kernels/pinyin.h"
#include "kernels/text.h"
#include "resolve/clean_name.h"
#include "resolve/clean_text.h"

namespace zhike::resolve {
namespace {

constexpr std::array compound_family_names = {
    std::u32string_view{U"欧阳"}, std::u32string_view{U"司马"}, std::u32string_view{U"上官"}, std::u32string_view{U"诸葛"},
    std::u32string_view{U"司徒"}, std::u32string_view{U"皇甫"}, std::u32string_view{U"尉迟"}, std::u32string_view{U"公孙"},
    std::u32string_view{U"慕容"}, std::u32string_view{U"令狐"}, std::u32string_view{U"长孙"}, std::u32string_view{U"宇文"},
    std::u32string_view{U"夏侯"}, std::u32string_view{U"轩辕"}, std::u32string_view{U"端木"}, std::u32string_view{U"东方"},
    std::u32string_view{U"西门"}, std::u32string_view{U"南宫"}, std::u32string_view{U"独孤"}, std::u32string_view{U"呼延"},
    std::u32string_view{U"完颜"}, std::u32string_view{U"申屠"}, std::u32string_view{U"太史"}, std::u32string_view{U"澹台"},
    std::u32string_view{U"公冶"}, std::u32string_view{U"宗政"}, std::u32string_view{U"濮阳"}, std::u32string_view{U"淳于"},
    std::u32string_view{U"单于"}, std::u32string_view{U"公羊"}, std::u32string_view{U"赫连"}, std::u32string_view{U"钟离"},
    std::u32string_view{U"闻人"}, std::u32string_view{U"东郭"}, std::u32string_view{U"南门"}, std::u32string_view{U"万俟"},
    std::u32string_view{U"拓跋"}, std::u32string_view{U"百里"}, std::u32string_view{U"第五"}, std::u32string_view{U"鲜于"},
    std::u32string_view{U"闾丘"}, std::u32string_view{U"司空"}, std::u32string_view{U"司寇"}, std::u32string_view{U"仲孙"},
    std::u32string_view{U"夹谷"}, std::u32string_view{U"宰父"}, std::u32string_view{U"谷梁"}, std::u32string_view{U"拓拔"},
    std::u32string_view{U"乐正"}, std::u32string_view{U"漆雕"}, std::u32string_view{U"公良"}, std::u32string_view{U"段干"},
    std::u32string_view{U"巫马"}, std::u32string_view{U"左丘"}, std::u32string_view{U"梁丘"}, std::u32string_view{U"东门"},
};

constexpr std::array titles = {
    std::u32string_view{U"先生"}, std::u32string_view{U"女士"}, std::u32string_view{U"老师"}, std::u32string_view{U"小姐"},
    std::u32string_view{U"经理"}, std::u32string_view{U"总"},   std::u32string_view{U"收"},
};

// Stars, 某 and × hide a part of the name; digits number the customers of one shop.
bool is_mask(char32_t c) {
  return c == U'*' || c == U'×' || c == U'某' || c == U'?' || c == U'○' || (c >= U'0' && c <= U'9') || kernels::is_space(c);
}

// The hundred commonest family names as they are read.
bool reads_as_family_name(std::string_view word) {
  static const auto readings = [] {
    std::vector<std::string> out;
    for (char32_t c = U'\u4E00'; c <= U'\u9FA5'; ++c)
      if (kernels::is_common_surname(c)) out.push_back(kernels::surname_pinyin(kernels::to_utf8(std::u32string_view(&c, 1))));
    std::sort(out.begin(), out.end());
    return out;
  }();
  return std::binary_search(readings.begin(), readings.end(), word);
}

bool is_upper_case(std::string_view word) {
  return word.size() > 1 && std::all_of(word.begin(), word.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
}

// A name in Latin letters among Chinese ones: CHAN Tai Man, Peter; Wang Xiaoming; Xiaoming Wang; Roger Rogers. The family
// name is the one in capitals, else the first that reads like one; given names are written together, as 晓明 is read.
NameParts split_latin(std::string_view raw) {
  const auto comma = raw.find(',');
  const auto before = clean_words(raw.substr(0, comma));
  const auto words = split_words(before);
  const auto after = comma == raw.npos ? std::string() : clean_words(raw.substr(comma + 1));
  if (words.size() < 2 && !after.empty()) return {after, before, {}};
  if (words.size() < 2) return {{}, before, {}};
  std::vector<std::string_view> written;
  for (auto rest = raw.substr(0, comma); !rest.empty();) {
    const auto end = std::min(rest.find(' '), rest.size());
    if (end > 0) written.push_back(rest.substr(0, end));
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  const bool capitals_last = is_upper_case(written.back()) && !is_upper_case(written.front());
  const bool capitals_first = is_upper_case(written.front()) && !is_upper_case(written.back());
  const bool first = reads_as_family_name(words.front());
  const bool last = reads_as_family_name(words.back());
  if (!capitals_first && !capitals_last && !first && !last) return split_full_name(raw);
  const bool family_first = capitals_first || (!capitals_last && first);
  std::string given;
  for (std::size_t k = family_first ? 1 : 0; k + (family_first ? 0 : 1) < words.size(); ++k) given += words[k];
  return {std::move(given), std::string(family_first ? words.front() : words.back()), after};
}

}  // namespace

NameParts split_han_name(std::string_view raw) {
  if (!kernels::has_han(raw)) return split_latin(raw);
  auto name = kernels::code_points(fold(raw));
  for (const auto title : titles)
    if (name.size() > title.size() && name.ends_with(title)) name.resize(name.size() - title.size());
  std::erase_if(name, is_mask);
  const std::u32string_view view = name;
  const bool compound = view.size() > 2 && std::find(compound_family_names.begin(), compound_family_names.end(),
                                                     view.substr(0, 2)) != compound_family_names.end();
  const std::size_t family = std::min<std::size_t>(compound ? 2 : 1, view.size());
  return {kernels::to_utf8(view.substr(family)), kernels::to_utf8(view.substr(0, family)), {}};
}

std::string clean_other_name(std::string_view raw) {
  if (!kernels::has_han(raw)) return clean_name(raw);
  const auto parts = split_han_name(raw);
  return parts.family + parts.given;
}

}  // namespace zhike::resolve
