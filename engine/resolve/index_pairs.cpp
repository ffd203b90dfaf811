// SPDX-License-Identifier: Apache-2.0
#include "resolve/index_pairs.h"

#include <algorithm>

#include "base/parallel.h"
#include "resolve/index_search.h"
#include "resolve/index_window.h"

namespace zhike::resolve {
namespace {

bool listed(std::span<const std::int64_t> record_ids, std::int64_t id) { return std::binary_search(record_ids.begin(), record_ids.end(), id); }

void sort_edges(std::vector<IndexEdge>& edges) {
  std::sort(edges.begin(), edges.end(), [](const auto& a, const auto& b) { return std::pair(a.left_id, a.right_id) < std::pair(b.left_id, b.right_id); });
}

IndexEdge edge_between(const IndexData& data, std::uint32_t row, std::uint32_t other) {
  const auto [left, right] = std::minmax(data.record_id[row], data.record_id[other]);
  return {.left_id = left, .right_id = right, .is_together = data.cluster[row] == data.cluster[other]};
}

// Whom a row has edges with, but for those that another listed row tells of.
Reached partners(const IndexData& data, std::uint32_t row, std::span<const std::int64_t> record_ids) {
  Reached reached{row, {}};
  data.edges.each(row, [&](const Neighbour& neighbour) {
    if (!data.is_there(neighbour.row)) return;
    const auto id = data.record_id[neighbour.row];
    if (id > data.record_id[row] || !listed(record_ids, id)) reached.others.push_back(neighbour.row);
  });
  std::sort(reached.others.begin(), reached.others.end());
  reached.others.erase(std::unique(reached.others.begin(), reached.others.end()), reached.others.end());
  return reached;
}

}  // namespace

std::vector<IndexEdge> edges_of(const IndexData& data, std::span<const std::int64_t> record_ids, int threads) {
  constexpr std::size_t piece = 64;
  std::vector<std::vector<IndexEdge>> found(record_ids.size() / piece + 1);
  parallel_pieces(record_ids.size(), piece, threads, [&](std::size_t first, std::size_t last, int) {
    std::vector<Reached> reached;
    for (std::size_t k = first; k < last; ++k)
      if (const auto row = data.row_of(record_ids[k]); row != IndexData::nobody) reached.push_back(partners(data, row, record_ids));
    const auto matches = score(data, reached);
    for (std::size_t k = 0; k < reached.size(); ++k)
      for (const auto& match : matches[k]) {
        auto& edge = found[first / piece].emplace_back(edge_between(data, reached[k].row, match.row));
        edge.weight = match.weight;
        edge.related = match.related;
        edge.pattern = match.pattern;
      }
  });
  std::vector<IndexEdge> edges;
  for (auto& some : found) edges.insert(edges.end(), some.begin(), some.end());
  sort_edges(edges);
  return edges;
}

std::vector<IndexEdge> ties_of(const IndexData& data, std::span<const std::int64_t> record_ids) {
  std::vector<IndexEdge> ties;
  for (const auto id : record_ids) {
    const auto row = data.row_of(id);
    if (row == IndexData::nobody) continue;
    data.edges.each(row, [&](const Neighbour& neighbour) {
      if (!data.is_there(neighbour.row) || data.cluster[neighbour.row] != data.cluster[row]) return;
      if (data.record_id[neighbour.row] <= id || !listed(record_ids, data.record_id[neighbour.row])) return;
      auto tie = edge_between(data, row, neighbour.row);
      tie.weight = neighbour.weight;
      ties.push_back(tie);
    });
  }
  sort_edges(ties);
  return ties;
}

std::optional<IndexPair> pair_of(const IndexData& data, std::int64_t left_id, std::int64_t right_id) {
  const auto left = data.row_of(left_id), right = data.row_of(right_id);
  if (left == IndexData::nobody || right == IndexData::nobody) return std::nullopt;
  auto window = make_window(data, {left, right}, nullptr, WindowPairs::all);
  const auto local_left = window.local(left, data), local_right = window.local(right, data);
  Outcome outcome;
  outcome.prepared = std::shared_ptr<const Prepared>(std::move(window.prepared));
  IndexPair pair{explain(outcome, local_left, local_right), false};
  pair.attached = !data.fragment.empty() && data.cluster[left] == data.cluster[right] &&
                  data.fragment[left] != data.fragment[right];
  return pair;
}

}  // namespace zhike::resolve
