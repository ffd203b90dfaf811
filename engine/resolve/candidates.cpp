// SPDX-License-Identifier: Apache-2.0
// For each row the lists of its values are walked, the rarest first, until what is left could not lift a pair over the
// bar any more (prefix filtering, Chaudhuri et al. 2006); what is equal is then read off the codes of the rows met.
// Only rows behind it in canonical order are met, so each pair is met once.
#include "resolve/candidates.h"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <memory>
#include <utility>

#include "resolve/conjunctions.h"
#include "resolve/levels.h"
#include "resolve/memory.h"
#include "resolve/parallel.h"

namespace zhike::resolve {
namespace {

// Values of fields with more values than this are searched for in the list of similar values, not in a table.
constexpr std::size_t table_values_most = 1 << 18;
// How far the evidence seen from the left row alone may lie below that seen from both: equal values are worth the same
// from both sides, so little without similar ones.
constexpr double one_sided_slack = 4;
constexpr double one_sided_slack_equal = 2;
constexpr float rounding_slack = 1e-3F;

struct Kept {
  std::uint32_t left = 0;
  std::uint32_t right = 0;
  std::uint64_t pattern = 0;
  float chance = 0;
  float chance_shared = 0;
};

// The rows of one of the present row's values.
struct Entry {
  float bits = 0;
  std::span<const std::uint32_t> rows;
};

ConjunctionLimits limits_of(std::size_t rows) { return {walk_rows(rows) / 8, 64}; }

// Marks a row as met without counting any bits.
constexpr float met_mark = 1e-30F;
constexpr std::size_t lanes = 8;

// Bits of the codes that are equal. Summed in eight lanes, so that the compiler can do eight at a time and the sum is the
// same on every machine. Both spans have a multiple of eight codes.
float equal_bits(const std::uint32_t* a, const std::uint32_t* b, const float* bits, std::size_t count) {
  std::array<float, lanes> sum{};
  for (std::size_t k = 0; k < count; k += lanes)
    for (std::size_t lane = 0; lane < lanes; ++lane) sum[lane] += a[k + lane] == b[k + lane] ? bits[k + lane] : 0.0F;
  return ((sum[0] + sum[4]) + (sum[1] + sum[5])) + ((sum[2] + sum[6]) + (sum[3] + sum[7]));
}

// Per field and code, the codes of its aliases; no lists for a field without any.
using AliasLists = std::vector<Lists<std::uint32_t>>;

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

// One thread's work.
class Walk {
 public:
  Walk(const Scorer& scorer, const Conjunctions& conjunctions, const Options& options)
      : scorer_(scorer),
        fields_(scorer.fields()),
        conjunctions_(conjunctions),
        link_only_(options.link_only && !fields_.source.empty()),
        bits_(fields_.rows, 0),
        table_(fields_.size()),
        start_bits_(fields_.size()),
        left_bits_(fields_.size()) {
    const double log_rows = std::log2(std::max<double>(2, static_cast<double>(fields_.rows)));
    bits_least_ = static_cast<float>(std::max(0.0, log_rows - shared_below_log_rows));
    rows_most_ = walk_rows(fields_.rows);
    rare_rows_ = limits_of(fields_.rows).frequent_above;
    similar_rows_most_ = static_cast<float>(similar_walk_rows(fields_.rows));
    prior_ = -log_rows;
    for (std::size_t f = 0; f < fields_.size(); ++f) {
      const Field& field = fields_.field[f];
      if (field.values.size() <= table_values_most) table_[f].assign(field.values.size(), 0);
      for (int level = 1; level < field.levels(); ++level)
        start_bits_[f][level] = static_cast<float>(std::log2(start_m(field.kind, level)));
    }
  }

  std::uint64_t met = 0;
  std::uint64_t compared = 0;

  void run(std::uint32_t row, std::vector<Kept>& out) {
    start(row);
    walk_similar(row);
    if (!walk_exact(row) && conjunctions_.groups.size() > row) walk_conjunctions(row);
    if (rows_met_.empty()) return;
    filter(row);
    look_at_passed(row, out);
  }

  // Only the rows that hold an alias of one of the row's values; also those that are candidates already.
  void run_aliases(std::uint32_t row, const AliasLists& aliases, std::vector<Kept>& out) {
    start(row);
    for (std::size_t f = 0; f < codes_.size(); ++f) {
      if (codes_[f] == 0 || aliases[f].size() == 0) continue;
      for (const auto value : aliases[f][codes_[f]])
        if (const auto rows = fields_.field[f].rows[value]; rows.size() <= rows_most_) walk(rows, met_mark, row);
    }
    if (rows_met_.empty()) return;
    list_entries();
    set_tables(true);
    for (const auto other : rows_met_) bits_[other] = similar_bits(other);
    set_tables(false);
    filter(row);
    look_at_passed(row, out);
  }

 private:
  void start(std::uint32_t row) {
    rows_met_.clear();
    codes_ = fields_.codes(row);
    exact_bits_.fill(0);
    for (std::size_t f = 0; f < codes_.size(); ++f)
      if (codes_[f] != 0) exact_bits_[f] = scorer_.chance[f][codes_[f]][exact_level];
  }

  // What walk_similar would have added up for this row.
  float similar_bits(std::uint32_t other) const {
    float bits = met_mark;
    const auto b = fields_.codes(other);
    for (std::size_t f = 0; f < codes_.size(); ++f) {
      if (codes_[f] == 0 || b[f] == 0 || codes_[f] == b[f]) continue;
      const auto level = similar_level(f, b[f]);
      if (level != 0 && fields_.field[f].similar_rows[codes_[f]][level] <= similar_rows_most_) bits += scorer_.chance[f][codes_[f]][level];
    }
    return bits;
  }

  void look_at_passed(std::uint32_t row, std::vector<Kept>& out) {
    if (rows_passed_.empty()) return;
    compared += rows_passed_.size();
    set_tables(true);
    for (std::size_t f = 0; f < codes_.size(); ++f)
      for (std::size_t level = 1; level < levels_most; ++level)
        left_bits_[f][level] = start_bits_[f][level] + scorer_.chance[f][codes_[f]][level];
    for (const auto other : rows_passed_) look(row, other, out);
    set_tables(false);
  }

  // Levels that are rare enough from this value: all rows there are met, and their bits count.
  void walk_similar(std::uint32_t row) {
    if (!scorer_.method.similar_values) return;
    for (std::size_t f = 0; f < codes_.size(); ++f) {
      const Field& field = fields_.field[f];
      const auto similar = field.similar[codes_[f]];
      if (codes_[f] == 0 || similar.empty()) continue;
      std::array<float, levels_most> bits{};
      const auto& rows = field.similar_rows[codes_[f]];
      for (int level = exact_level + 1; level < field.different(); ++level)
        if (rows[level] <= similar_rows_most_) bits[level] = scorer_.chance[f][codes_[f]][level];
      for (const auto& value : similar)
        if (bits[value.level] > 0) walk(field.rows[value.value], bits[value.level], row);
    }
  }

  // Lists of equal values, the rarest first, until those left could not make up the bits. False when frequent ones had
  // to be left out before that.
  bool walk_exact(std::uint32_t row) {
    list_entries();
    float unseen_bits = 0;
    for (const auto& entry : entries_) unseen_bits += entry.bits;
    std::size_t spent = 0;
    bool complete = true;
    for (const auto& entry : entries_) {
      if (unseen_bits + rounding_slack < bits_least_) return complete;
      unseen_bits -= entry.bits;
      spent += entry.rows.size();
      if (entry.rows.size() <= rare_rows_ || spent <= rows_most_) walk(entry.rows, met_mark, row);
      else complete = false;
    }
    return complete;
  }

  void list_entries() {
    entries_.clear();
    for (std::size_t f = 0; f < codes_.size(); ++f)
      if (codes_[f] != 0) entries_.push_back({exact_bits_[f], fields_.field[f].rows[codes_[f]]});
    exchanged_ = {};
    if (fields_.given != no_field) {
      // A given name that stands as somebody's surname, and the other way round.
      exchanged_ = {fields_.same_text[0][codes_[fields_.given]], fields_.same_text[1][codes_[fields_.family]]};
      const std::array name_fields = {fields_.family, fields_.given};
      for (std::size_t k = 0; k < 2; ++k) {
        if (exchanged_[k] == 0) continue;
        exchanged_bits_[k] = scorer_.chance[name_fields[k]][exchanged_[k]][exact_level];
        entries_.push_back({exchanged_bits_[k], fields_.field[name_fields[k]].rows[exchanged_[k]]});
      }
    }
    std::stable_sort(entries_.begin(), entries_.end(), [](const Entry& a, const Entry& b) { return a.rows.size() < b.rows.size(); });
  }

  void walk_conjunctions(std::uint32_t row) {
    std::size_t spent = 0;
    for (const auto group : conjunctions_.groups[row]) {
      const auto rows = conjunctions_.rows[group];
      spent += rows.size();
      if (spent > rows_most_) return;
      walk(rows, met_mark, row);
    }
  }

  void walk(std::span<const std::uint32_t> rows, float bits, std::uint32_t row) {
    const auto* first = rows.data();
    const auto* end = first + rows.size();
    if (rows.size() > 8) first = std::upper_bound(first, end, row);
    met += static_cast<std::uint64_t>(end - first);
    for (; first != end; ++first) {
      const auto other = *first;
      if (other <= row) continue;
      if (bits_[other] == 0) rows_met_.push_back(other);
      bits_[other] += bits;
    }
  }

  // Of the rows met, those that share enough bits.
  void filter(std::uint32_t row) {
    constexpr std::size_t ahead = 16;
    rows_passed_.clear();
    const std::uint32_t* own = fields_.row_codes.data() + row * fields_.stride();
    for (std::size_t k = 0; k < rows_met_.size(); ++k) {
      if (k + ahead < rows_met_.size()) __builtin_prefetch(fields_.row_codes.data() + rows_met_[k + ahead] * fields_.stride());
      const auto other = rows_met_[k];
      const std::uint32_t* codes = fields_.row_codes.data() + other * fields_.stride();
      float shared = equal_bits(own, codes, exact_bits_.data(), fields_.stride()) + std::exchange(bits_[other], 0.0F);
      if (exchanged_[0] != 0 && exchanged_[0] == codes[fields_.family]) shared += exchanged_bits_[0];
      if (exchanged_[1] != 0 && exchanged_[1] == codes[fields_.given]) shared += exchanged_bits_[1];
      if (shared < bits_least_) continue;
      if (link_only_ && fields_.source[row] == fields_.source[other]) continue;
      if (!fields_.apart.empty() && fields_.are_apart(row, other)) continue;
      rows_passed_.push_back(other);
    }
  }

  void set_tables(bool on) {
    for (std::size_t f = 0; f < codes_.size(); ++f) {
      const auto list = fields_.field[f].similar[codes_[f]];
      has_similar_[f] = !list.empty();
      if (table_[f].empty()) continue;
      for (const auto& similar : list) table_[f][similar.value] = on ? similar.level : 0;
    }
  }

  // The level of a value other than the row's own, 0 when it is not similar.
  std::uint8_t similar_level(std::size_t f, std::uint32_t value) const {
    if (!has_similar_[f]) return 0;
    if (!table_[f].empty()) return table_[f][value];
    const auto list = fields_.field[f].similar[codes_[f]];
    const auto at = std::lower_bound(list.begin(), list.end(), value, [](const Similar& similar, std::uint32_t v) { return similar.value < v; });
    return at != list.end() && at->value == value ? at->level : 0;
  }

  void look(std::uint32_t row, std::uint32_t other, std::vector<Kept>& out) {
    PairLevels levels;
    const auto b = fields_.codes(other);
    double left = prior_;
    double slack = one_sided_slack_equal;
    for (std::size_t f = 0; f < b.size(); ++f) {
      if (codes_[f] == 0 || b[f] == 0) continue;
      auto level = codes_[f] == b[f] ? std::uint8_t{exact_level} : similar_level(f, b[f]);
      if (level == 0) level = static_cast<std::uint8_t>(level_beyond_index(fields_.field[f], codes_[f], b[f]));
      else if (level != exact_level) slack = one_sided_slack;
      levels.of[f] = level;
      left += left_bits_[f][level];
    }
    scorer_.mark_swap(row, other, levels);
    if (levels.of[PairLevels::swap] == 0 && left < keep_bits - slack) return;
    double bits = prior_ + (levels.of[PairLevels::swap] != 0 ? start_swap_bits : 0);
    for (std::size_t f = 0; f < b.size(); ++f) bits += start_bits_[f][levels.of[f]];
    const auto chance = scorer_.chance_sum(row, other, levels);
    if (bits + chance.all < keep_bits) return;
    out.push_back({row, other, levels.pattern(), static_cast<float>(chance.all), static_cast<float>(chance.shared)});
  }

  const Scorer& scorer_;
  const Fields& fields_;
  const Conjunctions& conjunctions_;
  bool link_only_;
  std::vector<float> bits_;  // per row: met_mark, and the bits of similar values
  std::vector<std::uint32_t> rows_met_;
  std::vector<std::uint32_t> rows_passed_;
  std::vector<std::vector<std::uint8_t>> table_;  // per field and code: level from the present row's value
  std::vector<Entry> entries_;
  // Of the present row.
  std::span<const std::uint32_t> codes_;
  std::array<float, 2 * lanes> exact_bits_{};
  std::array<bool, fields_most> has_similar_{};
  std::array<std::uint32_t, 2> exchanged_{};
  std::array<float, 2> exchanged_bits_{};
  std::vector<std::array<float, levels_most>> start_bits_;
  std::vector<std::array<float, levels_most>> left_bits_;  // start m and chance as seen from the present row
  float bits_least_ = 0;
  std::size_t rows_most_ = 0;
  std::size_t rare_rows_ = 0;
  float similar_rows_most_ = 0;
  double prior_ = 0;
};

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
        out.pairs[at++] = {pair.left, pair.right, static_cast<std::uint32_t>(pair.pattern), pair.chance, pair.chance_shared};
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

// Runs work(walk, row, out) for every row by pieces; what it kept comes out by (left, right).
template <class Work>
Status walk_all(Candidates& out, const Scorer& scorer, const Conjunctions& conjunctions, const Options& options, const Work& work) {
  constexpr std::size_t piece = 512;
  const std::size_t rows = scorer.fields().rows;
  const int threads = thread_count(options.threads);
  std::vector<std::vector<Kept>> kept(rows / piece + 1);
  std::vector<std::unique_ptr<Walk>> walks(static_cast<std::size_t>(threads));
  // Every pair is held twice for a moment, as it was kept and as a candidate.
  const std::uint64_t pairs_most = options.memory_bytes == 0 ? ~std::uint64_t{0} : options.memory_bytes / (sizeof(Kept) + sizeof(Candidate));
  std::atomic<std::uint64_t> pairs_count{0};
  parallel_pieces(rows, piece, threads, [&](std::size_t first, std::size_t last, int thread) {
    if (pairs_count.load() > pairs_most) return;
    auto& walk = walks[static_cast<std::size_t>(thread)];
    if (!walk) walk = std::make_unique<Walk>(scorer, conjunctions, options);
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
  if (rows > walk_rows(rows)) conjunctions = find_conjunctions(scorer.fields(), limits_of(rows), thread_count(options.threads));
  Candidates candidates;
  ZK_TRY(walk_all(candidates, scorer, conjunctions, options,
                  [](Walk& walk, std::uint32_t row, std::vector<Kept>& out) { walk.run(row, out); }));
  return candidates;
}

Status add_alias_pairs(Candidates& candidates, const Scorer& scorer, const std::vector<AliasPair>& aliases, const Options& options) {
  const Fields& fields = scorer.fields();
  const auto lists = lists_of(fields, aliases);
  Candidates found;
  ZK_TRY(walk_all(found, scorer, {}, options,
                  [&](Walk& walk, std::uint32_t row, std::vector<Kept>& out) { walk.run_aliases(row, lists, out); }));
  PatternNumbers numbers;
  for (const auto& pattern : candidates.patterns) numbers.number(pattern.pattern());
  for (auto& pair : found.pairs) pair.pattern = numbers.number(found.patterns[pair.pattern].pattern());
  for (auto& pair : candidates.pairs) {
    const auto a = fields.codes(pair.left);
    const auto b = fields.codes(pair.right);
    bool touched = false;
    for (std::size_t f = 0; f < a.size() && !touched; ++f) {
      if (a[f] == 0 || b[f] == 0 || lists[f].size() == 0) continue;
      const auto list = lists[f][a[f]];
      touched = std::binary_search(list.begin(), list.end(), b[f]);
    }
    if (touched) pair.pattern = numbers.number(scorer.levels(pair.left, pair.right).pattern());
  }
  for (std::size_t k = candidates.patterns.size(); k < numbers.patterns().size(); ++k)
    candidates.patterns.push_back(PairLevels::from(numbers.patterns()[k]));
  const auto before = static_cast<std::ptrdiff_t>(candidates.pairs.size());
  for (const auto& pair : found.pairs)
    if (!std::binary_search(candidates.pairs.begin(), candidates.pairs.begin() + before, pair, by_rows)) candidates.pairs.push_back(pair);
  std::inplace_merge(candidates.pairs.begin(), candidates.pairs.begin() + before, candidates.pairs.end(), by_rows);
  candidates.met += found.met;
  candidates.compared += found.compared;
  sum_chance(scorer, candidates, thread_count(options.threads));
  return done();
}

void sum_chance(const Scorer& scorer, Candidates& candidates, int threads) {
  parallel_pieces(candidates.pairs.size(), 8192, threads, [&](std::size_t first, std::size_t last, int) {
    for (std::size_t k = first; k < last; ++k) {
      auto& pair = candidates.pairs[k];
      const auto sum = scorer.chance_sum(pair.left, pair.right, candidates.patterns[pair.pattern]);
      pair.chance = static_cast<float>(sum.all);
      pair.chance_shared = static_cast<float>(sum.shared);
    }
  });
}

}  // namespace zhike::resolve
