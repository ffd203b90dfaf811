// SPDX-License-Identifier: Apache-2.0
// Inside the profile room only: which record's value each golden record shows, field by field.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "profile/candidates.h"
#include "profile/golden.h"

namespace zhike::profile {

// A contested field: the records of a customer hold different values.
struct Choice {
  std::uint32_t field = 0;  // in Plan::fields
  std::uint32_t row = 0;    // of the winner
  std::uint32_t alternatives_count = 0;
  std::string_view rule;
};

inline constexpr std::uint32_t no_row = UINT32_MAX;

// One part of the customers with what was chosen for them, as long as it is read.
struct Chosen {
  std::unique_ptr<Candidates> candidates;
  std::vector<std::size_t> fields;    // those with values, as places in Plan::fields
  std::vector<std::uint32_t> winner;  // customer by customer, one for each of `fields`: the row whose value is shown, or no_row
  std::vector<Choice> contested;
};

// Records with a strong finding on a field.
using FaultyRecords = std::unordered_map<std::string, std::unordered_set<std::int64_t>>;

// By `threads` threads, some customers at a time; the answer does not depend on their number or on the order of the
// records. O(records) per field, contested customers O(n log n) in their own records.
Chosen choose(const Plan& plan, std::unique_ptr<Candidates> candidates, const FaultyRecords& faulty, int threads);

// The value of a field as text.
std::string shown(const Plan& plan, const Candidates& candidates, std::size_t field, std::uint32_t row);

}  // namespace zhike::profile
