// SPDX-License-Identifier: Apache-2.0
// Which pairs of rows are worth a look: an inverted index over values and similar values.
// No blocking keys: a pair is found by whatever it has in common. Work per row is bounded, whatever the table's size.
#pragma once

#include <cstdint>
#include <vector>

#include "base/spill.h"
#include "resolve/aliases.h"
#include "resolve/scorer.h"

namespace zhike::resolve {

struct Candidate {
  std::uint32_t left = 0;  // canonical rows, left < right
  std::uint32_t right = 0;
  std::uint32_t pattern = 0;  // index into Candidates::patterns
};

struct Candidates {
  SpillArray<Candidate> pairs;       // by (left, right)
  std::vector<PairLevels> patterns;  // by first appearance
  std::uint64_t met = 0;             // entries walked
  std::uint64_t compared = 0;        // pairs whose levels were looked up
};

// Pairs that share log2(rows) - 4 bits by equal values and by similar ones that are rare (similar_walk_rows), and whose
// evidence under the model reaches keep_bits. Exactly these as long as no row meets more than walk_rows(rows) others:
// the lists that are left unwalked then cannot make up the bits. Beyond, frequent values are met in combination only
// (conjunctions.h).
// Pairs go to options.spill_folder where they would fill options.memory_bytes (0 = no limit). Fails with disk_full when it has
// no room, and with too_large when there is none.
Result<Candidates> find_candidates(const Scorer& scorer, const Options& options);

// After aliases: levels of the pairs they touch anew, and the pairs that now share enough through one of them besides
// (lists longer than walk_rows(rows) are not walked). All other pairs stay.
Status add_alias_pairs(Candidates& candidates, const Scorer& scorer, const std::vector<AliasPair>& aliases, const Options& options);

// Far below any merge: members of a household are found among such pairs (at -10 a sixth of the households was lost).
inline constexpr double keep_bits = -14;
// A pair is looked at when it shares log2(rows) less this many bits. One bit more or less moves F1 by .0003.
inline constexpr double shared_below_log_rows = 4;
// How far the chance of similar values seen from one side of a pair may lie below that seen from both.
inline constexpr double one_sided_slack = 4;
// Start weight of an exchanged name.
inline constexpr double start_swap_bits = -5;
// How many rows a row may meet through single values.
std::uint32_t walk_rows(std::size_t rows);
// Similarity counts where at most this many rows are at the level from the value.
std::uint32_t similar_walk_rows(std::size_t rows);

}  // namespace zhike::resolve
