// SPDX-License-Identifier: Apache-2.0
// Inside the resolve room only: some customers with all their records, as decisions and undo look at them.
#pragma once

#include <cstdint>
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

// The present codes of records; not_found for one that has none (not resolved yet, or gone).
Result<std::vector<Code>> codes_of_records(flow::Context& context, std::span<const std::uint64_t> record_ids);

// The records of a verdict with their keys, from those of `customers`.
std::vector<VerdictRecord> verdict_records(const Customers& customers, std::span<const RecordPair> pairs);

}  // namespace zhike::resolve
