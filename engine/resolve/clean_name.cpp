// SPDX-License-Identifier: Apache-2.0
// Names in Latin letters; Chinese names are in han_name.cpp.
#include "resolve/clean_name.h"

#include <algorithm>
#include <array>

#include "resolve/clean_text.h"

namespace zhike::resolve {
namespace {

constexpr std::array titles = {
    std::string_view{"sir"},  std::string_view{"dame"}, std::string_view{"rt"},   std::string_view{"hon"},
    std::string_view{"rev"},  std::string_view{"baronet"}, std::string_view{"bt"}, std::string_view{"esq"},
    std::string_view{"bart"}, std::string_view{"mr"},   std::string_view{"mrs"},  std::string_view{"ms"},
    std::string_view{"miss"}, std::string_view{"dr"},   std::string_view{"prof"}, std::string_view{"madam"},
    std::string_view{"jr"},   std::string_view{"sr"},
};

// 1st, 2nd, 14th.
bool is_ordinal(std::string_view word) {
  if (word.size() < 3 || word.front() < '0' || word.front() > '9') return false;
  const auto end = word.substr(word.size() - 2);
  return end == "st" || end == "nd" || end == "rd" || end == "th";
}

bool is_title(std::string_view word) {
  return std::find(titles.begin(), titles.end(), word) != titles.end() || is_ordinal(word);
}

std::string join(const std::vector<std::string_view>& words, std::size_t first, std::size_t last) {
  std::string out;
  for (std::size_t k = first; k < last; ++k) {
    if (!out.empty()) out += ' ';
    out += words[k];
  }
  return out;
}

}  // namespace

std::string clean_name(std::string_view raw) {
  const auto cleaned = clean_words(raw);
  auto words = split_words(cleaned);
  std::erase_if(words, is_title);
  return join(words, 0, words.size());
}

NameParts split_full_name(std::string_view raw) {
  if (const auto comma = raw.find(','); comma != raw.npos) {
    auto family = clean_name(raw.substr(0, comma));
    const auto others = clean_name(raw.substr(comma + 1));
    const auto words = split_words(others);
    if (!family.empty() && !words.empty())
      return {std::string(words.front()), std::move(family), join(words, 1, words.size())};
  }
  const auto name = clean_name(raw);
  const auto words = split_words(name);
  if (words.size() < 2) return {{}, name, {}};
  return {std::string(words.front()), std::string(words.back()), join(words, 1, words.size() - 1)};
}

std::string rest_of_name(std::string_view full, std::string_view given, std::string_view family) {
  auto parts = split_words(given);
  const auto family_words = split_words(family);
  parts.insert(parts.end(), family_words.begin(), family_words.end());
  auto words = split_words(full);
  std::erase_if(words, [&](std::string_view word) {
    const auto found = std::find(parts.begin(), parts.end(), word);
    if (found == parts.end()) return false;
    parts.erase(found);
    return true;
  });
  return join(words, 0, words.size());
}

}  // namespace zhike::resolve
