// SPDX-License-Identifier: Apache-2.0
// From two rows to bits of evidence: levels per field, chance of these very values, dependence, and the rival
// explanation "another member of the household".
// Constant while it scores; safe from any thread then.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "resolve/chance.h"
#include "resolve/field.h"
#include "resolve/letters.h"
#include "resolve/model_logs.h"
#include "resolve/resolve.h"

namespace zhike::resolve {

// The level of every field for one pair. The last place says whether given and family name were exchanged.
struct PairLevels {
  static constexpr std::size_t swap = fields_most;
  std::array<std::uint8_t, fields_most + 1> of{};

  std::uint64_t pattern() const {
    std::uint64_t key = 0;
    for (std::size_t k = 0; k < of.size(); ++k) key |= static_cast<std::uint64_t>(of[k]) << (4 * k);
    return key;
  }
  static PairLevels from(std::uint64_t pattern) {
    PairLevels levels;
    for (std::size_t k = 0; k < levels.of.size(); ++k) levels.of[k] = pattern >> (4 * k) & 15;
    return levels;
  }
};

// The part of a pair's evidence that depends on its values and not on m: -log2 of chance, summed.
struct ChanceSum {
  double all = 0;
  double shared = 0;  // over the fields that count for a household
};

struct PairScore {
  double weight = 0;   // log odds of "same customer" against "related or strangers"
  double related = 0;  // log odds of "related" against "strangers"
};

// Each part of a pair's weight, in the order in which they are added up.
struct PairParts {
  double prior = 0;
  std::array<double, fields_most> field{};
  double swap = 0;
  double dependence = 0;
  double related_penalty = 0;
  double related = 0;
  // prior + fields + swap + dependence + penalty, always added in this order.
  double total(std::size_t fields_count) const;
};

class Scorer {
 public:
  explicit Scorer(const Fields& fields) : fields_(&fields) {}

  Model model;
  Method method;
  std::vector<ChanceTable> chance;
  bool email_lift_on = false;

  const Fields& fields() const { return *fields_; }
  // The model as start: m of every kind alike, prior = one match per row, u and chance from the counts.
  void start(int threads);
  // Call after model.m or model.dependences changed.
  void refresh();
  // u and chance for the present m and prior.
  void refresh_chance(int threads);

  PairLevels levels(std::uint32_t left, std::uint32_t right) const;
  // Marks exchanged names: the name fields of `levels` must be set. O(1) unless the names are alike.
  void mark_swap(std::uint32_t left, std::uint32_t right, PairLevels& levels) const;
  // Could mark_swap() mark two rows with these codes? Never false where it would; O(1), without looking at texts.
  bool may_be_swapped(const std::uint32_t* left, const std::uint32_t* right) const;
  // -log2 chance of the left row's names standing the wrong way round; swap as in PairLevels.
  double swap_chance(std::uint32_t left, int swap) const;
  ChanceSum chance_sum(std::uint32_t left, std::uint32_t right, const PairLevels& levels) const;
  // -log2 of chance of what a row holds in a field.
  const ChanceBits& chance_at(std::size_t field, std::size_t row) const {
    if (fields_->row_rarity.empty()) return chance[field][fields_->codes(row)[field]];
    return chance[field].different[fields_->row_rarity[row * fields_->stride() + field]];
  }
  // Brings what is read of a row on its way from memory. Changes nothing else.
  void reach(std::uint32_t row) const {
    __builtin_prefetch(fields_->codes(row).data());
    if (!fields_->row_rarity.empty()) __builtin_prefetch(fields_->row_rarity.data() + row * fields_->stride());
  }
  // The part that depends on the levels alone: sum of log2 m, and over shared fields of log2 m_related.
  ChanceSum pattern_sum(const PairLevels& levels) const;
  PairScore score(const ChanceSum& chance, const ChanceSum& pattern) const;

  PairParts parts(std::uint32_t left, std::uint32_t right, const PairLevels& levels) const;
  PairScore exact_score(std::uint32_t left, std::uint32_t right, const PairLevels& levels) const;
  // -log2 chance of one field at its level: the mean of both sides.
  double field_chance(std::size_t field, std::uint32_t left, std::uint32_t right, int level) const;

 private:
  double email_correction(std::uint32_t left, std::uint32_t right, const PairLevels& levels, double bits) const;
  double dependence(std::uint32_t left, std::uint32_t right, const PairLevels& levels) const;
  double log_m_of(std::size_t field, const PairLevels& levels) const;

  const Fields* fields_;
  ModelLogs logs_;
  std::array<bool, fields_most> in_related_{};  // does the field count when two rows are weighed as members of one household?
  std::vector<int> dependence_of_;  // child field -> index in model.dependences, -1 = free
  std::array<double, 3> log_m_swap_{};
  std::vector<Letters> given_letters_;  // per code
  std::vector<Letters> family_letters_;
};

// Calls work(k) for pairs[first] up to pairs[last], while what it reads of the rows of those behind is on its way.
template <class Pairs, class Work>
void for_scored_pairs(const Scorer& scorer, const Pairs& pairs, std::size_t first, std::size_t last, const Work& work) {
  constexpr std::size_t ahead = 12;
  for (std::size_t k = first; k < last; ++k) {
    if (k + ahead < last) {
      scorer.reach(pairs[k + ahead].left);
      scorer.reach(pairs[k + ahead].right);
    }
    work(k);
  }
}

// How much of an agreeing name an equal e-mail has said already: laura.brown@ is written by many of that name. All of it
// would be right if a count of rows were a count of people; with several rows of each, the e-mail looks more frequent than it
// is. F1 on 1,000,000 persons: .9796 at 0, .9884 at .5, .9892 at .75, .9888 at 1.
inline constexpr double name_share_of_email = 0.75;
// Start value of m_related.
double start_m_related(const FieldModel& field, int level);
// Start value of m: what a field of any kind does before anything is learned.
double start_m(Kind kind, int level);
double log_one_plus_exp2(double bits);  // log2(1 + 2^bits)

}  // namespace zhike::resolve
