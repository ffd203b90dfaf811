// SPDX-License-Identifier: Apache-2.0
// Agglomeration with a heap of cluster pairs; stale entries are recognised by version numbers.
#include "resolve/linkage.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <queue>
#include <unordered_map>

#include "resolve/parallel.h"

namespace zhike::resolve {
namespace {

constexpr double lowest_vote = -30;
constexpr double highest_vote = 40;
constexpr double forget_bits = -25;       // neighbours below this are dropped
constexpr double gain_per_pair = 0.1;     // agreeing pairs add up as n to this power
constexpr double gain_most = 2;
constexpr double weight_units = 1 << 10;  // fixed point
constexpr double vote_units = 1 << 16;
constexpr double least_information = 0.1;
constexpr double unsupported_bits = -1;   // a name alone, where that may not merge

// The votes of all cross pairs of two clusters.
struct Votes {
  std::int64_t bits = 0;    // sum of weight * weight of evidence, in weight_units * vote_units
  std::int64_t weight = 0;  // in weight_units
  std::uint32_t pairs = 0;
  std::uint32_t supported = 0;  // pairs that agree on more than names
  std::uint32_t forbidden = 0;

  void add(const Votes& other) {
    bits += other.bits;
    weight += other.weight;
    pairs += other.pairs;
    supported += other.supported;
    forbidden += other.forbidden;
  }
};

std::uint64_t key_of(std::uint32_t a, std::uint32_t b) {
  return static_cast<std::uint64_t>(std::min(a, b)) << 32 | std::max(a, b);
}

struct Merge {
  double score = 0;
  std::uint32_t a = 0;  // a < b
  std::uint32_t b = 0;
  std::uint32_t version_a = 0;
  std::uint32_t version_b = 0;
  // Best score first; ties by canonical row.
  friend bool operator<(const Merge& x, const Merge& y) {
    if (x.score != y.score) return x.score < y.score;
    return std::pair(x.a, x.b) > std::pair(y.a, y.b);
  }
};

class Agglomeration {
 public:
  Agglomeration(const Scorer& scorer, const LinkageRules& rules)
      : scorer_(scorer),
        fields_(scorer.fields()),
        rules_(rules),
        neighbours_(fields_.rows),
        members_(fields_.rows),
        version_(fields_.rows, 0),
        exclusive_(rules.exclusive) {
    for (std::uint32_t row = 0; row < fields_.rows; ++row) members_[row] = {row};
    for (std::size_t f = 0; f < fields_.size(); ++f) {
      const auto& field = scorer.model.fields[f];
      double bits = 0;
      for (int level = 1; level < levels_count(field.kind); ++level)
        bits += field.m[level] * std::log2(field.m[level] / field.u[level]);
      information_.push_back(std::max(bits, least_information));
    }
    for (const auto& pair : rules.different) forbidden_.push_back(key_of(pair.left, pair.right));
    std::sort(forbidden_.begin(), forbidden_.end());
  }

  Linkage run(const std::vector<Link>& links, int threads) {
    std::vector<Votes> votes(links.size());
    parallel_pieces(links.size(), 1024, threads, [&](std::size_t first, std::size_t last, int) {
      for (std::size_t k = first; k < last; ++k) votes[k] = vote(links[k].left, links[k].right);
    });
    for (std::size_t k = 0; k < links.size(); ++k) connect(links[k].left, links[k].right, votes[k]);
    for (const auto& link : rules_.different) connect(link.left, link.right, vote(link.left, link.right));
    Linkage linkage;
    for (const auto& link : rules_.same) join_as_told(link, linkage);
    while (!best_.empty()) {
      const Merge merge = best_.top();
      best_.pop();
      if (version_[merge.a] != merge.version_a || version_[merge.b] != merge.version_b) continue;
      if (complete(merge.a, merge.b)) join(merge.a, merge.b);
    }
    linkage.cluster.resize(fields_.rows);
    for (const auto& rows : members_) {
      if (rows.empty()) continue;
      const auto smallest = *std::min_element(rows.begin(), rows.end());
      for (const auto row : rows) linkage.cluster[row] = smallest;
    }
    return linkage;
  }

  double judge(const std::vector<std::uint32_t>& left, const std::vector<std::uint32_t>& right) const {
    Votes votes;
    for (const auto i : left)
      for (const auto j : right) votes.add(vote(i, j));
    return score(votes, static_cast<double>(left.size()) * static_cast<double>(right.size()));
  }

 private:
  using Neighbours = std::unordered_map<std::uint32_t, Votes>;

  Votes vote(std::uint32_t i, std::uint32_t j) const {
    const std::uint32_t left = std::min(i, j);
    const std::uint32_t right = std::max(i, j);
    Votes votes;
    votes.pairs = 1;
    if (!forbidden_.empty() && std::binary_search(forbidden_.begin(), forbidden_.end(), key_of(left, right))) votes.forbidden = 1;
    if (rules_.link_only && !fields_.source.empty() && fields_.source[left] == fields_.source[right]) return votes;
    const auto levels = scorer_.levels(left, right);
    const auto parts = scorer_.parts(left, right, levels);
    const double bits = std::clamp(parts.total(fields_.size()), lowest_vote, highest_vote);
    double information = 0;
    for (std::size_t f = 0; f < fields_.size(); ++f) {
      if (levels.of[f] != missing_level) information += information_[f];
      const Kind kind = fields_.field[f].kind;
      if (parts.field[f] > 0 && !info(kind).name && kind != Kind::category) votes.supported = 1;
    }
    if (levels.of[PairLevels::swap] != 0) information += information_[fields_.given] + information_[fields_.family];
    votes.weight = std::llround(std::min(information * information, 1e6) * weight_units);
    votes.bits = votes.weight * std::llround(bits * vote_units) / static_cast<std::int64_t>(vote_units);
    return votes;
  }

  // pairs: all cross pairs of the two clusters. Where votes are still missing this is an upper bound: missing pairs
  // are those that were never worth a link.
  double score(const Votes& votes, double pairs) const {
    if (votes.forbidden > 0) return -HUGE_VAL;
    const double prior = scorer_.model.prior_bits;
    double mean = votes.weight == 0 ? prior : static_cast<double>(votes.bits) / static_cast<double>(votes.weight);
    if (pairs > 1 && mean > prior) mean = prior + (mean - prior) * std::min(gain_most, std::pow(pairs, gain_per_pair));
    if (!rules_.name_alone_merges && votes.supported == 0) mean = std::min(mean, unsupported_bits);
    return mean;
  }

  double pairs_of(std::uint32_t a, std::uint32_t b) const {
    return static_cast<double>(members_[a].size()) * static_cast<double>(members_[b].size());
  }

  // Works out the votes that are missing between two clusters. True when all were there already; otherwise the pair
  // is offered again at its true score.
  bool complete(std::uint32_t a, std::uint32_t b) {
    Votes& votes = neighbours_[a].at(b);
    if (votes.pairs == pairs_of(a, b)) return true;
    votes = cross_votes(a, b);
    neighbours_[b][a] = votes;
    offer(a, b, votes);
    return false;
  }

  void connect(std::uint32_t i, std::uint32_t j, const Votes& votes) {
    if (i == j || neighbours_[i].contains(j)) return;
    neighbours_[i].emplace(j, votes);
    neighbours_[j].emplace(i, votes);
    offer(i, j, votes);
  }

  bool excluded(std::uint32_t a, std::uint32_t b) const {
    return std::any_of(exclusive_.begin(), exclusive_.end(),
                       [&](const auto& code) { return code[a] != 0 && code[b] != 0 && code[a] != code[b]; });
  }

  void offer(std::uint32_t a, std::uint32_t b, const Votes& votes) {
    if (excluded(a, b)) return;
    const double value = score(votes, pairs_of(a, b));
    if (value <= rules_.cut_bits) return;
    if (a > b) std::swap(a, b);
    best_.push({value, a, b, version_[a], version_[b]});
  }

  Votes cross_votes(std::uint32_t a, std::uint32_t b) const {
    Votes votes;
    for (const auto i : members_[a])
      for (const auto j : members_[b]) votes.add(vote(i, j));
    return votes;
  }

  std::uint32_t cluster_of(std::uint32_t row) const {
    while (joined_.contains(row)) row = joined_.at(row);
    return row;
  }

  void join_as_told(const Link& link, Linkage& linkage) {
    const auto a = cluster_of(link.left);
    const auto b = cluster_of(link.right);
    if (a == b) return;
    if (cross_votes(a, b).forbidden > 0) {
      linkage.contradicted.push_back(link);
      return;
    }
    if (!neighbours_[a].contains(b)) {
      const Votes votes = cross_votes(a, b);
      neighbours_[a].emplace(b, votes);
      neighbours_[b].emplace(a, votes);
    }
    join(a, b);
  }

  // b goes into a and the votes of both are added. Votes that only one of them has stay incomplete: they are worked
  // out when that pair of clusters comes up for a merge, which most never do.
  void join(std::uint32_t a, std::uint32_t b) {
    if (neighbours_[a].size() < neighbours_[b].size()) std::swap(a, b);
    auto& kept = neighbours_[a];
    auto& gone = neighbours_[b];
    kept.erase(b);
    gone.erase(a);
    for (const auto& [other, votes] : gone) {
      neighbours_[other].erase(b);
      kept[other].add(votes);
    }
    Neighbours().swap(gone);
    members_[a].insert(members_[a].end(), members_[b].begin(), members_[b].end());
    members_[b].clear();
    for (auto& code : exclusive_)
      if (code[a] == 0) code[a] = code[b];
    ++version_[a];
    ++version_[b];
    if (!rules_.same.empty()) joined_[b] = a;
    for (auto at = kept.begin(); at != kept.end();) {
      const auto other = at->first;
      const double value = score(at->second, pairs_of(a, other));
      if (value < forget_bits && at->second.forbidden == 0) {
        neighbours_[other].erase(a);
        at = kept.erase(at);
        continue;
      }
      neighbours_[other][a] = at->second;
      offer(a, other, at->second);
      ++at;
    }
  }

  const Scorer& scorer_;
  const Fields& fields_;
  const LinkageRules& rules_;
  std::vector<double> information_;
  std::vector<std::uint64_t> forbidden_;
  std::vector<Neighbours> neighbours_;
  std::vector<std::vector<std::uint32_t>> members_;
  std::vector<std::uint32_t> version_;
  std::vector<std::vector<std::uint32_t>> exclusive_;  // now per cluster
  std::unordered_map<std::uint32_t, std::uint32_t> joined_;
  std::priority_queue<Merge> best_;
};

}  // namespace

double score_of_clusters(const Scorer& scorer, const std::vector<std::uint32_t>& left, const std::vector<std::uint32_t>& right,
                         const LinkageRules& rules) {
  return Agglomeration(scorer, rules).judge(left, right);
}

Linkage link_clusters(const Scorer& scorer, const std::vector<Link>& links, const LinkageRules& rules, int threads) {
  return Agglomeration(scorer, rules).run(links, threads);
}

}  // namespace zhike::resolve
