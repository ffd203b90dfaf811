// SPDX-License-Identifier: Apache-2.0
// Shares and dates of records over the sources.
#include "trial/deal.h"

#include <cmath>

#include "trial/identifiers.h"

namespace zhike::trial {
namespace {

int age_of(const Person& person, int end_day) { return (end_day - person.birth_day) / 365; }

int recent_day(Random& random, int earliest, int end_day) {
  const double back = std::pow(random.unit(), 1.5) * life_years * 365;
  return std::max(end_day - static_cast<int>(back), earliest);
}

}  // namespace

int records_of(Random& random, const Person& person, int end_day) {
  const int age = age_of(person, end_day);
  if (age < 14 && !random.chance(0.15)) return 0;
  return 1 + random.poisson(age < 18 ? 0.5 : 1.8);
}

int records_of(Random& random, const Company&) { return 1 + random.poisson(1.0); }

SourceId source_of(Random& random, const Person& person, int end_day) {
  static const double adult[] = {30, 21, 25, 13, 11}, old[] = {46, 20, 6, 20, 8};
  static const Weighted adults{adult}, elders{old};
  return static_cast<SourceId>((age_of(person, end_day) > 65 ? elders : adults).pick(random));
}

SourceId source_of(Random& random, const Company&) { return random.chance(0.58) ? SourceId::erp : SourceId::crm_companies; }

int day_of_record(Random& random, const Person& person, int end_day) {
  // Nobody registers before twelve; a younger child was registered lately.
  const int earliest = std::min(person.birth_day + 12 * 365, end_day - 200);
  return recent_day(random, std::max(earliest, end_day - life_years * 365), end_day);
}

int day_of_record(Random& random, const Company& company, int end_day) { return recent_day(random, std::min(company.founded_day + 10, end_day - 100), end_day); }

std::string Keys::next(SourceId source) {
  const auto serial = given_[static_cast<std::size_t>(source)]++;
  // Each source starts elsewhere on the circle: equal numbers in two sources say nothing.
  const auto start = static_cast<std::uint64_t>(source) * 7'654'321;
  const auto number = serial < 90'000'000 ? 10'000'000 + scramble(serial + start, 90'000'000) : 10'000'000 + serial;
  return std::string(source_file(source).key_prefix) + std::to_string(number);
}

std::string Keys::shop_phone() { return mobile_number(3'800'000'000ULL + shop_phones_++ / 200); }

}  // namespace zhike::trial
