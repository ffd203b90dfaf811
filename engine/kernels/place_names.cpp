// SPDX-License-Identifier: Apache-2.0
#include "kernels/place_names.h"

#include <algorithm>
#include <array>
#include <unordered_map>
#include <vector>

#include "kernels/division.h"
#include "kernels/text.h"

namespace zhike::kernels {
namespace {

constexpr std::size_t lengths_max = 20;  // characters of the longest name that is looked for

struct Index {
  std::vector<PlaceName> names;  // ordered by name, then by code
  std::unordered_map<std::string_view, std::pair<std::uint32_t, std::uint32_t>> ranges;
  std::vector<std::uint32_t> lengths = std::vector<std::uint32_t>(0x10000);  // bit n: a name of n characters begins so
  std::unordered_map<std::uint32_t, std::pair<std::uint32_t, std::uint32_t>> towns_of;
  std::vector<const Division*> towns;

  Index() {
    for (const Division& division : divisions()) {
      if (division.level == DivisionLevel::town) {
        if (!division.alias) towns.push_back(&division);
        continue;
      }
      if (is_filler_division(division.name)) continue;
      names.push_back({division.name, division.code, false});
      const std::string_view brief = short_division_name(division.name);
      if (brief.size() < division.name.size() && brief.size() >= 6) names.push_back({brief, division.code, true});
    }
    std::sort(names.begin(), names.end(), [](const PlaceName& a, const PlaceName& b) {
      if (a.name != b.name) return a.name < b.name;
      const auto rank = [](const PlaceName& p) { return std::make_pair(p.code % 10000 == 0 ? 0 : p.code % 100 == 0 ? 1 : 2, p.code); };
      return rank(a) < rank(b);
    });
    for (std::uint32_t first = 0; first < names.size();) {
      std::uint32_t last = first;
      while (last < names.size() && names[last].name == names[first].name) ++last;
      ranges.emplace(names[first].name, std::make_pair(first, last));
      std::size_t at = 0;
      const char32_t c = decode(names[first].name, at);
      const std::size_t n = length(names[first].name);
      if (c < 0x10000 && n <= lengths_max) lengths[c] |= 1U << n;
      first = last;
    }
    std::sort(towns.begin(), towns.end(), [](const Division* a, const Division* b) {
      const auto ka = a->code / 1000, kb = b->code / 1000;
      return ka != kb ? ka < kb : a->name.size() > b->name.size();
    });
    for (std::uint32_t first = 0; first < towns.size();) {
      std::uint32_t last = first;
      while (last < towns.size() && towns[last]->code / 1000 == towns[first]->code / 1000) ++last;
      towns_of.emplace(towns[first]->code / 1000, std::make_pair(first, last));
      first = last;
    }
  }
};

const Index& index() {
  static const Index loaded;
  return loaded;
}

}  // namespace

std::span<const PlaceName> places_named(std::string_view name) {
  const auto found = index().ranges.find(name);
  if (found == index().ranges.end()) return {};
  return std::span(index().names).subspan(found->second.first, found->second.second - found->second.first);
}

std::size_t place_name_length(std::string_view text, std::size_t bytes_max) {
  if (text.empty()) return 0;
  std::array<std::size_t, lengths_max + 1> ends{};
  std::size_t at = 0, count = 0;
  const char32_t first = decode(text, at);
  const std::uint32_t lengths = first < 0x10000 ? index().lengths[first] : 0;
  if (lengths == 0) return 0;
  ends[++count] = at;
  while (at < text.size() && count < lengths_max) {
    decode(text, at);
    ends[++count] = at;
  }
  for (std::size_t n = count; n >= 2; --n)
    if ((lengths >> n & 1) != 0 && ends[n] <= bytes_max && index().ranges.contains(text.substr(0, ends[n]))) return ends[n];
  return 0;
}

TownMatch town_at(std::string_view text, std::uint32_t district) {
  const auto found = index().towns_of.find(district);
  if (found == index().towns_of.end()) return {};
  for (std::uint32_t i = found->second.first; i < found->second.second; ++i) {
    const Division& town = *index().towns[i];
    if (text.starts_with(town.name)) return {town.code, town.name.size(), town.name};
    // 文新街道办事处 of the list is 文新街道 of writers.
    constexpr std::string_view office = "办事处";
    if (town.name.ends_with("街道办事处") && text.starts_with(town.name.substr(0, town.name.size() - office.size())))
      return {town.code, town.name.size() - office.size(), town.name.substr(0, town.name.size() - office.size())};
  }
  return {};
}

}  // namespace zhike::kernels
