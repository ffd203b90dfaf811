// SPDX-License-Identifier: Apache-2.0
// Draws places and writes them as clerks, couriers and customers do.
#include "trial/places.h"

#include <charconv>

#include "trial/chinese_names.h"
#include "trial/place_lists.h"

namespace zhike::trial {
namespace {

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> out;
  for (std::size_t at = 0; at <= text.size();) {
    const auto end = std::min(text.find(separator, at), text.size());
    out.push_back(text.substr(at, end - at));
    at = end + 1;
  }
  return out;
}

struct Country {
  std::vector<District> districts;
  std::vector<double> weights;
};

const Country& china() {
  static const Country built = [] {
    Country out;
    for (auto line : cities_list) {
      const auto part = split(line, '|');
      double weight = 0;
      std::from_chars(part[4].data(), part[4].data() + part[4].size(), weight);
      const auto names = split(part[5], ',');
      for (auto entry : names) {
        out.districts.push_back({entry.substr(0, 6), part[0], part[1], entry.substr(7), part[2], part[3]});
        out.weights.push_back(weight / static_cast<double>(names.size()));
      }
    }
    return out;
  }();
  return built;
}

struct Words {
  std::vector<std::string_view> roads = words(roads_list), estate_first = words(trial::estate_first),
                                estate_second = words(trial::estate_second), office_first = words(trial::office_first),
                                office_second = words(trial::office_second), towns = words(towns_list),
                                villages = words(villages_list), western_roads = words(trial::western_roads),
                                western_kinds = words(trial::western_kinds);
};
const Words& lists() {
  static const Words built;
  return built;
}

struct Town {
  std::string_view name, region, post, country, dial;
};
Town town(const Place& place) {
  const auto part = split(western_towns[place.district % std::size(western_towns)], '|');
  return {part[0], part[1], part[2], part[3], part[4]};
}

std::string text(int number) { return std::to_string(number); }
std::string two_digits(int number) { return (number < 10 ? "0" : "") + std::to_string(number); }

template <class List>
std::string pair_of(const List& first, const List& second, unsigned index) {
  return std::string(first[index % first.size()]) + std::string(second[(index / first.size()) % second.size()]);
}

constexpr std::string_view road_suffixes[] = {"", "", "", "", "", "东路", "西路", "南路", "北路", "一路", "二路"};

std::string road_of(const Place& place) {
  const auto& roads = lists().roads;
  const auto road = roads[place.road % roads.size()];
  const auto suffix = road_suffixes[(place.road / roads.size()) % std::size(road_suffixes)];
  // 东环路 has its direction already.
  bool plain = road.ends_with("路");
  for (std::string_view word : {"东", "西", "南", "北", "环"}) plain = plain && road.find(word) == std::string_view::npos;
  if (suffix.empty() || !plain) return std::string(road);
  return std::string(road.substr(0, road.size() - 3)) + std::string(suffix);
}

std::string room_of(const Place& place) { return text(place.floor) + two_digits(place.door); }

// 上海 numbers lanes, the north says 号楼, the south 栋.
std::string flat_of(const Place& place, Habit habit) {
  const auto& d = districts()[place.district];
  if (place.kind == Place::Kind::lane) return text(place.number) + "弄" + text(place.building) + "号" + room_of(place) + "室";
  const std::string estate = pair_of(lists().estate_first, lists().estate_second, place.estate);
  const std::string number = habit == Habit::poi_only ? "" : text(place.number) + "号";
  if (habit == Habit::dashes) return number + estate + text(place.building) + "-" + text(place.unit) + "-" + room_of(place);
  if (habit == Habit::poi_only) return estate + text(place.building) + "栋" + room_of(place);
  const bool north = d.code[0] == '1' || d.code[0] == '2' || d.code.starts_with("37");
  return number + estate + text(place.building) + (north ? "号楼" : "栋") + text(place.unit) + "单元" + room_of(place) + "室";
}

std::string detail_of(const Place& place, Habit habit) {
  using Kind = Place::Kind;
  if (place.kind == Kind::village) {
    const auto& l = lists();
    return std::string(l.towns[place.road % l.towns.size()]) + std::string(l.villages[place.estate % l.villages.size()]) +
           text(1 + place.unit) + "组" + text(place.number % 200 + 1) + "号";
  }
  if (place.kind == Kind::office) {
    const std::string house = pair_of(lists().office_first, lists().office_second, place.estate);
    const std::string room = habit == Habit::dashes ? room_of(place) : text(place.floor) + "楼" + room_of(place) + "室";
    return (habit == Habit::poi_only ? "" : road_of(place) + text(place.number) + "号") + house + room;
  }
  const bool road = habit != Habit::poi_only || place.kind == Kind::lane;
  return (road ? road_of(place) : "") + flat_of(place, habit);
}

std::string_view without_suffix(std::string_view name) { return name.size() > 6 ? name.substr(0, name.size() - 3) : name; }

std::string western_text(const Place& place, Habit habit) {
  const auto t = town(place);
  const auto& l = lists();
  auto kind = std::string(l.western_kinds[(place.road / l.western_roads.size()) % l.western_kinds.size()]);
  if (habit == Habit::short_city || habit == Habit::dashes)
    kind = kind == "Street" ? "St" : kind == "Avenue" ? "Ave" : kind == "Road" ? "Rd" : kind == "Drive" ? "Dr" : kind;
  std::string out = text(place.number) + " " + std::string(l.western_roads[place.road % l.western_roads.size()]) + " " + kind;
  if (place.unit == 1) out += (habit == Habit::dashes ? " #" : ", Apt ") + text(place.floor) + static_cast<char>('A' + place.door % 6);
  if (habit == Habit::detail_only || habit == Habit::poi_only) return out;
  out += ", " + std::string(t.name);
  if (habit != Habit::short_city) out += ", " + std::string(t.region);
  return habit == Habit::full ? out + " " + postcode_of(place) : out;
}

}  // namespace

std::span<const District> districts() { return china().districts; }

Place draw_home(Random& random, bool western) {
  static const Weighted choice{china().weights};
  Place p;
  p.road = static_cast<std::uint16_t>(random.below(60000));
  // House numbers crowd at the low end.
  const double u = random.unit();
  p.number = static_cast<std::uint16_t>(1 + u * u * (western ? 4200 : 990));
  p.estate = static_cast<std::uint16_t>(random.below(480));
  p.building = static_cast<std::uint8_t>(1 + random.front(38, 8));
  p.unit = static_cast<std::uint8_t>(1 + random.below(4));
  p.floor = static_cast<std::uint8_t>(1 + random.front(32, 12));
  p.door = static_cast<std::uint8_t>(1 + random.below(4));
  if (western) {
    p.kind = Place::Kind::western;
    p.district = static_cast<std::uint16_t>(random.below(std::size(western_towns)));
    return p;
  }
  p.district = static_cast<std::uint16_t>(choice.pick(random));
  const bool shanghai = districts()[p.district].code.starts_with("31");
  // Villages lie in the outer districts and county towns, which have the higher codes.
  const bool outer = districts()[p.district].code.substr(4) >= "10";
  if (outer && random.chance(0.22)) p.kind = Place::Kind::village;
  else if (shanghai && random.chance(0.6)) p.kind = Place::Kind::lane;
  if (p.kind == Place::Kind::lane && p.floor > 6) p.floor = static_cast<std::uint8_t>(1 + p.floor % 6);
  return p;
}

Place draw_office(Random& random, bool western) {
  Place p = draw_home(random, western);
  if (!western) p.kind = Place::Kind::office;
  return p;
}

Place next_door(Random& random, Place place) {
  place.door = static_cast<std::uint8_t>(place.door % 4 + 1);
  place.floor = static_cast<std::uint8_t>(1 + (place.floor + random.below(3)) % 30);
  if (place.kind == Place::Kind::western || place.kind == Place::Kind::village) place.number = static_cast<std::uint16_t>(place.number + 2);
  return place;
}

std::string write(const Place& place, Habit habit) {
  if (place.kind == Place::Kind::western) return western_text(place, habit);
  const auto& d = districts()[place.district];
  const std::string detail = detail_of(place, habit);
  if (habit == Habit::detail_only) return detail;
  if (habit == Habit::poi_only) return std::string(d.name) + detail;
  if (habit == Habit::short_city) {
    const auto city = d.city.empty() ? d.province : d.city;
    return std::string(without_suffix(city)) + std::string(d.name) + detail;
  }
  const bool province = habit == Habit::full || d.city.empty();
  return (province ? std::string(d.province) : "") + std::string(d.city) + std::string(d.name) + detail;
}

std::string province_of(const Place& place) {
  return std::string(place.kind == Place::Kind::western ? town(place).region : districts()[place.district].province);
}
std::string city_of(const Place& place) {
  if (place.kind == Place::Kind::western) return std::string(town(place).name);
  const auto& d = districts()[place.district];
  return std::string(d.city.empty() ? d.province : d.city);
}
std::string district_of(const Place& place) {
  return place.kind == Place::Kind::western ? "" : std::string(districts()[place.district].name);
}
std::string country_of(const Place& place) { return place.kind == Place::Kind::western ? std::string(town(place).country) : "CHN"; }

std::string postcode_of(const Place& place) {
  if (place.kind != Place::Kind::western)
    return std::string(districts()[place.district].postcode) + (place.number % 3 == 0 ? "100" : "0" + text(place.road % 9) + text(place.road % 7));
  const auto t = town(place);
  if (t.country == "GBR") return std::string(t.post) + text(place.road % 9 + 1) + " " + text(place.number % 9) + "AB";
  return std::string(t.post) + two_digits(place.road % 100);
}

std::string division_code_of(const Place& place) {
  return place.kind == Place::Kind::western ? "" : std::string(districts()[place.district].code);
}

std::string draw_landline(Random& random, const Place& place) {
  if (place.kind == Place::Kind::western) {
    const auto t = town(place);
    if (t.country == "GBR") return "0113 " + text(random.between(2000000, 8999999));
    return "(" + std::string(t.dial.substr(1)) + ") " + text(random.between(200, 999)) + "-" + text(random.between(1000, 9999));
  }
  const auto area = districts()[place.district].area_code;
  // Eight digits in the large networks, seven elsewhere.
  const bool eight = area.size() == 3 || (area != "0379" && area != "0471" && area != "0991");
  std::string out = std::string(area) + "-" + text(random.between(2, 8));
  for (int i = eight ? 7 : 6; i > 0; --i) out += static_cast<char>('0' + random.below(10));
  return out;
}

}  // namespace zhike::trial
