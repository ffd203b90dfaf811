// SPDX-License-Identifier: Apache-2.0
// Two years of events: who buys how often (gamma rates), who has silently left (exponential lifetimes), and when.
// Counts are drawn given their total, so a run holds the number of events asked for; given the total, Poisson
// processes are multinomial, so each customer's share is still that of an NBD.
#pragma once

#include <array>
#include <memory>

#include "trial/layout.h"
#include "trial/sink.h"

namespace zhike::trial {

struct RecordKey {
  SourceId source;
  int day;
  std::string key;
};

// One entity with the records that were really written.
struct Customer {
  const Person* person = nullptr;
  const Company* company = nullptr;
  std::vector<RecordKey> records;
  int first_day = 0;     // earliest record
  int dropout_day = 0;   // after the end: still a customer
  double rate = 0;       // events a week while alive, as used
  double spend = 1;      // taste for dear things, mean 1
  double weight = 0;
};

using EventSinks = std::array<std::unique_ptr<Sorter>, event_files>;

class Behaviour {
 public:
  Behaviour(const Season& season, EventSinks& sinks) : season_(season), sinks_(sinks) {}
  // Draws rates and lifetimes of the chunk's customers, then `count` events over them.
  void act(Random& random, std::vector<Customer>& customers, std::uint64_t count);

 private:
  void draw_customer(Random& random, Customer& customer) const;
  const Season& season_;
  EventSinks& sinks_;
  std::uint64_t serial_ = 0;
};

}  // namespace zhike::trial
