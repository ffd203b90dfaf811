// SPDX-License-Identifier: Apache-2.0
// As engine/resolve/linkage.cpp, for scores that come from elsewhere. Sums are whole numbers, ties go by item.
#include "resolve/splink/pair_linkage.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <queue>
#include <unordered_map>
#include <utility>

namespace zhike::resolve::splink {
namespace {

constexpr double lowest_vote = -30, highest_vote = 40;
constexpr double gain_per_pair = 0.1, gain_most = 2;  // agreeing pairs add up as n to this power
constexpr double vote_units = 1 << 16;

struct Votes {
  std::int64_t bits = 0, weight = 0, pairs = 0;
  void add(const Votes& other) {
    bits += other.bits;
    weight += other.weight;
    pairs += other.pairs;
  }
};

struct Merge {
  double score = 0;
  std::uint32_t a = 0, b = 0, version_a = 0, version_b = 0;
  friend bool operator<(const Merge& x, const Merge& y) { return x.score != y.score ? x.score < y.score : std::pair(x.a, x.b) > std::pair(y.a, y.b); }
};

class Linking {
 public:
  Linking(std::size_t count, double prior, double cut) : prior_(prior), cut_(cut), neighbours_(count), members_(count), version_(count, 0) {
    for (std::uint32_t item = 0; item < count; ++item) members_[item] = {item};
  }

  std::vector<std::uint32_t> run(const std::vector<PairVote>& votes) {
    double weights = 0;
    for (const auto& vote : votes) weights += vote.weight;
    usual_weight_ = std::llround(1024 * weights / std::max<double>(1, static_cast<double>(votes.size())));
    for (const auto& vote : votes) {
      const std::int64_t weight = std::llround(vote.weight * 1024);
      const Votes one{weight * std::llround(std::clamp(vote.bits, lowest_vote, highest_vote) * vote_units) / static_cast<std::int64_t>(vote_units), weight, 1};
      neighbours_[vote.left].emplace(vote.right, one);
      neighbours_[vote.right].emplace(vote.left, one);
      offer(vote.left, vote.right, one);
    }
    while (!best_.empty()) {
      const Merge merge = best_.top();
      best_.pop();
      if (version_[merge.a] == merge.version_a && version_[merge.b] == merge.version_b) join(merge.a, merge.b);
    }
    std::vector<std::uint32_t> cluster(members_.size());
    for (const auto& rows : members_) {
      if (rows.empty()) continue;
      const auto smallest = *std::min_element(rows.begin(), rows.end());
      for (const auto row : rows) cluster[row] = smallest;
    }
    return cluster;
  }

 private:
  double score(std::uint32_t a, std::uint32_t b, Votes votes) const {
    const auto all = static_cast<std::int64_t>(members_[a].size() * members_[b].size());
    const std::int64_t missing = (all - votes.pairs) * usual_weight_;
    const double mean = (static_cast<double>(votes.bits) + static_cast<double>(missing) * prior_) / std::max(1.0, static_cast<double>(votes.weight + missing));
    return all > 1 && mean > prior_ ? prior_ + (mean - prior_) * std::min(gain_most, std::pow(static_cast<double>(all), gain_per_pair)) : mean;
  }
  void offer(std::uint32_t a, std::uint32_t b, const Votes& votes) {
    const double value = score(a, b, votes);
    if (value <= cut_) return;
    if (a > b) std::swap(a, b);
    best_.push({value, a, b, version_[a], version_[b]});
  }
  void join(std::uint32_t a, std::uint32_t b) {
    if (neighbours_[a].size() < neighbours_[b].size()) std::swap(a, b);
    auto gone = std::move(neighbours_[b]);
    auto& kept = neighbours_[a];
    kept.erase(b);
    gone.erase(a);
    for (const auto& [other, votes] : gone) {
      neighbours_[other].erase(b);
      kept[other].add(votes);
    }
    members_[a].insert(members_[a].end(), members_[b].begin(), members_[b].end());
    members_[b].clear();
    ++version_[a];
    ++version_[b];
    for (const auto& [other, votes] : kept) {
      neighbours_[other][a] = votes;
      offer(a, other, votes);
    }
  }

  double prior_, cut_;
  std::int64_t usual_weight_ = 1024;
  std::vector<std::unordered_map<std::uint32_t, Votes>> neighbours_;
  std::vector<std::vector<std::uint32_t>> members_;
  std::vector<std::uint32_t> version_;
  std::priority_queue<Merge> best_;
};

}  // namespace

std::vector<std::uint32_t> link_pairs(std::size_t count, const std::vector<PairVote>& votes, double prior_bits, double cut_bits) {
  return Linking(count, prior_bits, cut_bits).run(votes);
}

std::vector<std::uint32_t> connect_pairs(std::size_t count, const std::vector<PairVote>& votes) {
  std::vector<std::uint32_t> parent(count);
  std::iota(parent.begin(), parent.end(), 0);
  const auto root = [&](std::uint32_t at) {
    while (parent[at] != at) at = parent[at] = parent[parent[at]];
    return at;
  };
  for (const auto& vote : votes) {
    const auto a = root(vote.left), b = root(vote.right);
    parent[std::max(a, b)] = std::min(a, b);
  }
  std::vector<std::uint32_t> cluster(count);
  for (std::uint32_t item = 0; item < count; ++item) cluster[item] = root(item);
  return cluster;
}

}  // namespace zhike::resolve::splink
