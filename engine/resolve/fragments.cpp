// SPDX-License-Identifier: Apache-2.0
// Linkage asks of two clusters "same or not"; here one row (or two that found each other) asks "which of these, or none".
#include "resolve/fragments.h"

#include <algorithm>
#include <cmath>
#include <numeric>

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
  Second(const Scorer& scorer, std::span<const ScoredLink> links, const std::vector<PairLevels>& patterns, const LinkageRules& rules,
         const std::vector<double>& bonus, const std::vector<std::uint32_t>& cluster)
      : fields_(scorer.fields()),
        rules_(rules),
        bonus_(bonus),
        judge_(scorer, patterns, rules),
        knows_patterns_(!patterns.empty()),
        cluster_(cluster) {
    list_members();
    list_partners(links);
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
    const auto partners = partners_[name];
    std::vector<Partner> all_links(partners.begin(), partners.end());
    std::stable_sort(all_links.begin(), all_links.end(), [](const Partner& a, const Partner& b) { return a.cluster < b.cluster; });
    double best = -HUGE_VAL;
    double all = 1;  // staying apart
    std::uint32_t to = name;
    for (std::span<const Partner> rest = all_links; !rest.empty();) {
      const auto candidate = rest.front().cluster;
      const auto count = static_cast<std::size_t>(std::ranges::find_if(rest, [&](const Partner& other) { return other.cluster != candidate; }) - rest.begin());
      const double bits = odds(name, candidate, rest.first(count));
      rest = rest.subspan(count);
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
  // A cluster that a fragment has a link to.
  struct Partner {
    std::uint32_t cluster = 0;
    const ScoredLink* link = nullptr;
  };

  void list_members() {
    members_.begin.assign(cluster_.size() + 1, 0);
    for (const auto name : cluster_) ++members_.begin[name + 1];
    std::partial_sum(members_.begin.begin(), members_.begin.end(), members_.begin.begin());
    members_.items.resize(cluster_.size());
    auto at = members_.begin;
    for (std::uint32_t row = 0; row < cluster_.size(); ++row) members_.items[at[cluster_[row]]++] = row;
  }

  void list_partners(std::span<const ScoredLink> links) {
    const auto each = [&](const auto& use) {
      for (const auto& link : links) {
        const auto left = cluster_[link.left], right = cluster_[link.right];
        if (left == right) continue;
        if (members_[left].size() <= fragment_rows_most) use(left, Partner{right, &link});
        if (members_[right].size() <= fragment_rows_most) use(right, Partner{left, &link});
      }
    };
    partners_.begin.assign(cluster_.size() + 1, 0);
    each([&](std::uint32_t fragment, const Partner&) { ++partners_.begin[fragment + 1]; });
    std::partial_sum(partners_.begin.begin(), partners_.begin.end(), partners_.begin.begin());
    partners_.items.resize(partners_.begin.back());
    auto at = partners_.begin;
    each([&](std::uint32_t fragment, const Partner& partner) { partners_.items[at[fragment]++] = partner; });
  }

  // Log odds of belonging to the cluster against staying apart. links: those between the two.
  double odds(std::uint32_t fragment, std::uint32_t candidate, std::span<const Partner> links) const {
    const auto members = members_[candidate];
    const std::size_t seen = std::min(members.size(), members_most);
    Votes votes;
    for (const auto row : members_[fragment]) {
      for (std::size_t k = 0; k < seen; ++k) {
        if (apart(row, members[k])) return -HUGE_VAL;
        votes.add(vote(row, members[k], links));
      }
    }
    if (!rules_.name_alone_merges && votes.supported == 0) return -HUGE_VAL;
    const double pairs = static_cast<double>(members.size() * members_[fragment].size());
    return judge_.score(votes, pairs) + bonus_[members_[fragment].size() - 1];
  }

  // As the link says, where there is one: the same vote, and nothing to work out.
  Votes vote(std::uint32_t i, std::uint32_t j, std::span<const Partner> links) const {
    if (knows_patterns_)
      for (const auto& partner : links)
        if (key_of(partner.link->left, partner.link->right) == key_of(i, j)) return judge_.vote(*partner.link);
    return judge_.vote(i, j);
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
  const Judge judge_;
  const bool knows_patterns_;
  const std::vector<std::uint32_t>& cluster_;
  Lists<std::uint32_t> members_;  // per name of a cluster
  Lists<Partner> partners_;       // per name of a fragment
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

std::size_t attach_fragments(const Scorer& scorer, std::span<const ScoredLink> links, const LinkageRules& rules,
                             const std::vector<double>& fragment_bits, Linkage& linkage, int threads, const std::vector<PairLevels>& patterns) {
  auto& cluster = linkage.cluster;
  const Second second(scorer, links, patterns, rules, fragment_bits, cluster);
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
