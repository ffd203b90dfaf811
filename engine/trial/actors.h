// SPDX-License-Identifier: Apache-2.0
// The people and companies behind the records, with ten years of their lives.
// They are made in chunks that know nothing of each other, so that memory is bounded and any chunk can be made again.
#pragma once

#include <string>
#include <vector>

#include "trial/calendar.h"
#include "trial/chinese_names.h"
#include "trial/places.h"
#include "trial/trial.h"

namespace zhike::trial {

template <class T>
struct Since {
  int day;
  T value;
};
// What held on that day; the first entry holds for all days before it.
template <class T>
const T& at(const std::vector<Since<T>>& history, int day) {
  std::size_t i = history.size() - 1;
  while (i > 0 && history[i].day > day) --i;
  return history[i].value;
}

// Why an actor is hard to tell from another; "plain" for most.
enum class Kind : std::uint8_t { person, twin, father_son, namesake_neighbour, reissued_phone, organisation, branch, brand_in_two_cities, sole_trader };
std::string_view name(Kind kind);

struct PersonName {
  std::string surname, given;  // full name is surname + given, or "given surname" for Western names
};

struct Person {
  std::uint64_t id = 0, household = 0;
  Kind kind = Kind::person;
  bool western = false;    // Western name
  bool abroad = false;     // Western address and phone too
  Sex sex = Sex::male;
  int role = 0;            // 0 head, 1 spouse, 2 child, 3 parent
  int birth_day = 0;
  bool married = false;
  bool child = false;      // shares the phone of a parent
  std::string id_number;   // passport for the foreign
  std::vector<Since<PersonName>> names;
  std::vector<Since<Place>> homes;
  std::vector<Since<std::string>> mobiles, emails;
  std::string landline, unionid, openid, device, nickname;
  bool apple = false;
};
std::string full_name(const Person& person, int day);

struct Company {
  std::uint64_t id = 0;
  Kind kind = Kind::organisation;
  bool western = false;
  std::vector<Since<std::string>> names;
  std::string brand, code, industry, email, contact, contact_mobile, landline, account, short_name;
  std::vector<Since<std::string>> legal_representatives;
  std::vector<Since<Place>> offices;
  int founded_day = 0;
};

struct Chunk {
  std::vector<Person> persons;
  std::vector<Company> companies;
  std::uint64_t households = 0;
};

inline constexpr std::uint64_t chunk_persons_max = 8192;  // numbers of a chunk start at its index times this
inline constexpr int life_years = 10;

// Everything the makers need to know.
struct World {
  std::uint64_t seed = 0;
  Language language = Language::zh;
  double organisation_share = 0.08;
  int end_day = 0;
};
Chunk make_chunk(const World& world, std::uint64_t index);

// The parts of make_chunk.
void make_households(const World& world, std::uint64_t index, Random& random, Chunk& chunk);
void live(const World& world, std::uint64_t index, Random& random, Chunk& chunk);
void make_companies(const World& world, std::uint64_t index, Random& random, Chunk& chunk);

}  // namespace zhike::trial
