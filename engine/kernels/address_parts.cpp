// SPDX-License-Identifier: Apache-2.0
#include "kernels/address_parts.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <string>

#include "kernels/text.h"

namespace zhike::kernels {
namespace {

using Text = std::u32string_view;

constexpr bool is_digit(char32_t c) { return c >= U'0' && c <= U'9'; }
constexpr bool is_letter(char32_t c) { return (c | 0x20) >= U'a' && (c | 0x20) <= U'z'; }
bool is_one_of(char32_t c, Text set) { return set.find(c) != Text::npos; }

constexpr Text numerals = U"零一二三四五六七八九十百两〇";
// Asked of every character of every address: a switch is quicker than a search through `numerals`.
constexpr bool is_numeral(char32_t c) {
  switch (c) {
    case U'零': case U'一': case U'二': case U'三': case U'四': case U'五': case U'六': case U'七': case U'八': case U'九':
    case U'十': case U'百': case U'两': case U'〇': return true;
    default: return false;
  }
}
static_assert(std::all_of(numerals.begin(), numerals.end(), is_numeral));
constexpr Text road_ends = U"路街道巷弄";

// 二十三 -> 23, 一〇二 -> 102.
std::string to_arabic(Text text) {
  if (text.find_first_of(U"十百") == Text::npos) {
    std::string out;
    for (char32_t c : text) out.push_back(static_cast<char>('0' + (c == U'〇' ? 0 : c == U'两' ? 2 : static_cast<int>(numerals.find(c)))));
    return out;
  }
  int total = 0, digit = 0;
  for (char32_t c : text) {
    if (c == U'十') {
      total += (digit == 0 ? 1 : digit) * 10;
      digit = 0;
    } else if (c == U'百') {
      total += (digit == 0 ? 1 : digit) * 100;
      digit = 0;
    } else {
      digit = c == U'两' ? 2 : c == U'〇' ? 0 : static_cast<int>(numerals.find(c));
    }
  }
  return std::to_string(total + digit);
}

// What the word behind a number makes of it.
enum class Part { none, number, lane, building, unit, floor, room, group, road };
struct Ending {
  Text word;
  Part part;
};
constexpr Ending endings[] = {  // longest first where one begins another
    {U"号国道", Part::road}, {U"国道", Part::road}, {U"省道", Part::road}, {U"号公路", Part::road}, {U"号大街", Part::road}, {U"号大道", Part::road},
    {U"号路", Part::road}, {U"号街", Part::road}, {U"号楼", Part::building}, {U"号栋", Part::building}, {U"号院", Part::number}, {U"号室", Part::room},
    {U"号房", Part::room}, {U"号", Part::number}, {U"弄", Part::lane}, {U"栋", Part::building}, {U"幢", Part::building}, {U"座", Part::building},
    {U"#楼", Part::building}, {U"#", Part::building}, {U"单元", Part::unit}, {U"门", Part::unit}, {U"层", Part::floor}, {U"楼", Part::floor},
    {U"室", Part::room}, {U"房", Part::room}, {U"户", Part::room}, {U"组", Part::group}, {U"队", Part::group}, {U"期", Part::group}, {U"区", Part::group},
    {U"村", Part::group}};

const Ending* ending_at(Text text) {
  for (const auto& ending : endings)
    if (text.starts_with(ending.word)) return &ending;
  return nullptr;
}

struct NumberToken {
  std::size_t size = 0;  // characters in the text, 0 when there is none
  std::string value;     // 12, 12A, 3-2-501
  const Ending* ending = nullptr;
};

// A number that stands at the beginning: digits with letters and hyphens, or Chinese numerals or a letter (A座) before
// a word that only numbers have before them.
NumberToken number_at(Text text) {
  NumberToken out;
  if (text.empty()) return out;
  std::size_t i = 0;
  if (is_digit(text[0]) || is_letter(text[0])) {
    bool digits = false;
    for (; i < text.size(); ++i) {
      const char32_t c = text[i];
      const bool hyphen = c == U'-' && i > 0 && i + 1 < text.size() && (is_digit(text[i + 1]) || is_letter(text[i + 1]));
      if (!is_digit(c) && !is_letter(c) && !hyphen) break;
      digits = digits || is_digit(c);
    }
    out.ending = ending_at(text.substr(i));
    if (!digits && (out.ending == nullptr || i > 2 || out.ending->part == Part::group)) return {};
    out.value = to_utf8(text.substr(0, i));
    out.size = i;
    return out;
  }
  while (i < text.size() && is_numeral(text[i])) ++i;
  if (i == 0) return out;
  const Ending* ending = ending_at(text.substr(i));
  if (ending == nullptr || ending->part == Part::group || ending->part == Part::road || ending->word == U"门" || ending->word == U"房") return out;
  return {i, to_arabic(text.substr(0, i)), ending};
}

class PartsReader {
 public:
  PartsReader(Text text, Address& out) : rest_(text), out_(out) {}

  void read() {
    while (!rest_.empty()) {
      if (is_one_of(rest_[0], U" ,;:.、·()[]/")) {
        rest_.remove_prefix(1);
        continue;
      }
      const std::size_t lead = is_one_of(rest_[0], U"附甲乙丙") && rest_.size() > 1 && is_digit(rest_[1]) ? 1 : 0;
      const NumberToken token = number_at(rest_.substr(lead));
      if (token.size > 0) take_number(token, lead);
      else take_words();
    }
  }

 private:
  void take_number(const NumberToken& token, std::size_t lead) {
    const std::string value = to_utf8(rest_.substr(0, lead)) + token.value;
    const std::size_t size = lead + token.size + (token.ending == nullptr ? 0 : token.ending->word.size());
    const Text written = rest_.substr(0, size);
    rest_.remove_prefix(size);
    if (token.ending == nullptr) {
      take_bare(value);
      return;
    }
    switch (token.ending->part) {
      case Part::road:
        if (out_.road.empty()) out_.road = to_utf8(written);
        else out_.place += to_utf8(written);
        break;
      case Part::lane: out_.number = value + "弄"; break;
      case Part::number:
        if (out_.number.empty()) out_.number = value;
        else if (lead == 1) out_.number += value;
        else if (out_.building.empty()) out_.building = value;
        else out_.room = value;
        break;
      case Part::building: take_hyphens(value, out_.building); break;
      case Part::unit: take_hyphens(value, out_.unit); break;
      case Part::floor: out_.floor = value; break;
      case Part::room: take_bare(value, true); break;
      case Part::group:
      case Part::none: out_.place += to_utf8(written); break;
    }
  }

  // 3-2单元: building and unit.
  void take_hyphens(const std::string& value, std::string& part) {
    const std::size_t hyphen = value.find('-');
    if (&part == &out_.unit && hyphen != std::string::npos && out_.building.empty()) {
      out_.building = value.substr(0, hyphen);
      out_.unit = value.substr(hyphen + 1);
    } else {
      part = value;
    }
  }

  // A number without a word behind it, or before 室: 3-2-501, 3-501, 501.
  void take_bare(std::string value, bool room = false) {
    std::array<std::string, 4> parts;
    std::size_t n = 0;
    for (std::size_t start = 0; start <= value.size() && n < 4; ++n) {
      const std::size_t end = n == 3 ? value.size() : std::min(value.find('-', start), value.size());
      parts[n] = value.substr(start, end - start);
      start = end + 1;
    }
    const bool inside = !out_.building.empty() || !out_.unit.empty() || !out_.floor.empty();
    if (n == 1) {
      if ((value.back() | 0x20) == 'f' && value.size() <= 4 && !room) {  // 12F
        value.pop_back();
        out_.floor = value;
      } else if (room || inside || !out_.number.empty()) {
        out_.room = value;
      } else {
        out_.number = value;
      }
    } else if (n == 2) {
      (out_.building.empty() ? out_.building : out_.unit) = parts[0];
      out_.room = parts[1];
    } else {
      out_.building = parts[0];
      out_.unit = parts[1];
      if (n == 4) out_.floor = parts[2];
      out_.room = parts[n - 1];
    }
  }

  // Words up to the end of a town or road, or up to the next number.
  void take_words() {
    std::size_t i = 0;
    for (; i < rest_.size(); ++i) {
      const char32_t c = rest_[i];
      const char32_t next = i + 1 < rest_.size() ? rest_[i + 1] : 0;
      if (i > 0 && is_one_of(c, U" ,;、()")) break;
      const bool may_be_number = is_digit(c) || is_letter(c) || is_numeral(c);
      if (i > 0 && may_be_number && number_at(rest_.substr(i)).size > 0 && !is_letter(rest_[i - 1])) break;
      const bool may_be_town = out_.town.empty() && out_.road.empty() && out_.place.empty() && i >= 1 && i <= 8 && !is_one_of(next, road_ends);
      if (may_be_town && (c == U'镇' || c == U'乡')) return take(out_.town, i + 1);
      if (c == U'街' && next == U'道' && i >= 1) {
        if (out_.town.empty() && out_.road.empty()) return take(out_.town, i + 2);
        ++i;
        continue;
      }
      if (out_.road.empty() && i >= 1 && ends_road(i)) return take(out_.road, i + 1 + section_at(i + 1));
    }
    take(out_.place, i);
  }

  bool ends_road(std::size_t i) const {
    const char32_t c = rest_[i];
    if (c == U'同') return rest_[i - 1] == U'胡';
    if (!is_one_of(c, road_ends)) return false;
    if (c == U'道' && i + 1 < rest_.size() && rest_[i + 1] == U'路') return false;
    return !(c == U'弄' && is_digit(rest_[i - 1]));
  }

  // 东段, 北段 behind a road belong to it.
  std::size_t section_at(std::size_t i) const {
    return i + 1 < rest_.size() && is_one_of(rest_[i], U"东西南北中") && rest_[i + 1] == U'段' ? 2 : 0;
  }

  void take(std::string& part, std::size_t size) {
    part += to_utf8(rest_.substr(0, size));
    rest_.remove_prefix(size);
  }

  Text rest_;
  Address& out_;
};

}  // namespace

void read_address_parts(std::string_view text, Address& out) {
  const std::u32string characters = code_points(text);
  PartsReader(characters, out).read();
}

}  // namespace zhike::kernels
