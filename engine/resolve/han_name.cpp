// SPDX-License-Identifier: Apache-2.0
// Chinese names: where the family name ends, and what is not part of a name.
// The list of compound family names is our own; the sound of a name comes from kernels/pinyin.h.
#include <algorithm>
#include <array>

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

NameParts split_latin(std::string_view raw) {
  const auto words = clean_words(raw);
  const auto end = std::min(words.find(' '), words.size());
  auto given = end < words.size() ? words.substr(end + 1) : std::string();
  return {std::move(given), words.substr(0, end), {}};
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
