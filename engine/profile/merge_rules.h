// SPDX-License-Identifier: Apache-2.0
// The survivorship rules as one table: each turns a candidate into a whole number of a few bits, larger is better.
// A field's chain is the bits of its rules side by side, so comparing two candidates is comparing two HUGEINTs.
#pragma once

#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "standard/standard.h"

namespace zhike::profile {

// `rank` is SQL over one candidate: {value} the column, {text} the value as text, {trust} 0 to 100, {seconds} since 1900
// when the record was last touched, {passes} the condition of verified_first, {order} the list of most_restrictive,
// {parts} known parts of an address. Empty: known only once equal values are counted (most_frequent), or applied
// after the choice (manual_first). The labels are those of standard/verbs.h.
struct MergeRule {
  std::string_view id;
  int bits;
  std::string_view rank;
};
inline constexpr MergeRule merge_rules[] = {
    {"manual_first", 0, ""},
    {"verified_first", 1, "CASE WHEN {passes} THEN 1 ELSE 0 END"},
    {"most_trusted", 7, "{trust}"},
    {"most_recent", 34, "{seconds}"},
    {"earliest", 34, "17179869183 - {seconds}"},
    {"most_complete", 14, "{parts} * 1024 + least(length({text}), 1023)"},
    {"most_frequent", 10, ""},
    {"longest_valid", 10, "least(length({text}), 1023)"},
    {"most_restrictive", 6, "{order}"},
    {"smallest", 44, "17592186044415 - {size}"},
    {"largest", 44, "{size}"},
};
const MergeRule* find_merge_rule(std::string_view id);  // nullptr when absent

// What decides before and after every chain: a value with a strong finding never beats one without, and equal
// candidates are told apart by the record, so that the choice is the same in every run.
inline constexpr std::string_view sound_rule = "without_finding", tie_rule = "record_order";
// A field that nothing had to be chosen for, and one that Zhike worked out.
inline constexpr std::string_view only_rule = "only_value", derived_rule = "derived";

// A field's chain as SQL.
struct Chain {
  std::string key;          // HUGEINT over one candidate, the frequency left out
  std::string frequency_weight;  // what one more record with the same value adds; "0" when the chain does not ask
  // "CASE ... END": the id of the rule that made `best` beat `second` (both HUGEINT, second may be NULL).
  std::string decided_by;
  bool manual = false;      // a steward's value wins
};
struct ChainInput {
  const standard::Field* field;
  bool has_strong_findings;               // else the candidate's `sound` is not looked at
  const std::set<std::string>& populated; // fields that have a value anywhere; the others are no columns of the candidates
};
// Candidates are rows with the fields, record_id, trust, recorded_seconds, address_parts and sound. Fails with standard_invalid.
Result<Chain> make_chain(const ChainInput& input);

}  // namespace zhike::profile
