// SPDX-License-Identifier: Apache-2.0
// Postal addresses taken apart. Chinese ones into divisions (by the table) and the parts below them (by their words);
// Latin ones are only brought into one spelling.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace zhike::kernels {

// Names as the table of divisions has them where the division was recognised, as written otherwise.
struct Address {
  std::uint32_t division_code = 0;  // the deepest level recognised, in force now; six digits, 0 when none
  bool retired_division = false;    // an old name or code was written, and brought to its successor
  bool ambiguous_division = false;  // 朝阳区 alone: there are several
  std::string province, city, district, town;
  std::string road;      // 文三路, 中山东一路
  std::string number;    // 478, 1000弄5
  std::string building, unit, floor, room;  // 3栋2单元501 = 3, 2, -, 501
  std::string place;     // 黄龙国际中心, 翠苑一区, 东村3组
};

// Never fails: what is not understood is `place`.
Address read_address(std::string_view raw);
// The same for a text that clean_address() has given.
Address read_clean_address(std::string_view cleaned);

// The stored form: normalise(), 號 as 号, no blanks between Chinese characters, 中国 off the front; in Latin addresses
// street words are expanded (St. -> street) and the text is in lower case.
bool clean_address(std::string_view raw, std::string& out);

}  // namespace zhike::kernels
