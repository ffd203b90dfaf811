// SPDX-License-Identifier: Apache-2.0
// Addresses: a place is a few numbers; it is written out in the habit of whoever writes it down.
// Division codes are GB/T 2260; roads, estates and Western towns are our own lists.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "trial/random.h"

namespace zhike::trial {

struct District {
  std::string_view code, province, city, name, area_code, postcode;  // city is empty in the four municipalities
};
std::span<const District> districts();

struct Place {
  std::uint16_t district = 0;  // index into districts(), or into the Western towns
  std::uint16_t road = 0;
  std::uint16_t number = 1;
  std::uint16_t estate = 0;
  std::uint8_t building = 1, unit = 1, floor = 1, door = 1;
  enum class Kind : std::uint8_t { flat, lane, office, village, western } kind = Kind::flat;
  bool operator==(const Place&) const = default;
};

Place draw_home(Random& random, bool western);
Place draw_office(Random& random, bool western);
// The same building, another door: for neighbours.
Place next_door(Random& random, Place place);

enum class Habit {
  full,        // 广东省深圳市南山区科技路12号阳光花园3栋2单元501室
  no_province, // 深圳市南山区…
  short_city,  // 深圳南山…
  dashes,      // …12号阳光花园3-2-501
  poi_only,    // 阳光花园3栋501, without the road
  detail_only  // without province, city and district, for sources that keep them apart
};
std::string write(const Place& place, Habit habit);
std::string province_of(const Place& place);
std::string city_of(const Place& place);
std::string district_of(const Place& place);
std::string postcode_of(const Place& place);
std::string division_code_of(const Place& place);
std::string country_of(const Place& place);
std::string draw_landline(Random& random, const Place& place);

}  // namespace zhike::trial
