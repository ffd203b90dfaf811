// SPDX-License-Identifier: Apache-2.0
#include "kernels/division.h"

#include <algorithm>
#include <charconv>
#include <unordered_map>
#include <vector>

#include "kernels/division_table.h"

namespace zhike::kernels {
namespace {

DivisionLevel level_of(std::uint32_t code) {
  if (code > 999999) return DivisionLevel::town;
  if (code % 10000 == 0) return DivisionLevel::province;
  return code % 100 == 0 ? DivisionLevel::city : DivisionLevel::district;
}

std::uint32_t to_number(std::string_view digits) {
  std::uint32_t value = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  return error == std::errc() && end == digits.data() + digits.size() ? value : 0;
}

struct Table {
  std::vector<Division> rows;
  std::unordered_map<std::uint32_t, std::uint32_t> by_code;  // without aliases

  Table() {
    rows.reserve(50000);
    by_code.reserve(50000);
    std::string_view text = division_table();
    while (!text.empty()) {
      const std::size_t end = text.find('\n');
      std::string_view line = text.substr(0, end);
      text.remove_prefix(end + 1);
      const auto cut = [&line] {
        const std::size_t tab = line.find('\t');
        const std::string_view part = line.substr(0, tab);
        line.remove_prefix(tab + 1);
        return part;
      };
      Division row;
      const char state = cut()[0];
      row.code = to_number(cut());
      row.successor = to_number(cut());
      row.retired = state == 'R';
      row.alias = state == 'A';
      row.level = level_of(row.code);
      row.name = line;
      if (!row.alias) by_code.emplace(row.code, static_cast<std::uint32_t>(rows.size()));
      rows.push_back(row);
    }
  }
};

const Table& table() {
  static const Table loaded;
  return loaded;
}

// The first two digits of postcodes and the provinces (GB/T 2260, two digits) they are used in.
struct PostcodeZone {
  int first, last, province;
};
constexpr PostcodeZone postcode_zones[] = {
    {1, 2, 15},  {3, 4, 14},   {5, 7, 13},   {10, 10, 11}, {11, 12, 21}, {13, 13, 22}, {15, 16, 23}, {16, 16, 15},
    {20, 20, 31}, {21, 22, 32}, {23, 24, 34}, {25, 27, 37}, {30, 30, 12}, {31, 32, 33}, {33, 34, 36}, {35, 36, 35},
    {40, 40, 50}, {41, 42, 43}, {43, 44, 42}, {45, 47, 41}, {51, 52, 44}, {53, 54, 45}, {55, 56, 52}, {57, 57, 46},
    {61, 64, 51}, {65, 67, 53}, {70, 72, 61}, {73, 74, 62}, {75, 75, 64}, {80, 81, 63}, {83, 84, 65}, {85, 86, 54},
    {13, 13, 15}, {10, 10, 13}, {6, 6, 11}, {30, 30, 13},
};

int postcode_zone(std::string_view postcode) {
  if (postcode.size() < 2) return -1;
  return (postcode[0] - '0') * 10 + (postcode[1] - '0');
}

}  // namespace

const Division* find_division(std::uint32_t code) {
  const auto found = table().by_code.find(code);
  return found == table().by_code.end() ? nullptr : &table().rows[found->second];
}

const Division* find_division(std::string_view code) {
  std::uint32_t value = to_number(code.substr(0, 9));
  switch (code.size()) {
    case 2: value *= 10000; break;
    case 4: value *= 100; break;
    case 6: break;
    case 9:
    case 12:
      if (value % 1000 == 0) value /= 1000;  // 110101000 is the district
      break;
    default: return nullptr;
  }
  return value == 0 ? nullptr : find_division(value);
}

DivisionState division_state(std::string_view code) {
  const std::uint32_t value = to_number(code.substr(0, 6));
  const auto* found = find_division(value);
  if (found == nullptr) {
    const auto* city = find_division(value / 100 * 100);
    return city != nullptr && city->retired ? DivisionState::retired : DivisionState::unknown;
  }
  return found->retired ? DivisionState::retired : DivisionState::current;
}

std::uint32_t current_division(std::uint32_t code) {
  for (int steps = 0; steps < 8; ++steps) {  // a chain of successors is short; a ring in the data must not hang us
    const auto* found = find_division(code);
    if (found == nullptr) return 0;
    if (!found->retired) return code;
    code = found->successor;
  }
  return 0;
}

DivisionPath division_path(std::uint32_t code) {
  if (code > 999999) code /= 1000;
  DivisionPath out;
  const auto name = [](std::uint32_t c) -> std::string_view {
    const auto* found = find_division(c);
    return found == nullptr || is_filler_division(found->name) ? std::string_view() : found->name;
  };
  out.province = name(code / 10000 * 10000);
  if (code % 10000 != 0) out.city = name(code / 100 * 100);
  if (code % 100 != 0) out.district = name(code);
  const bool municipality = code / 10000 == 11 || code / 10000 == 12 || code / 10000 == 31 || code / 10000 == 50;
  if (out.city.empty() && code % 10000 != 0 && municipality) out.city = out.province;
  return out;
}

bool is_filler_division(std::string_view name) {
  return name == "市辖区" || name == "县" || name == "市" || name.find("直辖") != std::string_view::npos;
}

std::span<const Division> divisions() { return table().rows; }

std::string_view short_division_name(std::string_view name) {
  constexpr std::string_view whole[][2] = {
      {"内蒙古自治区", "内蒙古"}, {"广西壮族自治区", "广西"}, {"西藏自治区", "西藏"}, {"宁夏回族自治区", "宁夏"},
      {"新疆维吾尔自治区", "新疆"}, {"香港特别行政区", "香港"}, {"澳门特别行政区", "澳门"}};
  for (const auto& [full, brief] : whole)
    if (name == full) return brief;
  constexpr std::string_view suffixes[] = {"自治州", "自治县", "自治旗", "地区", "林区", "新区", "矿区", "特区",
                                           "街道办事处", "街道", "省", "市", "县", "区", "旗", "盟", "镇", "乡"};
  // Longest first, so that 西双版纳 and not 西双版纳傣 is left of 西双版纳傣族自治州.
  constexpr std::string_view peoples[] = {
      "维吾尔族", "哈萨克族", "柯尔克孜族", "蒙古族", "朝鲜族", "土家族", "布依族", "哈尼族", "傈僳族", "景颇族", "达斡尔族",
      "拉祜族", "纳西族", "仡佬族", "仫佬族", "毛南族", "撒拉族", "保安族", "东乡族", "裕固族", "塔吉克族", "锡伯族", "布朗族",
      "普米族", "独龙族", "鄂温克族", "鄂伦春族", "各族", "回族", "藏族", "苗族", "彝族", "壮族", "侗族", "瑶族", "白族", "傣族",
      "黎族", "佤族", "畲族", "羌族", "水族", "土族", "怒族", "满族", "蒙古", "柯尔克孜", "哈萨克"};
  std::string_view rest = name;
  bool autonomous = false;
  for (auto suffix : suffixes)
    if (rest.ends_with(suffix) && rest.size() > suffix.size() + 3) {
      autonomous = suffix.starts_with("自治");
      rest.remove_suffix(suffix.size());
      break;
    }
  for (bool again = autonomous; again;) {
    again = false;
    for (auto people : peoples)
      if (rest.ends_with(people) && rest.size() >= people.size() + 6) {
        rest.remove_suffix(people.size());
        again = true;
        break;
      }
  }
  return rest;
}

bool is_postcode_prefix(std::string_view postcode) {
  const int zone = postcode_zone(postcode);
  return std::any_of(std::begin(postcode_zones), std::end(postcode_zones),
                     [zone](const PostcodeZone& row) { return zone >= row.first && zone <= row.last; });
}

bool postcode_in_province(std::string_view postcode, std::uint32_t division_code) {
  while (division_code > 99) division_code /= division_code > 999999 ? 1000 : 100;
  const int zone = postcode_zone(postcode);
  return std::any_of(std::begin(postcode_zones), std::end(postcode_zones), [&](const PostcodeZone& row) {
    return row.province == static_cast<int>(division_code) && zone >= row.first && zone <= row.last;
  });
}

}  // namespace zhike::kernels
