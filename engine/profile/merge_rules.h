// SPDX-License-Identifier: Apache-2.0
// The survivorship rules as one table: each turns a candidate into a whole number of a few bits, larger is better.
// A field's chain is the bits of its rules side by side, so comparing two candidates is comparing two 128-bit numbers.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "standard/standard.h"

namespace zhike::profile {

// One record's value of a field, with what the rules look at.
struct Candidate {
  std::string_view text;            // the value as text
  std::int64_t size = 0;            // the value as a whole number from 0 to 2^44 - 1, for fields with an order
  std::int64_t record_id = 0;
  std::int64_t seconds = 0;         // since 1900, when the record was last touched; below 2^34
  std::int64_t trust = 0;           // of its source, 0 to 100
  std::int64_t address_parts = 0;   // known parts of the address; 0 for other fields
  std::int64_t place = 0;           // of the value in the list of most_restrictive, the best highest; 0 when not in it
  bool passes = false;              // the condition of verified_first holds
  bool sound = true;                // no strong finding
};

struct MergeRule {
  std::string_view id;  // as in standard/verbs.h
  int bits;
  // Null: known only once equal values are counted (most_frequent), or applied after the choice (manual_first).
  std::int64_t (*rank)(const Candidate&);
};
std::span<const MergeRule> merge_rules();
const MergeRule* find_merge_rule(std::string_view id);  // nullptr when absent

// What decides before and after every chain: a value with a strong finding never beats one without, and equal
// candidates are told apart by the record, so that the choice is the same in every run.
inline constexpr std::string_view sound_rule = "without_finding", tie_rule = "record_order";
// A field that nothing had to be chosen for, and one that Zhike worked out.
inline constexpr std::string_view only_rule = "only_value", derived_rule = "derived";

__extension__ typedef unsigned __int128 Key;

// The rules of one field, made ready.
class Chain {
 public:
  // Fails with standard_invalid when the standard names a rule that does not exist, or too many.
  static Result<Chain> make(const standard::Field& field);

  bool manual() const { return manual_; }  // a steward's value wins
  // The field whose value verified_first asks for, empty when the chain does not ask, and the values that will do
  // (empty: any).
  const std::string& verified_by() const { return verified_by_; }
  const std::vector<std::string>& verified_values() const { return verified_values_; }
  std::int64_t place_of(std::string_view text) const;  // Candidate::place

  // The claim of one record, and of its value when `count` records have it. Larger wins.
  Key key(const Candidate& candidate) const;
  Key with_count(Key best, std::size_t count) const;
  // The first rule on which the winner beats the runner-up.
  std::string_view decided_by(Key best, Key second) const;

 private:
  struct Slot {
    std::string_view rule;
    std::int64_t (*rank)(const Candidate&);
    int bits, shift;
  };
  std::vector<Slot> slots_;
  int frequency_shift_ = -1;
  bool manual_ = false;
  std::string verified_by_;
  std::vector<std::string> verified_values_, order_;
};

// Candidate::size of a value: days, seconds, or the number in hundredths.
std::int64_t size_of_date(std::int64_t days);
std::int64_t size_of_time(std::int64_t microseconds);
std::int64_t size_of_number(double value);

}  // namespace zhike::profile
