// SPDX-License-Identifier: Apache-2.0
// Linkage asks of two clusters "same or not"; here one row (or two that found each other) asks "which of these, or none".
#include "resolve/fragments.h"

#include <algorithm>
#include <cmath>

#include "base/parallel.h"
#include "resolve/vote.h"

namespace zhike::resolve {
namespace {

// Rows that found nobody are the odd ones: likelier to be truly alone than their share says. Per row of the fragment.
constexpr double oddity_bits = 1;
constexpr std::size_t members_most = 64;  // votes of a larger cluster are its first ones in canonical order

// A fragment: a cluster so small that its rows have probably lost their customer, where most customers are larger.
class Second {
 public:
  Second(const Scorer& scorer, const std::vector<ScoredLink>& links, const LinkageRules& rules, const std::vector<double>& bonus,
         std::vector<std::uint32_t> cluster)
      : fields_(scorer.fields()),
        rules_(rules),
        bonus_(bonus),
        judge_(scorer, no_patterns_, rules),
        cluster_(std::move(cluster)),
        members_(cluster_.size()),
        partners_(cluster_.size()) {
    for (std::uint32_t row = 0; row < cluster_.size(); ++row) members_[cluster_[row]].push_back(row);
    for (const auto& link : links) {
      if (cluster_[link.left] == cluster_[link.right]) continue;
      if (size_of(link.left) <= fragment_rows_most) partners_[cluster_[link.left]].push_back(cluster_[link.right]);
      if (size_of(link.right) <= fragment_rows_most) partners_[cluster_[link.right]].push_back(cluster_[link.left]);
    }
    for (const auto& rule : {rules.same, rules.different})
      for (const auto& link : rule) bound_.insert(bound_.end(), {cluster_[link.left], cluster_[link.right]});
    std::sort(bound_.begin(), bound_.end());
  }

  // May this cluster (by name) go elsewhere?
  bool is_fragment(std::uint32_t name) const {
    return cluster_[name] == name && members_[name].size() <= fragment_rows_most && !partners_[name].empty() &&
           !std::binary_search(bound_.begin(), bound_.end(), name);
  }

  // The best cluster for a fragment; its own name when none is likely enough.
  std::uint32_t best_for(std::uint32_t name) const {
    auto clusters = partners_[name];
    std::sort(clusters.begin(), clusters.end());
    clusters.erase(std::unique(clusters.begin(), clusters.end()), clusters.end());
    double best = -HUGE_VAL;
    double all = 1;  // staying apart
    std::uint32_t to = name;
    for (const auto candidate : clusters) {
      const double bits = odds(name, candidate);
      all += std::exp2(std::min(bits, 60.0));
      if (bits > best) {
        best = bits;
        to = candidate;
      }
    }
    const double share = std::exp2(std::min(best, 60.0)) / all;
    return share > 1 / (1 + std::exp2(-rules_.cut_bits)) ? to : name;
  }
  std::size_t size_of(std::uint32_t row) const { return members_[cluster_[row]].size(); }

 private:
  // Log odds of belonging to the cluster against staying apart.
  double odds(std::uint32_t fragment, std::uint32_t candidate) const {
    const auto& members = members_[candidate];
    const std::size_t seen = std::min(members.size(), members_most);
    Votes votes;
    for (const auto row : members_[fragment]) {
      for (std::size_t k = 0; k < seen; ++k) {
        if (apart(row, members[k])) return -HUGE_VAL;
        votes.add(judge_.vote(row, members[k]));
      }
    }
    if (!rules_.name_alone_merges && votes.supported == 0) return -HUGE_VAL;
    const double pairs = static_cast<double>(members.size() * members_[fragment].size());
    return judge_.score(votes, pairs) + bonus_[members_[fragment].size() - 1];
  }

  bool apart(std::uint32_t left, std::uint32_t right) const {
    if (rules_.link_only && !fields_.source.empty() && fields_.source[left] == fields_.source[right]) return true;
    return std::any_of(rules_.exclusive.begin(), rules_.exclusive.end(), [&](const auto& code) {
      return code[left] != 0 && code[right] != 0 && code[left] != code[right];
    });
  }

  const Fields& fields_;
  const LinkageRules& rules_;
  const std::vector<double>& bonus_;  // fragment_bits()
  const std::vector<PairLevels> no_patterns_;
  const Judge judge_;
  const std::vector<std::uint32_t> cluster_;
  std::vector<std::vector<std::uint32_t>> members_;
  std::vector<std::vector<std::uint32_t>> partners_;  // of each fragment: clusters it has links to
  std::vector<std::uint32_t> bound_;  // clusters with a row that a person or a rule has decided about
};

}  // namespace

Linkage connected_components(std::size_t rows, const std::vector<Link>& links) {
  Linkage linkage;
  linkage.cluster.resize(rows);
  for (std::uint32_t row = 0; row < rows; ++row) linkage.cluster[row] = row;
  const auto top = [&](std::uint32_t row) {
    while (linkage.cluster[row] != row) row = linkage.cluster[row] = linkage.cluster[linkage.cluster[row]];
    return row;
  };
  for (const auto& link : links) {
    const auto a = top(link.left);
    const auto b = top(link.right);
    linkage.cluster[std::max(a, b)] = std::min(a, b);
  }
  for (std::uint32_t row = 0; row < rows; ++row) linkage.cluster[row] = top(row);
  return linkage;
}

std::vector<std::uint8_t> fragment_sizes(const std::vector<std::uint32_t>& cluster) {
  std::vector<std::uint32_t> size(cluster.size(), 0);
  for (const auto name : cluster) ++size[name];
  std::vector<std::uint8_t> sizes;
  sizes.reserve(cluster.size());
  for (const auto name : cluster) sizes.push_back(size[name] <= fragment_rows_most ? static_cast<std::uint8_t>(size[name]) : std::uint8_t{0});
  return sizes;
}

FragmentCounts count_fragments(std::span<const std::uint8_t> sizes) {
  FragmentCounts counts{};
  for (const auto size : sizes) ++counts[size];
  return counts;
}

std::vector<double> fragment_bits(const FragmentCounts& counts, std::size_t rows) {
  std::vector<double> bits;
  double in_fragments = 0;
  for (std::size_t most = 1; most <= fragment_rows_most; ++most) {
    in_fragments += static_cast<double>(counts[most]);
    bits.push_back(std::max(0.0, std::log2((static_cast<double>(rows) + 1) / (in_fragments + 1)) - oddity_bits * static_cast<double>(most)));
  }
  return bits;
}

std::size_t attach_fragments(const Scorer& scorer, const std::vector<ScoredLink>& links, const LinkageRules& rules,
                             const std::vector<double>& fragment_bits, Linkage& linkage, int threads) {
  auto& cluster = linkage.cluster;
  const Second second(scorer, links, rules, fragment_bits, cluster);
  std::vector<std::uint32_t> wanted(cluster.size());
  parallel_pieces(cluster.size(), 1024, threads, [&](std::size_t first, std::size_t last, int) {
    for (std::size_t row = first; row < last; ++row) {
      const auto name = static_cast<std::uint32_t>(row);
      wanted[row] = second.is_fragment(name) ? second.best_for(name) : name;
    }
  });
  // A fragment that somebody has joined stays, and one that went elsewhere takes nobody.
  std::vector<std::uint32_t> into(cluster.size());
  for (std::uint32_t name = 0; name < into.size(); ++name) into[name] = name;
  std::vector<bool> taken(cluster.size(), false);
  std::size_t attached = 0;
  for (std::uint32_t name = 0; name < into.size(); ++name) {
    const auto to = wanted[name];
    if (to == name || taken[name] || into[to] != to) continue;
    into[name] = to;
    taken[to] = true;
    ++attached;
  }
  linkage.fragment.assign(cluster.size(), no_fragment);
  for (std::size_t row = 0; row < cluster.size(); ++row) {
    if (into[cluster[row]] != cluster[row]) linkage.fragment[row] = cluster[row];
    cluster[row] = into[cluster[row]];
  }
  return attached;
}

}  // namespace zhike::resolve
