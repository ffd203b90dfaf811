// SPDX-License-Identifier: Apache-2.0
// Inside the resolve room only: some customers with all their records, as decisions and undo look at them.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "flow/context.h"
#include "resolve/registry.h"
#include "resolve/verdicts.h"

namespace zhike::resolve {

struct CustomerMember {
  std::uint64_t record_id = 0;
  Code code = 0;
  CodeLetter letter = CodeLetter::person;
  std::uint32_t weight = 1;
  std::string source_id, source_key, content_hash;
};

// A closed part of the base: whole customers, the pairs among them, and the registry's state of their records.
struct Customers {
  std::vector<CustomerMember> members;  // by record
  std::vector<WeightedPair> pairs;      // scored in the last run
  RegistryState state;
  const CustomerMember* find(std::uint64_t record_id) const;  // nullptr when absent
  std::uint32_t position(std::uint64_t record_id) const;      // of a member
};
Result<Customers> read_customers(flow::Context& context, std::span<const Code> codes);

// Where decisions are made: the ledger they go into, and how customers are looked up (in the lake; tests look elsewhere).
struct Desk {
  ledger::Ledger* ledger = nullptr;
  std::function<Result<Customers>(std::span<const Code>)> read;
  std::int64_t run_id = 0;
  std::string standard_hash;
};
Desk desk_of(flow::Context& context);

// The present codes of records; conflict for one that has none yet, not_found for one that is gone.
Result<std::vector<Code>> codes_of_records(const ledger::Ledger& ledger, std::span<const std::uint64_t> record_ids);

// The records of a verdict with their keys, from those of `customers`.
std::vector<VerdictRecord> verdict_records(const Customers& customers, std::span<const RecordPair> pairs);

}  // namespace zhike::resolve
