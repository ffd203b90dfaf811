// SPDX-License-Identifier: Apache-2.0
#include "resolve/incremental.h"

#include <algorithm>
#include <cmath>
#include <unordered_map>
#include <unordered_set>

#include "base/parallel.h"
#include "resolve/fragments.h"
#include "resolve/index_window.h"
#include "resolve/linkage.h"

namespace zhike::resolve {
namespace {

constexpr int rounds_most = 4;
constexpr double fragment_bits_moved = 0.25;
// More rows than this are not formed anew together: the nearest neighbours come first.
constexpr std::size_t rows_together_most = 1500;
constexpr std::size_t rows_of_window = 96;

// The neighbours for whose sake clusters are looked at together.
template <class Visit>
void each_near(const IndexData& data, std::uint32_t row, const Visit& visit) {
  data.edges.each(row, [&](const Neighbour& neighbour) {
    if (neighbour.weight >= touch_bits && data.is_there(neighbour.row)) visit(neighbour);
  });
}

// Clusters that must be looked at together.
class Groups {
 public:
  explicit Groups(const IndexData& data) : data_(data) {}

  void add(std::uint32_t seed) {
    const auto mine = data_.cluster[seed];
    find(mine);
    each_near(data_, seed, [&](const Neighbour& neighbour) { near_.push_back({neighbour.weight, mine, data_.cluster[neighbour.row]}); });
    data_.same.each(seed, [&](std::uint32_t row) {
      if (data_.is_there(row)) near_.push_back({HUGE_VALF, mine, data_.cluster[row]});
    });
  }

  // Rows per group, ascending; groups by their first row.
  std::vector<std::vector<std::uint32_t>> take() {
    std::sort(near_.begin(), near_.end(), [](const Near& a, const Near& b) { return a.weight != b.weight ? a.weight > b.weight : std::pair(a.one, a.other) < std::pair(b.one, b.other); });
    for (const auto& near : near_) join(near.one, near.other);
    std::unordered_map<std::uint32_t, std::vector<std::uint32_t>> rows_of;
    for (const auto& [label, parent] : parent_) {
      auto& rows = rows_of[find_known(label)];
      data_.each_member(label, [&](std::uint32_t row) { rows.push_back(row); });
    }
    std::vector<std::vector<std::uint32_t>> groups;
    for (auto& [label, rows] : rows_of) {
      std::sort(rows.begin(), rows.end());
      groups.push_back(std::move(rows));
    }
    std::sort(groups.begin(), groups.end());
    return groups;
  }

 private:
  struct Near {
    float weight = 0;
    std::uint32_t one = 0, other = 0;  // clusters
  };

  std::uint32_t find_known(std::uint32_t label) const {
    while (parent_.at(label) != label) label = parent_.at(label);
    return label;
  }
  std::uint32_t find(std::uint32_t label) {
    const auto [at, added] = parent_.emplace(label, label);
    if (added) size_[label] = members(label);
    return find_known(label);
  }
  void join(std::uint32_t a, std::uint32_t b) {
    a = find(a);
    b = find(b);
    if (a == b || size_[a] + size_[b] > rows_together_most) return;
    if (size_[a] < size_[b]) std::swap(a, b);
    parent_[b] = a;
    size_[a] += size_[b];
  }
  std::size_t members(std::uint32_t label) const {
    std::size_t count = 0;
    data_.each_member(label, [&](std::uint32_t) { ++count; });
    return count;
  }

  const IndexData& data_;
  std::vector<Near> near_;
  std::unordered_map<std::uint32_t, std::uint32_t> parent_;
  std::unordered_map<std::uint32_t, std::size_t> size_;
};

// Puts the new clusters into the data. Returns the rows of those that are other sets than before.
std::vector<std::uint32_t> put_clusters(IndexData& data, const Regrouped& group) {
  std::vector<std::pair<std::uint32_t, std::uint32_t>> by_label;
  for (std::size_t k = 0; k < group.rows.size(); ++k) by_label.emplace_back(group.label[k], group.rows[k]);
  std::sort(by_label.begin(), by_label.end());
  std::unordered_map<std::uint32_t, std::size_t> size_before;
  for (const auto row : group.rows) ++size_before[data.cluster[row]];
  std::vector<std::uint32_t> changed;
  std::vector<std::pair<std::size_t, std::size_t>> pieces;
  for (std::size_t first = 0; first < by_label.size();) {
    std::size_t last = first;
    bool same = true;
    for (; last < by_label.size() && by_label[last].first == by_label[first].first; ++last)
      same = same && data.cluster[by_label[last].second] == data.cluster[by_label[first].second];
    same = same && size_before[data.cluster[by_label[first].second]] == last - first;
    if (!same)
      for (std::size_t k = first; k < last; ++k) changed.push_back(by_label[k].second);
    if (!same) pieces.emplace_back(first, last);
    first = last;
  }
  for (const auto& [first, last] : pieces) {
    for (std::size_t k = first; k < last; ++k)
      data.set_cluster(by_label[k].second, by_label[first].second, by_label[k + 1 < last ? k + 1 : first].second);
  }
  return changed;
}

// Whether one of the rows is near another that was not formed together with it. Otherwise looking again would find the same.
bool reaches_out(const IndexData& data, const Regrouped& group, const std::vector<std::uint32_t>& changed) {
  const std::unordered_set<std::uint32_t> together(group.rows.begin(), group.rows.end());
  for (const auto row : changed) {
    bool outside = false;
    each_near(data, row, [&](const Neighbour& neighbour) { outside = outside || !together.contains(neighbour.row); });
    data.same.each(row, [&](std::uint32_t other) { outside = outside || (data.is_there(other) && !together.contains(other)); });
    if (outside) return true;
  }
  return false;
}

// What was told about the rows of a window, by local row.
LinkageRules rules_of(const IndexData& data, const Window& window, const std::vector<std::uint32_t>& group, const Query* query) {
  LinkageRules rules{data.cut_bits, data.name_alone_merges, false, {}, {}, {}};
  const auto size = static_cast<std::uint32_t>(window.rows.size());
  std::unordered_map<std::uint32_t, std::uint32_t> local_of;
  for (std::uint32_t k = 0; k < size; ++k) local_of.emplace(window.rows[k], k);
  const auto tell = [&](const GrowingLists<std::uint32_t>& partners, std::vector<Link>& out) {
    for (std::uint32_t k = 0; k < size; ++k) {
      if (window.rows[k] == IndexData::nobody) continue;
      partners.each(window.rows[k], [&](std::uint32_t other) {
        if (const auto at = local_of.find(other); at != local_of.end() && k < at->second && group[k] == group[at->second]) out.push_back({k, at->second});
      });
    }
  };
  tell(data.same, rules.same);
  tell(data.different, rules.different);
  for (std::size_t rule = 0; rule < data.identity.size(); ++rule) {
    std::unordered_map<std::uint64_t, std::uint32_t> number;
    auto& codes = rules.exclusive.emplace_back(size, 0);
    bool query_is_told = false;
    for (std::uint32_t k = 0; k < size; ++k) {
      const bool asks = window.rows[k] == IndexData::nobody;
      const auto key = asks ? query->identity[rule] : data.identity[rule][window.rows[k]];
      if (key == 0) continue;
      codes[k] = number.emplace(key, static_cast<std::uint32_t>(number.size()) + 1).first->second;
      if (!query || asks || query_is_told || key != query->identity[rule]) continue;
      rules.same.push_back({std::min(k, window.query), std::max(k, window.query)});
      query_is_told = true;
    }
  }
  return rules;
}

// The pairs known among the rows of each group. group: per local row.
std::vector<ScoredLink> links_within(const IndexData& data, const Window& window, const std::vector<std::uint32_t>& group) {
  std::unordered_map<std::uint32_t, std::uint32_t> local_of;
  for (std::uint32_t k = 0; k < window.rows.size(); ++k) local_of.emplace(window.rows[k], k);
  std::vector<ScoredLink> links;
  for (std::uint32_t k = 0; k < window.rows.size(); ++k) {
    if (window.rows[k] == IndexData::nobody) continue;
    data.edges.each(window.rows[k], [&](const Neighbour& neighbour) {
      const auto other = local_of.find(neighbour.row);
      if (other != local_of.end() && k < other->second && group[k] == group[other->second]) links.push_back({.left = k, .right = other->second});
    });
  }
  return links;
}

Regrouped form(const IndexData& data, const Window& window, std::vector<ScoredLink> links, const LinkageRules& rules) {
  const auto before = [](const ScoredLink& a, const ScoredLink& b) { return std::pair(a.left, a.right) < std::pair(b.left, b.right); };
  std::sort(links.begin(), links.end(), before);
  const auto& scorer = window.prepared->scorer;
  std::vector<PairLevels> patterns;
  for (auto& link : links) {
    link.pattern = static_cast<std::uint32_t>(patterns.size());
    patterns.push_back(scorer.levels(link.left, link.right));
    const auto score = scorer.exact_score(link.left, link.right, patterns.back());
    link.weight = static_cast<float>(score.weight);
    link.related = static_cast<float>(score.related);
  }
  auto linkage = link_clusters(scorer, links, patterns, rules, 1);
  std::vector<std::uint8_t> sizes;
  if (!data.fragment_bits.empty()) {
    sizes = fragment_sizes(linkage.cluster);
    attach_fragments(scorer, links, rules, data.fragment_bits, linkage, 1);
  }
  for (auto& fragment : linkage.fragment)
    if (fragment != no_fragment) fragment = window.rows[fragment];
  return {window.rows, std::move(linkage.cluster), std::move(sizes), std::move(linkage.fragment)};
}

}  // namespace

std::vector<std::uint32_t> rows_around(const IndexData& data, const std::vector<std::uint32_t>& rows, const std::vector<Match>& matches) {
  std::vector<std::uint32_t> labels;
  for (const auto row : rows) labels.push_back(data.cluster[row]);
  auto nearest = matches;
  std::sort(nearest.begin(), nearest.end(), [](const Match& a, const Match& b) {
    return a.weight != b.weight ? a.weight > b.weight : a.row < b.row;
  });
  std::vector<std::uint32_t> around;
  for (const auto& match : nearest)
    if (match.weight >= touch_bits) labels.push_back(data.cluster[match.row]);
  std::unordered_set<std::uint32_t> taken;
  for (const auto label : labels) {
    if (!taken.insert(label).second || around.size() > rows_together_most) continue;
    data.each_member(label, [&](std::uint32_t row) { around.push_back(row); });
  }
  std::sort(around.begin(), around.end());
  return around;
}

Regrouped regroup(const IndexData& data, std::vector<std::uint32_t> rows, const Query* query, const std::vector<Match>& matches) {
  if (rows.size() + (query ? 1 : 0) <= 1) return {query ? std::vector<std::uint32_t>{IndexData::nobody} : rows, {0}, {1}, {no_fragment}};
  const std::unordered_set<std::uint32_t> wanted(rows.begin(), rows.end());
  const auto window = make_window(data, std::move(rows), query, WindowPairs::all);
  const std::vector<std::uint32_t> one_group(window.rows.size(), 0);
  auto links = links_within(data, window, one_group);
  for (const auto& match : matches) {
    if (!query || !wanted.contains(match.row)) continue;
    const auto other = window.local(match.row, data);
    links.push_back({.left = std::min(other, window.query), .right = std::max(other, window.query)});
  }
  return form(data, window, std::move(links), rules_of(data, window, one_group, query));
}

namespace {

// Several groups in one window, as there are many small ones; none is linked with another.
void regroup_together(const IndexData& data, std::span<const std::vector<std::uint32_t>> groups, std::span<Regrouped> out) {
  if (groups.size() == 1) {
    out.front() = regroup(data, groups.front(), nullptr, {});
    return;
  }
  std::vector<std::uint32_t> rows;
  std::unordered_map<std::uint32_t, std::uint32_t> group_of;
  for (std::uint32_t k = 0; k < groups.size(); ++k)
    for (const auto row : groups[k]) {
      rows.push_back(row);
      group_of.emplace(row, k);
    }
  const auto window = make_window(data, std::move(rows), nullptr, WindowPairs::all);
  std::vector<std::uint32_t> group;
  for (const auto row : window.rows) group.push_back(group_of.at(row));
  const auto formed = form(data, window, links_within(data, window, group), rules_of(data, window, group, nullptr));
  std::vector<std::uint32_t> place(formed.rows.size());  // of a row of the window within its group
  for (std::size_t k = 0; k < formed.rows.size(); ++k) {
    auto& mine = out[group[k]];
    place[k] = static_cast<std::uint32_t>(mine.rows.size());
    mine.rows.push_back(formed.rows[k]);
    if (!formed.fragment_sizes.empty()) mine.fragment_sizes.push_back(formed.fragment_sizes[k]);
    if (!formed.fragment.empty()) mine.fragment.push_back(formed.fragment[k]);
  }
  // A row that was attached may carry the label of one behind it.
  for (std::size_t k = 0; k < formed.rows.size(); ++k) out[group[k]].label.push_back(place[formed.label[k]]);
}

// Pieces of about as many rows as pay for a window.
std::vector<std::size_t> pieces_of(const std::vector<std::vector<std::uint32_t>>& groups) {
  std::vector<std::size_t> begin{0};
  std::size_t rows = 0;
  for (std::size_t k = 0; k < groups.size(); ++k) {
    if (rows > 0 && rows + groups[k].size() > rows_of_window) {
      begin.push_back(k);
      rows = 0;
    }
    rows += groups[k].size();
  }
  if (!groups.empty()) begin.push_back(groups.size());
  return begin;
}

}  // namespace

std::vector<std::uint32_t> recluster(IndexData& data, std::vector<std::uint32_t> seeds, int threads, std::uint64_t& looked_at) {
  std::unordered_set<std::uint32_t> changed_ever;
  std::unordered_set<std::uint32_t> seeded(seeds.begin(), seeds.end());
  for (int round = 0; round < rounds_most && !seeds.empty(); ++round) {
    Groups groups(data);
    for (const auto seed : seeds) groups.add(seed);
    const auto rows = groups.take();
    std::vector<Regrouped> found(rows.size());
    const auto begin = pieces_of(rows);
    parallel_pieces(begin.size() - 1, 1, threads, [&](std::size_t piece, std::size_t, int) {
      const std::size_t first = begin[piece], count = begin[piece + 1] - first;
      regroup_together(data, std::span(rows).subspan(first, count), std::span(found).subspan(first, count));
    });
    seeds.clear();
    for (const auto& group : found) {
      looked_at += group.rows.size();
      if (!data.fragment_bits.empty())
        for (std::size_t k = 0; k < group.rows.size(); ++k) data.set_fragment(group.rows[k], group.fragment_sizes[k], group.fragment[k]);
      const auto changed = put_clusters(data, group);
      changed_ever.insert(changed.begin(), changed.end());
      if (!reaches_out(data, group, changed)) continue;
      for (const auto row : changed)
        if (seeded.insert(row).second) seeds.push_back(row);
    }
  }
  std::vector<std::uint32_t> changed(changed_ever.begin(), changed_ever.end());
  std::sort(changed.begin(), changed.end());
  return changed;
}

std::vector<std::uint32_t> look_again_at_fragments(IndexData& data, int threads, std::uint64_t& looked_at) {
  auto bits = fragment_bits(data.fragment_counts, data.records_count);
  bool moved = false;
  for (std::size_t k = 0; k < data.fragment_bits.size(); ++k) moved = moved || std::abs(bits[k] - data.fragment_bits[k]) >= fragment_bits_moved;
  if (!moved) return {};
  data.fragment_bits = std::move(bits);
  std::vector<std::uint32_t> seeds;
  for (std::uint32_t row = 0; row < data.rows(); ++row) {
    if (data.fragment_sizes[row] == 0) continue;
    bool has_partner = false;
    each_near(data, row, [&](const Neighbour&) { has_partner = true; });
    if (has_partner) seeds.push_back(row);
  }
  return recluster(data, std::move(seeds), threads, looked_at);
}

}  // namespace zhike::resolve
