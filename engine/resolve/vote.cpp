// SPDX-License-Identifier: Apache-2.0
// Whole numbers throughout: sums of votes are then the same in any order.
#include "resolve/vote.h"

#include <algorithm>
#include <cmath>

namespace zhike::resolve {
namespace {

constexpr double lowest_vote = -30;
constexpr double highest_vote = 40;
constexpr double gain_per_pair = 0.1;  // agreeing pairs add up as n to this power
constexpr double gain_most = 2;
constexpr double weight_units = 1 << 10;  // fixed point
constexpr double vote_units = 1 << 16;
constexpr double least_information = 0.1;
constexpr double unsupported_bits = -1;  // a name alone, where that may not merge

}  // namespace

Judge::Judge(const Scorer& scorer, const std::vector<PairLevels>& patterns, const LinkageRules& rules)
    : scorer_(&scorer), patterns_(&patterns), rules_(&rules) {
  for (const auto& field : scorer.model.fields) {
    double bits = 0;
    for (int level = 1; level < levels_count(field.kind); ++level) bits += field.m[level] * std::log2(field.m[level] / field.u[level]);
    information_.push_back(std::max(bits, least_information));
  }
  for (const auto& pattern : patterns) pattern_information_.push_back(information(pattern));
  for (const auto& pair : rules.different) forbidden_.push_back(key_of(pair.left, pair.right));
  std::sort(forbidden_.begin(), forbidden_.end());
}

double Judge::information(const PairLevels& levels) const {
  if (!scorer_->method.information_weights) return 1;
  double information = 0;
  for (std::size_t f = 0; f < information_.size(); ++f)
    if (levels.of[f] != missing_level) information += information_[f];
  const Fields& fields = scorer_->fields();
  if (levels.of[PairLevels::swap] != 0) information += information_[fields.given] + information_[fields.family];
  return information;
}

bool Judge::supported(std::uint32_t left, std::uint32_t right, const PairLevels& levels) const {
  const auto parts = scorer_->parts(left, right, levels);
  const Fields& fields = scorer_->fields();
  for (std::size_t f = 0; f < fields.size(); ++f) {
    const Kind kind = fields.field[f].kind;
    if (parts.field[f] > 0 && !info(kind).name && kind != Kind::category) return true;
  }
  return false;
}

Votes Judge::start(std::uint32_t left, std::uint32_t right, bool& counts) const {
  Votes votes;
  votes.pairs = 1;
  if (!forbidden_.empty() && std::binary_search(forbidden_.begin(), forbidden_.end(), key_of(left, right))) votes.forbidden = 1;
  const auto& source = scorer_->fields().source;
  counts = !(rules_->link_only && !source.empty() && source[left] == source[right]);
  return votes;
}

void Judge::fill(Votes& votes, double bits, double information) const {
  votes.weight = std::llround(std::min(information * information, 1e6) * weight_units);
  votes.bits = votes.weight * std::llround(std::clamp(bits, lowest_vote, highest_vote) * vote_units) / static_cast<std::int64_t>(vote_units);
}

Votes Judge::vote(std::uint32_t i, std::uint32_t j) const {
  const std::uint32_t left = std::min(i, j);
  const std::uint32_t right = std::max(i, j);
  bool counts = true;
  Votes votes = start(left, right, counts);
  if (!counts) return votes;
  const auto levels = scorer_->levels(left, right);
  // As a float, like the weights of links: a pair votes the same whether it was one or not.
  fill(votes, static_cast<float>(scorer_->exact_score(left, right, levels).weight), information(levels));
  votes.supported = !rules_->name_alone_merges && supported(left, right, levels);
  return votes;
}

Votes Judge::vote(const ScoredLink& link) const {
  bool counts = true;
  Votes votes = start(link.left, link.right, counts);
  if (!counts) return votes;
  fill(votes, link.weight, pattern_information_[link.pattern]);
  votes.supported = !rules_->name_alone_merges && supported(link.left, link.right, (*patterns_)[link.pattern]);
  return votes;
}

double Judge::score(const Votes& votes, double pairs) const {
  if (votes.forbidden > 0) return -HUGE_VAL;
  const double prior = scorer_->model.prior_bits;
  double mean = votes.weight == 0 ? prior : static_cast<double>(votes.bits) / static_cast<double>(votes.weight);
  if (pairs > 1 && mean > prior) mean = prior + (mean - prior) * std::min(gain_most, std::pow(pairs, gain_per_pair));
  if (!rules_->name_alone_merges && votes.supported == 0) mean = std::min(mean, unsupported_bits);
  return mean;
}

}  // namespace zhike::resolve
