// SPDX-License-Identifier: Apache-2.0
// Inside the profile room only: which record's value each golden record shows, field by field.
#pragma once

#include <cstdint>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "profile/candidates.h"
#include "profile/golden.h"

namespace zhike::profile {

// A contested field: the records of a customer hold different values.
struct Choice {
  std::uint32_t customer = 0;
  std::uint32_t row = 0;  // of the winner
  std::uint32_t alternatives_count = 0;
  std::string_view rule;
};

struct FieldChoices {
  std::vector<std::uint32_t> winner;  // customer -> row whose value is shown; no_row when none has any
  std::vector<Choice> contested;
};
inline constexpr std::uint32_t no_row = UINT32_MAX;

// Records with a strong finding on a field.
using FaultyRecords = std::unordered_map<std::string, std::unordered_set<std::int64_t>>;

// One entry per field of the plan, empty for fields without values. Each field is one task of `threads` threads; the
// answer does not depend on their number or on the order of the records. O(records) per field, contested customers
// O(n log n) in their own records.
std::vector<FieldChoices> choose(const Plan& plan, const Candidates& candidates, const FaultyRecords& faulty, int threads);

// One part of the customers, as long as it is read.
struct Chosen {
  Candidates candidates;
  std::vector<FieldChoices> choices;
};

}  // namespace zhike::profile
