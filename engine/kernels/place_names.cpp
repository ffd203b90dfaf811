// SPDX-License-Identifier: Apache-2.0
#include "kernels/place_names.h"

#include <algorithm>
#include <cstring>
#include <unordered_map>
#include <vector>

#include "kernels/division.h"

namespace zhike::kernels {
namespace {

constexpr std::size_t key_size = 6;  // bytes: the first two characters
constexpr std::size_t name_size_max = 60;

struct Town {
  std::uint32_t code = 0;
  std::string_view name;
  std::string_view brief;  // 文新街道办事处 of the list is 文新街道 of writers
};

// The rows of `names` that bear one name.
struct Bearers {
  std::string_view name;
  std::uint32_t first = 0, last = 0;
};

struct Index {
  std::vector<PlaceName> names;  // ordered by name, then by code
  std::vector<Bearers> bearers;  // ordered by their first two characters, then longest first
  std::unordered_map<std::uint64_t, std::pair<std::uint32_t, std::uint32_t>> by_key;  // first two characters -> bearers
  std::vector<bool> begins = std::vector<bool>(0x10000);  // by the second and third byte: whether any name begins so
  std::unordered_map<std::uint32_t, std::pair<std::uint32_t, std::uint32_t>> towns_of;
  std::vector<Town> towns;
  std::vector<std::uint32_t> town_begins;  // first three bytes of each: a district's lie in a line or two of the cache

  static std::uint64_t key_of(std::string_view text) {
    std::uint64_t key = 0;
    std::memcpy(&key, text.data(), key_size);
    return key;
  }
  // 0 for a shorter text.
  static std::uint32_t three_of(std::string_view text) {
    if (text.size() < 3) return 0;
    return static_cast<std::uint32_t>(static_cast<unsigned char>(text[0])) << 16 | static_cast<std::uint32_t>(begin_of(text));
  }
  static std::size_t begin_of(std::string_view text) {
    return static_cast<std::size_t>(static_cast<unsigned char>(text[1])) << 8 | static_cast<unsigned char>(text[2]);
  }

  Index() {
    std::vector<const Division*> listed;
    for (const Division& division : divisions()) {
      if (division.level == DivisionLevel::town) {
        if (!division.alias) listed.push_back(&division);
        continue;
      }
      if (is_filler_division(division.name)) continue;
      const std::uint32_t current = current_division(division.code);
      names.push_back({division.name, division.code, current, false});
      const std::string_view brief = short_division_name(division.name);
      if (brief.size() < division.name.size() && brief.size() >= key_size) names.push_back({brief, division.code, current, true});
    }
    group_names();
    group_towns(listed);
  }

 private:
  void group_names() {
    std::erase_if(names, [](const PlaceName& place) { return place.name.size() < key_size || place.name.size() > name_size_max; });
    std::sort(names.begin(), names.end(), [](const PlaceName& a, const PlaceName& b) {
      if (a.name != b.name) return a.name < b.name;
      const auto rank = [](const PlaceName& p) { return std::make_pair(p.code % 10000 == 0 ? 0 : p.code % 100 == 0 ? 1 : 2, p.code); };
      return rank(a) < rank(b);
    });
    for (std::uint32_t first = 0; first < names.size();) {
      std::uint32_t last = first;
      while (last < names.size() && names[last].name == names[first].name) ++last;
      bearers.push_back({names[first].name, first, last});
      begins[begin_of(names[first].name)] = true;
      first = last;
    }
    std::sort(bearers.begin(), bearers.end(), [](const Bearers& a, const Bearers& b) {
      const auto ka = key_of(a.name), kb = key_of(b.name);
      return ka != kb ? ka < kb : a.name.size() != b.name.size() ? a.name.size() > b.name.size() : a.name < b.name;
    });
    for (std::uint32_t first = 0; first < bearers.size();) {
      std::uint32_t last = first;
      while (last < bearers.size() && key_of(bearers[last].name) == key_of(bearers[first].name)) ++last;
      by_key.emplace(key_of(bearers[first].name), std::make_pair(first, last));
      first = last;
    }
  }

  void group_towns(std::vector<const Division*>& listed) {
    std::sort(listed.begin(), listed.end(), [](const Division* a, const Division* b) {
      const auto ka = a->code / 1000, kb = b->code / 1000;
      return ka != kb ? ka < kb : a->name.size() > b->name.size();
    });
    constexpr std::string_view office = "办事处";
    for (const Division* division : listed) {
      const bool street = division->name.ends_with("街道办事处");
      const std::string_view name = division->name;
      towns.push_back({division->code, name, street ? name.substr(0, name.size() - office.size()) : std::string_view()});
      town_begins.push_back(three_of(name));
    }
    for (std::uint32_t first = 0; first < towns.size();) {
      const std::uint32_t district = towns[first].code / 1000;
      std::uint32_t last = first;
      while (last < towns.size() && towns[last].code / 1000 == district) ++last;
      towns_of.emplace(district, std::make_pair(first, last));
      first = last;
    }
  }
};

const Index& index() {
  static const Index loaded;
  return loaded;
}

}  // namespace

PlaceMatch place_at(std::string_view text, std::size_t bytes_max) {
  const Index& places = index();
  if (text.size() < key_size || !places.begins[Index::begin_of(text)]) return {};
  const auto found = places.by_key.find(Index::key_of(text));
  if (found == places.by_key.end()) return {};
  for (std::uint32_t i = found->second.first; i < found->second.second; ++i) {
    const Bearers& bearers = places.bearers[i];
    if (bearers.name.size() <= bytes_max && text.starts_with(bearers.name))
      return {bearers.name.size(), std::span(places.names).subspan(bearers.first, bearers.last - bearers.first)};
  }
  return {};
}

TownMatch town_at(std::string_view text, std::uint32_t district) {
  const Index& places = index();
  const auto found = places.towns_of.find(district);
  if (text.empty() || found == places.towns_of.end()) return {};
  const std::uint32_t begin = Index::three_of(text);
  for (std::uint32_t i = found->second.first; i < found->second.second; ++i) {
    if (places.town_begins[i] != begin) continue;
    const Town& town = places.towns[i];
    if (text.starts_with(town.name)) return {town.code, town.name.size(), town.name};
    if (!town.brief.empty() && text.starts_with(town.brief)) return {town.code, town.brief.size(), town.brief};
  }
  return {};
}

}  // namespace zhike::kernels
