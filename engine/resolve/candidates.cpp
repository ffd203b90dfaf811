// SPDX-License-Identifier: Apache-2.0
// For each row, the rows of its values and of similar values are walked and their bits added up per row met.
// Only rows behind it in canonical order are met, so each pair is met once.
#include "resolve/candidates.h"

#include <algorithm>
#include <cmath>
#include <memory>
#include <unordered_map>
#include <utility>

#include "resolve/levels.h"
#include "resolve/parallel.h"

namespace zhike::resolve {
namespace {

// A pair is looked at when it shares log2(rows) less this many bits. One bit more or less moves F1 by .0003.
constexpr double shared_below_log_rows = 5;
// Similar values are walked when they are worth this share of log2(rows).
constexpr double similar_share = 0.4;
constexpr std::size_t list_rows_most = 3000;
constexpr double start_swap_bits = -5;
// How far the evidence seen from the left row alone may lie below that seen from both.
constexpr double one_sided_slack = 4;


struct Kept {
  std::uint32_t left = 0;
  std::uint32_t right = 0;
  std::uint64_t pattern = 0;
  float chance = 0;
  float chance_shared = 0;
};

// One thread's work: accumulators over all rows, cleared by the list of rows met.
class Walk {
 public:
  Walk(const Scorer& scorer, const Options& options)
      : scorer_(scorer),
        fields_(scorer.fields()),
        link_only_(options.link_only && !fields_.source.empty()),
        bits_(fields_.rows, 0),
        table_(fields_.size()) {
    for (std::size_t f = 0; f < fields_.size(); ++f) table_[f].assign(fields_.field[f].values.size(), 0);
    const double log_rows = std::log2(std::max<double>(2, static_cast<double>(fields_.rows)));
    bits_least_ = static_cast<float>(std::max(0.0, log_rows - shared_below_log_rows));
    // In large tables a list of few bits is long and cannot lift a pair over the bar.
    list_bits_least_ = static_cast<float>(std::max(3.0, log_rows - 13.4));
    // Similar values are many short lists, each a jump in memory.
    similar_bits_least_ = std::max(list_bits_least_, static_cast<float>(similar_share * log_rows));
    prior_ = -log_rows;
    start_bits_.resize(fields_.size());
    left_bits_.resize(fields_.size());
    for (std::size_t f = 0; f < fields_.size(); ++f)
      for (int level = 1; level < fields_.field[f].levels(); ++level)
        start_bits_[f][level] = static_cast<float>(std::log2(start_m(fields_.field[f].kind, level)));
  }

  std::uint64_t met = 0;
  std::uint64_t compared = 0;

  void run(std::uint32_t row, std::vector<Kept>& out) {
    rows_met_.clear();
    const auto codes = fields_.codes(row);
    for (std::size_t f = 0; f < codes.size(); ++f)
      if (codes[f] != 0) walk_field(f, codes[f], row);
    walk_exchanged_names(codes, row);
    set_tables(codes, true);
    for (std::size_t f = 0; f < codes.size(); ++f)
      for (std::size_t level = 1; level < levels_most; ++level)
        left_bits_[f][level] = start_bits_[f][level] + scorer_.chance[f][codes[f]][level];
    for (const auto other : rows_met_) {
      const float bits = std::exchange(bits_[other], 0.0F);
      if (bits < bits_least_) continue;
      if (link_only_ && fields_.source[row] == fields_.source[other]) continue;
      if (!fields_.apart.empty() && fields_.are_apart(row, other)) continue;
      ++compared;
      look(row, other, out);
    }
    set_tables(codes, false);
  }

 private:
  void walk_field(std::size_t f, std::uint32_t value, std::uint32_t row) {
    const Field& field = fields_.field[f];
    const auto& bits = scorer_.chance[f][value];
    if (bits[exact_level] >= list_bits_least_) walk(field.rows[value], bits[exact_level], row);
    for (const auto& similar : field.similar[value])
      if (bits[similar.level] >= similar_bits_least_) walk(field.rows[similar.value], bits[similar.level], row);
  }

  // A given name that stands as somebody's surname, and the other way round.
  void walk_exchanged_names(std::span<const std::uint32_t> codes, std::uint32_t row) {
    if (fields_.given == no_field) return;
    const auto as_family = fields_.same_text[0][codes[fields_.given]];
    const auto as_given = fields_.same_text[1][codes[fields_.family]];
    walk_exact(fields_.family, as_family, row);
    walk_exact(fields_.given, as_given, row);
  }

  void walk_exact(std::size_t f, std::uint32_t value, std::uint32_t row) {
    if (value == 0) return;
    const float bits = scorer_.chance[f][value][exact_level];
    if (bits >= list_bits_least_) walk(fields_.field[f].rows[value], bits, row);
  }

  void walk(std::span<const std::uint32_t> rows, float bits, std::uint32_t row) {
    if (rows.size() > list_rows_most) return;
    const auto first = std::upper_bound(rows.begin(), rows.end(), row);
    met += static_cast<std::uint64_t>(rows.end() - first);
    for (auto at = first; at != rows.end(); ++at) {
      if (bits_[*at] == 0) rows_met_.push_back(*at);
      bits_[*at] += bits;
    }
  }

  void set_tables(std::span<const std::uint32_t> codes, bool on) {
    for (std::size_t f = 0; f < codes.size(); ++f) {
      if (codes[f] == 0) continue;
      table_[f][codes[f]] = on ? exact_level : 0;
      for (const auto& similar : fields_.field[f].similar[codes[f]]) table_[f][similar.value] = on ? similar.level : 0;
    }
  }

  void look(std::uint32_t row, std::uint32_t other, std::vector<Kept>& out) {
    PairLevels levels;
    const auto a = fields_.codes(row);
    const auto b = fields_.codes(other);
    double left = prior_;
    for (std::size_t f = 0; f < a.size(); ++f) {
      if (a[f] == 0 || b[f] == 0) continue;
      const auto level = table_[f][b[f]];
      levels.of[f] = level != 0 ? level : static_cast<std::uint8_t>(level_beyond_index(fields_.field[f], a[f], b[f]));
      left += left_bits_[f][levels.of[f]];
    }
    scorer_.mark_swap(row, other, levels);
    if (levels.of[PairLevels::swap] == 0 && left < keep_bits - one_sided_slack) return;
    double bits = prior_ + (levels.of[PairLevels::swap] != 0 ? start_swap_bits : 0);
    for (std::size_t f = 0; f < a.size(); ++f) bits += start_bits_[f][levels.of[f]];
    const auto chance = scorer_.chance_sum(row, other, levels);
    if (bits + chance.all < keep_bits) return;
    out.push_back({row, other, levels.pattern(), static_cast<float>(chance.all), static_cast<float>(chance.shared)});
  }

  const Scorer& scorer_;
  const Fields& fields_;
  bool link_only_;
  std::vector<float> bits_;
  std::vector<std::uint32_t> rows_met_;
  std::vector<std::vector<std::uint8_t>> table_;
  std::vector<std::array<float, levels_most>> start_bits_;
  float bits_least_ = 0;
  float list_bits_least_ = 0;
  float similar_bits_least_ = 0;
  std::vector<std::array<float, levels_most>> left_bits_;  // start m and chance as seen from the present row
  double prior_ = 0;
};

}  // namespace

Candidates find_candidates(const Scorer& scorer, const Options& options) {
  constexpr std::size_t piece = 512;
  const std::size_t rows = scorer.fields().rows;
  const int threads = thread_count(options.threads);
  std::vector<std::vector<Kept>> kept(rows / piece + 1);
  std::vector<std::unique_ptr<Walk>> walks(static_cast<std::size_t>(threads));
  parallel_pieces(rows, piece, threads, [&](std::size_t first, std::size_t last, int thread) {
    auto& walk = walks[static_cast<std::size_t>(thread)];
    if (!walk) walk = std::make_unique<Walk>(scorer, options);
    auto& out = kept[first / piece];
    for (std::size_t row = first; row < last; ++row) {
      const std::size_t before = out.size();
      walk->run(static_cast<std::uint32_t>(row), out);
      std::sort(out.begin() + static_cast<std::ptrdiff_t>(before), out.end(),
                [](const Kept& a, const Kept& b) { return a.right < b.right; });
    }
  });
  Candidates candidates;
  std::unordered_map<std::uint64_t, std::uint32_t> number_of;
  for (auto& some : kept) {
    for (const auto& pair : some) {
      const auto [at, added] = number_of.emplace(pair.pattern, static_cast<std::uint32_t>(candidates.patterns.size()));
      if (added) candidates.patterns.push_back(PairLevels::from(pair.pattern));
      candidates.pairs.push_back({pair.left, pair.right, at->second, pair.chance, pair.chance_shared});
    }
    std::vector<Kept>().swap(some);
  }
  for (const auto& walk : walks) {
    if (!walk) continue;
    candidates.met += walk->met;
    candidates.compared += walk->compared;
  }
  return candidates;
}

}  // namespace zhike::resolve
