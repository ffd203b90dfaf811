// SPDX-License-Identifier: Apache-2.0
// Every row is walked by some thread; what was kept becomes one list, its patterns numbered by first appearance.
#include "resolve/candidates.h"

#include <algorithm>
#include <atomic>
#include <memory>
#include <mutex>
#include <utility>

#include "base/parallel.h"
#include "resolve/memory.h"
#include "resolve/row_walk.h"

namespace zhike::resolve {
namespace {

AliasLists lists_of(const Fields& fields, const std::vector<AliasPair>& aliases) {
  AliasLists lists(fields.size());
  for (std::size_t f = 0; f < fields.size(); ++f) {
    std::vector<std::pair<std::uint32_t, std::uint32_t>> both;
    for (const auto& alias : aliases) {
      if (alias.field != f) continue;
      both.emplace_back(alias.left, alias.right);
      both.emplace_back(alias.right, alias.left);
    }
    if (both.empty()) continue;
    std::sort(both.begin(), both.end());
    std::size_t next = 0;
    for (std::uint32_t value = 0; value < fields.field[f].values_count(); ++value) {
      for (; next < both.size() && both[next].first == value; ++next) lists[f].items.push_back(both[next].second);
      lists[f].begin.push_back(lists[f].items.size());
    }
  }
  return lists;
}

// Numbers of patterns by first appearance.
class PatternNumbers {
 public:
  std::uint32_t number(std::uint64_t pattern) {
    if (patterns_.size() * 2 >= slots_.size()) grow();
    auto& slot = find(pattern);
    if (slot == 0) {
      patterns_.push_back(pattern);
      slot = static_cast<std::uint32_t>(patterns_.size());
    }
    return slot - 1;
  }
  const std::vector<std::uint64_t>& patterns() const { return patterns_; }

 private:
  std::uint32_t& find(std::uint64_t pattern) {
    const std::size_t mask = slots_.size() - 1;
    std::size_t at = (pattern * 0x9E3779B97F4A7C15ULL >> 20) & mask;
    while (slots_[at] != 0 && patterns_[slots_[at] - 1] != pattern) at = (at + 1) & mask;
    return slots_[at];
  }
  void grow() {
    slots_.assign(std::max<std::size_t>(64, slots_.size() * 4), 0);
    for (std::size_t k = 0; k < patterns_.size(); ++k) find(patterns_[k]) = static_cast<std::uint32_t>(k + 1);
  }
  std::vector<std::uint64_t> patterns_;
  std::vector<std::uint32_t> slots_;
};

// One list out of the pieces, patterns numbered by first appearance over all.
Status gather(SpillPieces<Kept>& kept, Candidates& out, const Options& options) {
  constexpr std::size_t pieces_together = 1024;  // numbered in their order, then copied by all threads
  PatternNumbers numbers;
  ZK_TRY_SET(out.pairs, SpillArray<Candidate>::make(kept.size(), spill_rules(options, 40)));
  std::size_t done_before = 0;
  for (std::size_t from = 0; from < kept.pieces(); from += pieces_together) {
    const std::size_t pieces = std::min(pieces_together, kept.pieces() - from);
    std::vector<std::vector<Kept>> some(pieces);
    std::vector<std::size_t> begin(pieces + 1, done_before);
    for (std::size_t k = 0; k < pieces; ++k) {
      ZK_TRY_SET(some[k], kept.take(from + k));
      begin[k + 1] = begin[k] + some[k].size();
      for (auto& pair : some[k]) pair.pattern = numbers.number(pair.pattern);
    }
    parallel_pieces(pieces, 16, thread_count(options.threads), [&](std::size_t first, std::size_t last, int) {
      for (std::size_t k = first; k < last; ++k) {
        auto at = begin[k];
        for (const auto& pair : some[k]) out.pairs[at++] = {pair.left, pair.right, static_cast<std::uint32_t>(pair.pattern)};
      }
    });
    out.pairs.let_go(done_before, begin.back());
    done_before = begin.back();
  }
  for (const auto pattern : numbers.patterns()) out.patterns.push_back(PairLevels::from(pattern));
  return done();
}

}  // namespace

std::uint32_t similar_walk_rows(std::size_t rows) {
  constexpr std::size_t similar_rows_met_in_all = std::size_t{1} << 24;
  return static_cast<std::uint32_t>(std::clamp<std::size_t>(similar_rows_met_in_all / std::max<std::size_t>(rows, 1), 32, 1024));
}

std::uint32_t walk_rows(std::size_t rows) {
  constexpr std::size_t rows_met_in_all = std::size_t{1} << 27;
  return static_cast<std::uint32_t>(std::clamp<std::size_t>(rows_met_in_all / std::max<std::size_t>(rows, 1), 512, 4096));
}

namespace {

bool by_rows(const Candidate& a, const Candidate& b) { return std::pair(a.left, a.right) < std::pair(b.left, b.right); }

bool holds_alias(const Fields& fields, const AliasLists& lists, const Candidate& pair) {
  const auto a = fields.codes(pair.left);
  const auto b = fields.codes(pair.right);
  for (std::size_t f = 0; f < a.size(); ++f) {
    if (a[f] == 0 || b[f] == 0 || lists[f].size() == 0) continue;
    const auto list = lists[f][a[f]];
    if (std::binary_search(list.begin(), list.end(), b[f])) return true;
  }
  return false;
}

// Runs work(walk, row, out) for every row by pieces; what it kept comes out by (left, right).
template <class Work>
Status walk_all(Candidates& out, const Scorer& scorer, const Conjunctions& conjunctions, const Options& options, const Work& work) {
  constexpr std::size_t piece = 512;
  const std::size_t rows = scorer.fields().rows;
  const int threads = thread_count(options.threads);
  SpillPieces<Kept> kept(rows / piece + 1, spill_rules(options, 60));
  std::vector<std::unique_ptr<RowWalk>> walks(static_cast<std::size_t>(threads));
  std::atomic<bool> failed{false};
  std::mutex failing;
  Status status = done();
  parallel_pieces(rows, piece, threads, [&](std::size_t first, std::size_t last, int thread) {
    if (failed.load()) return;
    auto& walk = walks[static_cast<std::size_t>(thread)];
    if (!walk) walk = std::make_unique<RowWalk>(scorer, conjunctions, options);
    std::vector<Kept> found;
    for (std::size_t row = first; row < last; ++row) {
      const std::size_t before = found.size();
      work(*walk, static_cast<std::uint32_t>(row), found);
      std::sort(found.begin() + static_cast<std::ptrdiff_t>(before), found.end(),
                [](const Kept& a, const Kept& b) { return a.right < b.right; });
    }
    if (auto put = kept.put(first / piece, std::move(found)); !put.ok()) {
      const std::scoped_lock lock(failing);
      if (!failed.exchange(true)) status = put.error();
    }
  });
  if (failed && status.error().code == ErrorCode::too_large) return check_memory(options, options.memory_bytes + kept.size() * sizeof(Kept), "candidates");
  ZK_TRY(std::move(status));
  ZK_TRY(gather(kept, out, options));
  for (const auto& walk : walks) {
    if (!walk) continue;
    out.met += walk->met;
    out.compared += walk->compared;
  }
  return done();
}

}  // namespace

Result<Candidates> find_candidates(const Scorer& scorer, const Options& options) {
  const std::size_t rows = scorer.fields().rows;
  Conjunctions conjunctions;
  if (rows > walk_rows(rows)) conjunctions = find_conjunctions(scorer.fields(), conjunction_limits(rows), thread_count(options.threads));
  Candidates candidates;
  ZK_TRY(walk_all(candidates, scorer, conjunctions, options,
                  [](RowWalk& walk, std::uint32_t row, std::vector<Kept>& out) { walk.run(row, out); }));
  return candidates;
}

namespace {

// The pairs of both, by rows; of those that are in both, the first.
Result<SpillArray<Candidate>> merged(const SpillArray<Candidate>& pairs, const SpillArray<Candidate>& more, const Options& options) {
  std::vector<Candidate> fresh;
  for (const auto& pair : more)
    if (!std::binary_search(pairs.begin(), pairs.end(), pair, by_rows)) fresh.push_back(pair);
  ZK_TRY_SET(auto all, SpillArray<Candidate>::make(pairs.size() + fresh.size(), spill_rules(options, 40)));
  std::merge(pairs.begin(), pairs.end(), fresh.begin(), fresh.end(), all.begin(), by_rows);
  pairs.let_go(0, pairs.size());
  all.let_go(0, all.size());
  return all;
}

}  // namespace

Status add_alias_pairs(Candidates& candidates, const Scorer& scorer, const std::vector<AliasPair>& aliases, const Options& options) {
  const Fields& fields = scorer.fields();
  const auto lists = lists_of(fields, aliases);
  Candidates found;
  ZK_TRY(walk_all(found, scorer, {}, options,
                  [&](RowWalk& walk, std::uint32_t row, std::vector<Kept>& out) { walk.run_aliases(row, lists, out); }));
  PatternNumbers numbers;
  for (const auto& pattern : candidates.patterns) numbers.number(pattern.pattern());
  for (auto& pair : found.pairs) pair.pattern = numbers.number(found.patterns[pair.pattern].pattern());
  std::vector<std::uint8_t> touched(candidates.pairs.size(), 0);
  parallel_pieces(touched.size(), 8192, thread_count(options.threads), [&](std::size_t first, std::size_t last, int) {
    for (std::size_t k = first; k < last; ++k) touched[k] = holds_alias(fields, lists, candidates.pairs[k]);
  });
  for (std::size_t k = 0; k < touched.size(); ++k) {
    auto& pair = candidates.pairs[k];
    if (touched[k] != 0) pair.pattern = numbers.number(scorer.levels(pair.left, pair.right).pattern());
  }
  for (std::size_t k = candidates.patterns.size(); k < numbers.patterns().size(); ++k)
    candidates.patterns.push_back(PairLevels::from(numbers.patterns()[k]));
  ZK_TRY_SET(candidates.pairs, merged(candidates.pairs, found.pairs, options));
  candidates.met += found.met;
  candidates.compared += found.compared;
  return done();
}

}  // namespace zhike::resolve
