// SPDX-License-Identifier: Apache-2.0
// Every row is walked by some thread; what was kept becomes one list, its patterns numbered by first appearance.
#include "resolve/candidates.h"

#include <algorithm>
#include <atomic>
#include <memory>
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
void gather(std::vector<std::vector<Kept>>& kept, Candidates& out, int threads) {
  PatternNumbers numbers;
  std::vector<std::size_t> begin(kept.size() + 1, 0);
  for (std::size_t k = 0; k < kept.size(); ++k) {
    begin[k + 1] = begin[k] + kept[k].size();
    for (auto& pair : kept[k]) pair.pattern = numbers.number(pair.pattern);
  }
  for (const auto pattern : numbers.patterns()) out.patterns.push_back(PairLevels::from(pattern));
  out.pairs.resize(begin.back());
  parallel_pieces(kept.size(), 16, threads, [&](std::size_t first, std::size_t last, int) {
    for (std::size_t k = first; k < last; ++k) {
      auto at = begin[k];
      for (const auto& pair : kept[k])
        out.pairs[at++] = {pair.left, pair.right, static_cast<std::uint32_t>(pair.pattern)};
      std::vector<Kept>().swap(kept[k]);
    }
  });
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
  std::vector<std::vector<Kept>> kept(rows / piece + 1);
  std::vector<std::unique_ptr<RowWalk>> walks(static_cast<std::size_t>(threads));
  // Every pair is held twice for a moment, as it was kept and as a candidate.
  const std::uint64_t pairs_most = options.memory_bytes == 0 ? ~std::uint64_t{0} : options.memory_bytes / (sizeof(Kept) + sizeof(Candidate));
  std::atomic<std::uint64_t> pairs_count{0};
  parallel_pieces(rows, piece, threads, [&](std::size_t first, std::size_t last, int thread) {
    if (pairs_count.load() > pairs_most) return;
    auto& walk = walks[static_cast<std::size_t>(thread)];
    if (!walk) walk = std::make_unique<RowWalk>(scorer, conjunctions, options);
    auto& found = kept[first / piece];
    for (std::size_t row = first; row < last; ++row) {
      const std::size_t before = found.size();
      work(*walk, static_cast<std::uint32_t>(row), found);
      std::sort(found.begin() + static_cast<std::ptrdiff_t>(before), found.end(),
                [](const Kept& a, const Kept& b) { return a.right < b.right; });
    }
    pairs_count += found.size();
  });
  ZK_TRY(check_memory(options, pairs_count.load() * (sizeof(Kept) + sizeof(Candidate)), "candidates"));
  gather(kept, out, threads);
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
  const auto before = static_cast<std::ptrdiff_t>(candidates.pairs.size());
  for (const auto& pair : found.pairs)
    if (!std::binary_search(candidates.pairs.begin(), candidates.pairs.begin() + before, pair, by_rows)) candidates.pairs.push_back(pair);
  std::inplace_merge(candidates.pairs.begin(), candidates.pairs.begin() + before, candidates.pairs.end(), by_rows);
  candidates.met += found.met;
  candidates.compared += found.compared;
  return done();
}

}  // namespace zhike::resolve
