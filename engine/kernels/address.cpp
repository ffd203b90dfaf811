// SPDX-License-Identifier: Apache-2.0
// Divisions are read from the left, each inside the one before it. A short name (杭州) counts only when no street word
// follows, or 北京路 would be in Beijing.
#include "kernels/address.h"

#include <algorithm>
#include <array>
#include <iterator>

#include "kernels/address_parts.h"
#include "kernels/division.h"
#include "kernels/pinyin.h"
#include "kernels/place_names.h"
#include "kernels/text.h"

namespace zhike::kernels {
namespace {

bool starts_with_street(std::string_view text) {
  constexpr std::u32string_view first = U"路街道巷大桥站弄", turns = U"东西南北中一二三四五六七八九十内外环新老", second = U"路街道大环段";
  std::size_t at = 0;
  if (text.empty()) return false;
  const char32_t a = decode(text, at);
  if (first.find(a) != std::u32string_view::npos) return true;
  char32_t c = a;  // 东路, 东一路, 南二环
  for (int i = 0; i < 3 && turns.find(c) != std::u32string_view::npos && at < text.size(); ++i) {
    c = decode(text, at);
    if (second.find(c) != std::u32string_view::npos) return true;
  }
  return false;
}

// Whether `inner` lies in `outer` (six digits each) or is it.
bool lies_in(std::uint32_t inner, std::uint32_t outer) {
  if (outer % 10000 == 0) return inner / 10000 == outer / 10000;
  if (outer % 100 == 0) return inner / 100 == outer / 100;
  return inner == outer;
}

int depth(std::uint32_t code) { return code % 10000 == 0 ? 1 : code % 100 == 0 ? 2 : 3; }

struct Choice {
  std::uint32_t code = 0;
  bool retired = false;
  bool ambiguous = false;
};

// Of the divisions that bear the name, the one that fits into `outer` (0: anywhere). The highest level wins when nothing
// was said before; two on one level leave it open.
Choice choose(std::span<const PlaceName> named, std::uint32_t outer, std::string_view behind) {
  Choice best;
  for (const PlaceName& place : named) {
    if (place.brief && starts_with_street(behind)) continue;
    const std::uint32_t code = place.current;
    if (code == 0 || (outer != 0 && !lies_in(code, outer))) continue;
    if (place.brief && outer == 0 && depth(code) == 3) {
      const auto full = find_division(code)->name;  // 昆山 is meant as a city, 朝阳 as nothing certain
      if (!full.ends_with("市") && !full.ends_with("县")) continue;
    }
    const bool retired = place.code != code;
    if (best.code == 0 || (best.retired && !retired) || (depth(code) < depth(best.code) && outer == 0)) {
      best = {code, retired, false};
    } else if (code != best.code && depth(code) == depth(best.code) && retired == best.retired) {
      best.ambiguous = true;
    } else if (outer != 0 && depth(best.code) == depth(outer) && depth(code) > depth(outer)) {
      best = {code, retired, false};  // 吉林 again, behind 吉林省, is the city
    }
  }
  return best;
}

void skip_separators(std::string_view& text) {
  while (!text.empty() && std::string_view(" ,-/;").find(text.front()) != std::string_view::npos) text.remove_prefix(1);
  for (std::string_view filler : {"市辖区", "省直辖县级行政区划"})
    if (text.starts_with(filler)) text.remove_prefix(filler.size());
}

std::uint32_t read_divisions(std::string_view& rest, Address& out) {
  std::uint32_t code = 0;
  for (int steps = 0; steps < 6; ++steps) {
    skip_separators(rest);
    Choice choice;
    PlaceMatch match = place_at(rest);
    for (; match.bytes > 0; match = place_at(rest, match.bytes - 1)) {
      choice = choose(match.bearers, code, rest.substr(match.bytes));
      if (choice.code != 0) break;
    }
    const std::size_t size = match.bytes;
    if (size == 0) break;
    if (choice.ambiguous) {
      if (depth(choice.code) == 3) out.district = rest.substr(0, size);
      out.ambiguous_division = true;
      rest.remove_prefix(size);
      break;
    }
    out.retired_division = out.retired_division || choice.retired;
    if (code == 0 || depth(choice.code) > depth(code)) code = choice.code;
    rest.remove_prefix(size);
    if (depth(code) == 3) break;
  }
  return code;
}

struct Word {
  std::string_view brief, full;
};
constexpr Word street_words[] = {
    {"apt", "apartment"}, {"ave", "avenue"}, {"av", "avenue"}, {"blvd", "boulevard"}, {"bldg", "building"}, {"cir", "circle"}, {"ct", "court"},
    {"cres", "crescent"}, {"dr", "drive"}, {"e", "east"}, {"fl", "floor"}, {"gr", "grove"}, {"hts", "heights"}, {"hwy", "highway"}, {"ln", "lane"},
    {"mt", "mount"}, {"n", "north"}, {"ne", "northeast"}, {"nw", "northwest"}, {"pde", "parade"}, {"pkwy", "parkway"}, {"pl", "place"}, {"rd", "road"},
    {"rm", "room"}, {"s", "south"}, {"se", "southeast"}, {"sq", "square"}, {"st", "street"}, {"ste", "suite"}, {"str", "street"}, {"sw", "southwest"},
    {"tce", "terrace"}, {"ter", "terrace"}, {"w", "west"}};

std::string_view expanded(std::string_view word) {
  const auto found = std::lower_bound(std::begin(street_words), std::end(street_words), word, [](const Word& a, std::string_view b) { return a.brief < b; });
  return found != std::end(street_words) && found->brief == word ? found->full : word;
}

// Words in lower case with one blank between them, without commas and full stops.
std::string latin_form(std::string_view text) {
  std::string folded, out;
  fold_case(text, folded);
  for (std::size_t start = 0; start < folded.size();) {
    const std::size_t end = std::min(folded.find_first_of(" ,.;", start), folded.size());
    if (end > start) {
      const std::string_view word = std::string_view(folded).substr(start, end - start);
      const bool saint = word == "st" && out.empty();
      if (!out.empty()) out.push_back(' ');
      out += saint ? word : expanded(word);
    }
    start = end + 1;
  }
  return out;
}

// Blanks go where a Chinese character stands on either side; 號 becomes 号.
std::string han_form(std::string_view text) {
  for (std::string_view country : {"中华人民共和国", "中国"})
    if (text.starts_with(country) && text.size() > country.size() + 6 && place_at(trim(text.substr(country.size()))).bytes > 0)
      text = trim(text.substr(country.size()));
  std::string out;
  out.reserve(text.size());
  bool han_before = false;
  if (text.find(' ') == std::string_view::npos && text.find("號") == std::string_view::npos) return std::string(text);
  for (std::size_t i = 0; i < text.size();) {
    const char32_t c = decode(text, i);
    if (c == ' ') {
      std::size_t next = i;
      if (han_before || (next < text.size() && is_han(decode(text, next)))) continue;
    }
    han_before = is_han(c);
    append(out, c == U'號' ? U'号' : c);
  }
  return out;
}

}  // namespace

bool clean_address(std::string_view raw, std::string& out) {
  std::string text;
  normalise(raw, text);
  if (text.size() > 2000) return false;
  out = has_han(text) ? han_form(text) : latin_form(text);
  return true;
}

Address read_address(std::string_view raw) {
  std::string cleaned;
  if (!clean_address(raw, cleaned)) return {};
  return read_clean_address(cleaned);
}

Address read_clean_address(std::string_view cleaned) {
  Address out;
  if (!has_han(cleaned)) {
    out.place = cleaned;
    return out;
  }
  const std::string simple = to_simplified(cleaned);
  std::string_view rest = simple;
  const std::uint32_t code = read_divisions(rest, out);
  if (code != 0) {
    out.division_code = code;
    const DivisionPath path = division_path(code);
    out.province = path.province;
    out.city = path.city;
    if (!path.district.empty()) out.district = path.district;
    skip_separators(rest);
    if (const TownMatch town = town_at(rest, code); town.bytes > 0) {
      out.town = town.name;
      rest.remove_prefix(town.bytes);
    }
  }
  read_address_parts(rest, out);
  return out;
}

}  // namespace zhike::kernels
