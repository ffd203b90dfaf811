// SPDX-License-Identifier: Apache-2.0
// The story is Kruskal's: the strongest pairs join first, and the last join that was needed is the weakest bridge.
#include "resolve/cluster_story.h"

#include <algorithm>
#include <numeric>
#include <unordered_map>

#include "resolve/linkage.h"
#include "resolve/prepared.h"

namespace zhike::resolve {
namespace {

bool stronger(const Edge& a, const Edge& b) {
  if (a.weight != b.weight) return a.weight > b.weight;
  return std::pair(a.left, a.right) < std::pair(b.left, b.right);
}

struct Forest {
  std::vector<std::uint32_t> parent, size;
  explicit Forest(std::size_t count) : parent(count), size(count, 1) { std::iota(parent.begin(), parent.end(), 0); }
  std::uint32_t root(std::uint32_t at) {
    while (parent[at] != at) at = parent[at] = parent[parent[at]];
    return at;
  }
  bool join(std::uint32_t a, std::uint32_t b) {
    a = root(a);
    b = root(b);
    if (a == b) return false;
    if (size[a] < size[b]) std::swap(a, b);
    parent[b] = a;
    size[a] += size[b];
    return true;
  }
};

// First edge of each row's left side: edges are sorted by (left, right), so those of a row lie together.
std::vector<Edge> edges_within(const Outcome& outcome, const std::vector<std::uint32_t>& rows) {
  std::vector<Edge> found;
  for (const auto row : rows) {
    auto at = std::lower_bound(outcome.edges.begin(), outcome.edges.end(), row, [](const Edge& edge, std::uint32_t left) { return edge.left < left; });
    for (; at != outcome.edges.end() && at->left == row; ++at)
      if (outcome.cluster[at->right] == outcome.cluster[row]) found.push_back(*at);
  }
  return found;
}

Edge scored(const Outcome& outcome, std::uint32_t left, std::uint32_t right) {
  const auto& prepared = *outcome.prepared;
  const auto a = prepared.canonical_row[left], b = prepared.canonical_row[right];
  const auto levels = prepared.scorer.levels(std::min(a, b), std::max(a, b));
  const auto score = prepared.scorer.exact_score(std::min(a, b), std::max(a, b), levels);
  return {std::min(left, right), std::max(left, right), static_cast<float>(score.weight), static_cast<float>(score.related), levels.pattern()};
}

// The weight of the bridge of each cluster of more than one record, by its smallest row.
std::unordered_map<std::uint32_t, float> bridges(const Outcome& outcome) {
  std::vector<std::uint32_t> order;
  for (std::uint32_t k = 0; k < outcome.edges.size(); ++k)
    if (outcome.cluster[outcome.edges[k].left] == outcome.cluster[outcome.edges[k].right]) order.push_back(k);
  std::sort(order.begin(), order.end(), [&](auto a, auto b) { return stronger(outcome.edges[a], outcome.edges[b]); });
  Forest forest(outcome.cluster.size());
  std::unordered_map<std::uint32_t, float> weakest;
  for (const auto k : order) {
    const auto& edge = outcome.edges[k];
    if (forest.join(edge.left, edge.right)) weakest[outcome.cluster[edge.left]] = edge.weight;
  }
  return weakest;
}

bool names_only(const Outcome& outcome, const Edge& edge) {
  const auto& fields = outcome.prepared->fields;
  const auto levels = PairLevels::from(edge.pattern);
  for (std::size_t f = 0; f < fields.size(); ++f) {
    const Kind kind = fields.field[f].kind;
    if (!info(kind).name && kind != Kind::category && agrees(kind, levels.of[f])) return false;
  }
  return true;
}

}  // namespace

ClusterStory tell_cluster(const Outcome& outcome, std::uint32_t row) {
  ClusterStory story;
  for (std::uint32_t k = 0; k < outcome.cluster.size(); ++k)
    if (outcome.cluster[k] == outcome.cluster[row]) story.rows.push_back(k);
  auto edges = edges_within(outcome, story.rows);
  for (const auto& edge : edges) story.edges_count += edge.weight > outcome.model.cut_bits;
  std::unordered_map<std::uint32_t, std::uint32_t> place;
  for (std::uint32_t k = 0; k < story.rows.size(); ++k) place[story.rows[k]] = k;
  Forest forest(story.rows.size());
  const auto grow = [&](std::vector<Edge>& from) {
    std::sort(from.begin(), from.end(), stronger);
    for (const auto& edge : from) {
      const auto a = place[edge.left], b = place[edge.right];
      const auto left_size = forest.size[forest.root(a)], right_size = forest.size[forest.root(b)];
      if (forest.join(a, b)) story.joins.push_back({edge.left, edge.right, edge.weight, left_size, right_size});
    }
  };
  grow(edges);
  if (story.joins.size() + 1 < story.rows.size()) {
    std::vector<Edge> rest;
    for (std::size_t i = 0; i < story.rows.size(); ++i)
      for (std::size_t j = i + 1; j < story.rows.size(); ++j)
        if (forest.root(static_cast<std::uint32_t>(i)) != forest.root(static_cast<std::uint32_t>(j)))
          rest.push_back(scored(outcome, story.rows[i], story.rows[j]));
    grow(rest);
  }
  for (std::size_t k = 1; k < story.joins.size(); ++k)
    if (story.joins[k].weight <= story.joins[story.weakest].weight) story.weakest = k;
  return story;
}

std::vector<std::uint32_t> weakest_clusters(const Outcome& outcome, std::size_t most) {
  std::vector<std::pair<float, std::uint32_t>> order;
  for (const auto& [cluster, weight] : bridges(outcome)) order.emplace_back(weight, cluster);
  std::sort(order.begin(), order.end());
  std::vector<std::uint32_t> out;
  for (std::size_t k = 0; k < std::min(most, order.size()); ++k) out.push_back(order[k].second);
  return out;
}

std::vector<std::uint32_t> largest_clusters(const Outcome& outcome, std::size_t most) {
  std::vector<std::uint32_t> size(outcome.cluster.size(), 0);
  for (const auto cluster : outcome.cluster) ++size[cluster];
  std::vector<std::uint32_t> order;
  for (std::uint32_t row = 0; row < size.size(); ++row)
    if (size[row] > 1) order.push_back(row);
  std::sort(order.begin(), order.end(), [&](auto a, auto b) { return size[a] != size[b] ? size[a] > size[b] : a < b; });
  order.resize(std::min(most, order.size()));
  return order;
}

std::string_view id_of(Apart apart) {
  static constexpr std::string_view ids[] = {"nothing", "evidence", "rule", "clusters", "names_only", "side"};
  return ids[static_cast<std::size_t>(apart)];
}

WhyApart why_apart(const Outcome& outcome, std::uint32_t left, std::uint32_t right, const Options& options) {
  WhyApart why;
  const auto pair = scored(outcome, left, right);
  why.weight = pair.weight;
  const auto at = std::lower_bound(outcome.edges.begin(), outcome.edges.end(), pair,
                                   [](const Edge& a, const Edge& b) { return std::pair(a.left, a.right) < std::pair(b.left, b.right); });
  why.met = at != outcome.edges.end() && at->left == pair.left && at->right == pair.right;
  std::vector<std::uint32_t> left_rows, right_rows;
  for (std::uint32_t row = 0; row < outcome.cluster.size(); ++row) {
    if (outcome.cluster[row] == outcome.cluster[left]) left_rows.push_back(outcome.prepared->canonical_row[row]);
    else if (outcome.cluster[row] == outcome.cluster[right]) right_rows.push_back(outcome.prepared->canonical_row[row]);
  }
  why.left_size = static_cast<std::uint32_t>(left_rows.size());
  if (outcome.cluster[left] == outcome.cluster[right]) {
    why.right_size = why.left_size;
    const auto& fragment = outcome.prepared->fragment;
    const auto& canonical = outcome.prepared->canonical_row;
    why.attached = !fragment.empty() && fragment[canonical[left]] != fragment[canonical[right]];
    return why;
  }
  why.right_size = static_cast<std::uint32_t>(right_rows.size());
  const auto& source = outcome.prepared->fields.source;
  if (options.link_only && !source.empty() &&
      source[outcome.prepared->canonical_row[left]] == source[outcome.prepared->canonical_row[right]]) {
    why.apart = Apart::side;
    return why;
  }
  const double cut_bits = outcome.model.cut_bits;  // labels may have moved it
  const LinkageRules rules{cut_bits, options.name_alone_merges, options.link_only, {}, {}, {}};
  why.clusters_bits = score_of_clusters(outcome.prepared->scorer, left_rows, right_rows, rules);
  if (!options.name_alone_merges && pair.weight > cut_bits && names_only(outcome, pair)) why.apart = Apart::names_only;
  else if (pair.weight <= cut_bits) why.apart = Apart::evidence;
  else why.apart = why.clusters_bits <= cut_bits ? Apart::clusters : Apart::rule;
  return why;
}

}  // namespace zhike::resolve
