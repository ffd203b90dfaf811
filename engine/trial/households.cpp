// SPDX-License-Identifier: Apache-2.0
// Households as they stand ten years before the end: who lives together, who is hard to tell apart.
// ID numbers are dealt so that no two persons of the whole world share one, without remembering any.
#include <unordered_map>

#include "trial/actors.h"
#include "trial/identifiers.h"
#include "trial/western_names.h"

namespace zhike::trial {
namespace {

constexpr int households_per_chunk = 2048;
constexpr std::uint64_t id_lanes = 4096;  // chunks that can deal ID numbers without meeting

enum class Shape { alone, couple, one_child, two_children, three_generations, single_parent };

class Maker {
 public:
  Maker(const World& world, std::uint64_t index, Random& random, Chunk& chunk) : world_(world), index_(index), random_(random), chunk_(chunk) {}

  void household(std::uint64_t number) {
    number_ = number;
    const double origin = random_.unit();
    const bool all = world_.language == Language::en;
    abroad_ = all || (world_.language == Language::mixed && origin < 0.4);
    western_ = abroad_ || origin > 0.95;
    home_ = draw_home(random_, abroad_);
    landline_ = random_.chance(0.3) ? draw_landline(random_, home_) : "";
    const auto first = chunk_.persons.size();
    static const double weights[] = {22, 22, 26, 10, 15, 5};
    static const Weighted shapes{weights};
    const auto shape = static_cast<Shape>(shapes.pick(random_));
    members(shape);
    if (shape == Shape::two_children && random_.chance(0.10)) twins(first);
    if (chunk_.persons.size() - first >= 3 && random_.chance(0.05)) father_and_son(first);
    if (first > 0 && random_.chance(0.006)) namesake_neighbour(first);
  }

  void number_everybody() {
    for (auto& person : chunk_.persons) person.id_number = person.western ? passport_number(person.id) : deal_id_number(person);
    for (std::size_t i = 1; i < chunk_.persons.size(); ++i) {
      auto& twin = chunk_.persons[i];
      const auto& elder = chunk_.persons[i - 1];
      if (twin.kind != Kind::twin || elder.kind != Kind::twin || twin.birth_day != elder.birth_day || twin.western) continue;
      // Twins are registered one after the other: the next free number of the same sex.
      const int sequence = std::stoi(elder.id_number.substr(14, 3));
      const int next = (sequence + (elder.sex == twin.sex ? 2 : twin.sex == Sex::male ? 1 : 999)) % 1000;
      twin.id_number = id_number(elder.id_number.substr(0, 6), elder.id_number.substr(6, 8), next);
    }
  }

 private:
  void members(Shape shape) {
    const bool alone = shape == Shape::alone;
    int age = random_.between(24, shape == Shape::couple || alone ? 78 : 55);
    const Sex head = random_.chance(alone ? 0.5 : 0.7) ? Sex::male : Sex::female;
    const auto surname = draw_family_name();
    const bool pair = !alone && shape != Shape::single_parent;
    add(0, head, birth(age), surname).married = pair;
    const auto head_at = chunk_.persons.size() - 1;
    std::string child_surname = surname;
    if (pair) {
      const Sex other = head == Sex::male ? Sex::female : Sex::male;
      const auto own = western_ ? surname : draw_family_name();
      if (head == Sex::female) child_surname = own;
      add(1, other, birth(age + random_.between(-5, 4)), own).married = true;
    }
    const int children = alone || shape == Shape::couple ? 0 : shape == Shape::two_children ? 2 : 1;
    for (int i = 0; i < children; ++i) {
      const int youngest = std::max(1, age - 36 + i * 3);
      const int oldest = std::max(youngest, age - 23);
      add(2, random_.chance(0.52) ? Sex::male : Sex::female, birth(random_.between(youngest, oldest)), child_surname).child = true;
    }
    if (shape == Shape::three_generations) {
      const int old = age + random_.between(23, 32);
      const bool both = random_.chance(0.6);
      add(3, Sex::female, birth(std::min(old, 94)), draw_family_name()).married = both;
      if (both) add(3, Sex::male, birth(std::min(old + random_.between(0, 4), 95)), chunk_.persons[head_at].names[0].value.surname).married = true;
    }
  }

  std::string draw_family_name() { return western_ ? draw_western_surname(random_) : std::string(draw_surname(random_)); }
  int birth(int age) { return world_.end_day - static_cast<int>((age + random_.unit()) * 365.25); }

  Person& add(int role, Sex sex, int birth_day, const std::string& surname) {
    Person p;
    p.id = index_ * chunk_persons_max + chunk_.persons.size();
    p.household = number_;
    p.western = western_;
    p.abroad = abroad_;
    p.sex = sex;
    p.role = role;
    p.birth_day = birth_day;
    const int year = date_of(birth_day).year;
    PersonName name{surname, western_ ? draw_western_given_name(random_, sex, year) : draw_given_name(random_, sex, year)};
    if (!western_ && random_.chance(0.015)) name = {"", draw_minority_name(random_, sex)};
    p.names.push_back({birth_day, name});
    p.homes.push_back({0, home_});
    p.landline = landline_;
    chunk_.persons.push_back(std::move(p));
    return chunk_.persons.back();
  }

  // Same day, names that share a character: 子轩 and 子涵.
  void twins(std::size_t first) {
    auto &a = chunk_.persons[first + 2], &b = chunk_.persons[first + 3];
    b.birth_day = a.birth_day;
    b.names[0] = {b.birth_day, {a.names[0].value.surname, b.names[0].value.given}};
    a.kind = b.kind = Kind::twin;
    if (western_) return;
    const int year = date_of(a.birth_day).year;
    for (int attempt = 0; attempt < 20; ++attempt) {
      const auto given = draw_given_name(random_, b.sex, year);
      if (characters(given).size() != 2) continue;
      b.names[0].value.given = given;
      const auto mine = characters(a.names[0].value.given);
      if (mine.size() == 2) b.names[0].value.given = std::string(mine[0]) + std::string(characters(given)[1]);
      if (b.names[0].value.given != a.names[0].value.given) return;
    }
    b.names[0].value.given = "安" + std::string(characters(a.names[0].value.given)[0]);
  }

  // A son called like his father by sound (张伟, 张炜), or in English by letter.
  void father_and_son(std::size_t first) {
    auto& father = chunk_.persons[first].sex == Sex::male ? chunk_.persons[first] : chunk_.persons[first + 1];
    auto& son = chunk_.persons[first + 2];
    if (father.sex != Sex::male || son.role != 2 || son.sex != Sex::male || son.kind != Kind::person) return;
    auto& given = son.names[0].value.given;
    son.names[0].value.surname = father.names[0].value.surname;
    const auto parts = characters(father.names[0].value.given);
    const auto swapped = western_ ? std::string() : confused_character(random_, parts.back(), Confusion::same_sound);
    if (western_) given = father.names[0].value.given;
    else if (!swapped.empty()) given = father.names[0].value.given.substr(0, father.names[0].value.given.size() - parts.back().size()) + swapped;
    else return;
    father.kind = son.kind = Kind::father_son;
  }

  void namesake_neighbour(std::size_t first) {
    auto& other = chunk_.persons[first - 1];
    auto& mine = chunk_.persons[first];
    if (other.western != mine.western || other.abroad != mine.abroad || other.kind != Kind::person || mine.kind != Kind::person || other.sex != mine.sex) return;
    mine.names[0].value = other.names[0].value;
    const auto home = next_door(random_, other.homes[0].value);
    for (auto i = first; i < chunk_.persons.size(); ++i) chunk_.persons[i].homes[0].value = home;
    other.kind = mine.kind = Kind::namesake_neighbour;
  }

  std::string deal_id_number(const Person& person) {
    const auto regions = districts();
    const auto space = static_cast<std::uint64_t>(regions.size()) * 500;
    const auto turn = dealt_[person.birth_day]++;
    const auto slot = scramble(index_ % id_lanes + id_lanes * turn + static_cast<std::uint64_t>(person.birth_day + 40000) * 7919, space);
    const int sequence = static_cast<int>(slot % 500) * 2 + (person.sex == Sex::male ? 1 : 0);
    return id_number(regions[slot / 500].code, write_date(person.birth_day, DateStyle::plain), sequence);
  }

  const World& world_;
  std::uint64_t index_, number_ = 0;
  Random& random_;
  Chunk& chunk_;
  bool western_ = false, abroad_ = false;
  Place home_;
  std::string landline_;
  std::unordered_map<int, std::uint64_t> dealt_;  // numbers given per birth date
};

}  // namespace

std::string_view name(Kind kind) {
  constexpr std::string_view names[] = {"person", "twin", "father_son", "namesake_neighbour", "reissued_phone", "organisation", "branch", "brand_in_two_cities", "sole_trader"};
  return names[static_cast<int>(kind)];
}

std::string full_name(const Person& person, int day) {
  const auto& name = at(person.names, day);
  return person.western ? name.given + " " + name.surname : name.surname + name.given;
}

void make_households(const World& world, std::uint64_t index, Random& random, Chunk& chunk) {
  Maker maker(world, index, random, chunk);
  chunk.households = households_per_chunk;
  for (int i = 0; i < households_per_chunk; ++i) maker.household(index * chunk_persons_max + static_cast<std::uint64_t>(i));
  ZK_ASSERT(chunk.persons.size() <= chunk_persons_max);
  maker.number_everybody();
}

Chunk make_chunk(const World& world, std::uint64_t index) {
  Random random(world.seed, index * 4 + 1);
  Chunk chunk;
  make_households(world, index, random, chunk);
  live(world, index, random, chunk);
  make_companies(world, index, random, chunk);
  return chunk;
}

}  // namespace zhike::trial
