// SPDX-License-Identifier: Apache-2.0
// Inside the resolve room only: what people decided, as it binds now. A verdict is about pairs of records; of several
// about one pair the newest in force holds, and one is in force as long as its act is not undone.
// Contradictions (A is B, B is C, but A is not C) are told with their chain and never solved here.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_set>
#include <utility>
#include <vector>

#include "ledger/ledger.h"

namespace zhike::resolve {

using RecordPair = std::pair<std::uint64_t, std::uint64_t>;  // smaller record first
inline RecordPair pair_of(std::uint64_t a, std::uint64_t b) { return a < b ? RecordPair{a, b} : RecordPair{b, a}; }

enum class Answer : std::uint8_t { same, different, unsure };
std::string_view name_of(Answer answer);
std::optional<Answer> read_answer(std::string_view text);

struct BindingPair {
  RecordPair pair;
  Answer answer = Answer::same;
  std::int64_t verdict_id = 0;
};

// Acts that were taken back as a whole and not given again; `also`: as if that act were taken back too, now.
Result<std::unordered_set<std::int64_t>> undone_acts(ledger::Session& session, std::int64_t also = 0);

// Each decided pair once, by pair; `also` as above.
Result<std::vector<BindingPair>> binding_pairs(ledger::Session& session, std::int64_t also = 0);

// One contradiction: the records in a row that are one by `same` verdicts, whose ends are kept apart by another.
struct Contradiction {
  std::vector<std::uint64_t> records;
  std::vector<std::int64_t> same_verdicts;  // one fewer than records
  std::int64_t different_verdict = 0;
};
// All of them, at most one for each `different` pair, in the order of the pairs.
std::vector<Contradiction> find_contradictions(std::span<const BindingPair> bindings);
// SOURCE:KEY of records as verdicts know them, gone or not.
using RecordNames = std::map<std::uint64_t, std::string>;
Result<RecordNames> names_in_verdicts(ledger::Session& session, std::span<const std::uint64_t> records);
// "records crm:1 = crm:2 = shop:3 by verdict 4, 5, but the first and the last differ by verdict 6"; the number where there is no name.
std::string text_of(const Contradiction& contradiction, const RecordNames& names);
std::string name_in(const RecordNames& names, std::uint64_t record);

struct WeightedPair {
  RecordPair pair;
  double weight = 0;
};
// Parts of `records` such that no `different` pair is within one and no `same` pair across two: joined from the strongest
// pair down, so that what is cut is cut at its weakest bridge. A label per record: the smallest record of its part.
// Bindings with records outside are left aside; they must not contradict one another.
std::vector<std::uint64_t> arrange(std::span<const std::uint64_t> records, std::span<const WeightedPair> pairs, std::span<const BindingPair> bindings);

struct NewVerdict {
  Answer answer = Answer::same;
  std::string question, decided_by, why;
  std::vector<RecordPair> pairs;
};
struct VerdictRecord {
  std::uint64_t record_id = 0;
  std::string source_id, source_key, content_hash;
};
// Appends a verdict to an act. Its number.
Result<std::int64_t> write_verdict(ledger::Session& session, std::int64_t act_no, const NewVerdict& verdict, std::span<const VerdictRecord> records);

}  // namespace zhike::resolve
