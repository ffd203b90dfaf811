// SPDX-License-Identifier: Apache-2.0
// Deals records out to actors: how many each leaves, in which source, when, and under which key.
#pragma once

#include "trial/behaviour.h"
#include "trial/record.h"

namespace zhike::trial {

// How many records an actor leaves: 1 + Poisson(1.8) for persons, 1 + Poisson(1) for companies; few for children.
int records_of(Random& random, const Person& person, int end_day);
int records_of(Random& random, const Company& company);
SourceId source_of(Random& random, const Person& person, int end_day);
SourceId source_of(Random& random, const Company& company);
// More often lately, and not before the actor is grown or founded.
int day_of_record(Random& random, const Person& person, int end_day);
int day_of_record(Random& random, const Company& company, int end_day);

// Numbers each source gives its records; unique per source, without visible order.
class Keys {
 public:
  std::string next(SourceId source);
  // Cashiers type the shop's own number when a customer gives none: 200 customers to each such number.
  std::string shop_phone();

 private:
  std::array<std::uint64_t, 9> given_{};
  std::uint64_t shop_phones_ = 0;
};

}  // namespace zhike::trial
