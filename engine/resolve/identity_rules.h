// SPDX-License-Identifier: Apache-2.0
// Rules for identifiers that decide by themselves: the same WeChat UnionID is the same customer, two valid identity
// numbers are two customers. The rules are data of the standard (standards/core/identity_rules.json).
// They become constraints of dedupe(): "same" joins, "different" forbids. Verdicts of people use the same form and
// are put in front, so that no rule breaks one.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "kernels/pattern.h"
#include "resolve/resolve.h"
#include "standard/standard.h"

namespace zhike::resolve {

// Where a rule asks for it, only a value whose check character proves it: an identity number with a wrong check digit is a
// typing error and contradicts nobody. An empty value never decides.
bool may_decide(const standard::IdentityRule& rule, std::string_view value);

// Cleaned values of one type, one per record; empty = missing. Values must be such that may_decide(), with digests replaced
// (resolve/hashed_values.h).
struct IdentifierColumn {
  std::string type;                   // id of a rule
  std::vector<std::string> values;
  std::vector<std::string> scopes;    // of a rule that is keyed by source: the source of each value; empty otherwise
  std::vector<std::int32_t> days;     // when each value was seen, days since 1970; empty: not known, and no limit in time counts
};

struct IdentityOutcome {
  Constraints constraints;
  std::uint64_t blocked_count = 0;   // cells ignored because their value is on a block list
  std::uint64_t shared_count = 0;    // values ignored because they are on too many records
  std::uint64_t refused_count = 0;   // joins given up because of a limit or a contradiction
  std::uint64_t interval_count = 0;  // joins not made because the value was unseen for too long in between
  std::uint64_t capped_count = 0;    // joins not made because a customer would have too many records: an alarm
  // Identifiers that stay with the record they were first seen on: (column, row) whose join was given up.
  std::vector<std::pair<std::uint32_t, std::uint32_t>> demoted;
};

struct IdentityLimits {
  std::uint64_t customer_records_most = 0;  // joins by rule stop at customers of so many records; 0: never
};

// verdicts come first and are kept as they are. Types unknown to the standard are bad_request. O(cells log cells).
Result<IdentityOutcome> apply_identity_rules(const std::vector<IdentifierColumn>& columns, std::size_t rows, const standard::Standard& standard,
                                             const Constraints& verdicts, const IdentityLimits& limits = {});

// Values that say nothing: on the type's block list or on that of all types, or one digit repeated. Compiled once.
class BlockList {
 public:
  BlockList(const standard::Standard& standard, const standard::IdentityRule& rule);
  bool holds(std::string_view value) const;

 private:
  std::vector<std::string> texts_;
  std::vector<kernels::Pattern> patterns_;
};

}  // namespace zhike::resolve
