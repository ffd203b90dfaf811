// SPDX-License-Identifier: Apache-2.0
// Every old code goes to the cluster that holds most of it; every cluster keeps the smallest code it won.
#include "resolve/cuid_assignment.h"

#include <algorithm>
#include <tuple>

#include "base/result.h"

namespace zhike::resolve {
namespace {

// Clusters numbered from 0 in the order of their smallest records.
struct Clusters {
  std::vector<std::uint32_t> of;  // per member
  std::vector<CodeLetter> letter;
};

Clusters number_clusters(std::span<const ClusterMember> now) {
  std::vector<std::pair<std::uint64_t, std::uint32_t>> by_label;
  by_label.reserve(now.size());
  for (std::uint32_t i = 0; i < now.size(); ++i) by_label.emplace_back(now[i].cluster, i);
  std::sort(by_label.begin(), by_label.end());
  std::vector<std::uint32_t> first(now.size());  // member -> first member of its cluster
  for (std::size_t i = 0, start = 0; i < by_label.size(); ++i) {
    if (by_label[i].first != by_label[start].first) start = i;
    first[by_label[i].second] = by_label[start].second;
  }
  Clusters clusters;
  clusters.of.resize(now.size());
  for (std::uint32_t i = 0; i < now.size(); ++i) {
    if (first[i] == i) {
      clusters.of[i] = static_cast<std::uint32_t>(clusters.letter.size());
      clusters.letter.push_back(now[i].letter);
    } else {
      clusters.of[i] = clusters.of[first[i]];
    }
  }
  return clusters;
}

struct Overlap {
  Code code;
  std::uint32_t cluster;
  std::uint64_t weight;
};

// One row for each code and cluster that share records and the letter, by code and cluster.
std::vector<Overlap> overlaps(std::span<const ClusterMember> now, std::span<const Code> before, const Clusters& clusters) {
  std::vector<Overlap> rows;
  for (std::size_t i = 0; i < now.size(); ++i)
    if (before[i] != 0 && letter_of(before[i]) == now[i].letter) rows.push_back({before[i], clusters.of[i], now[i].weight});
  std::sort(rows.begin(), rows.end(), [](const auto& a, const auto& b) { return std::tie(a.code, a.cluster) < std::tie(b.code, b.cluster); });
  std::size_t kept = 0;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (kept > 0 && rows[kept - 1].code == rows[i].code && rows[kept - 1].cluster == rows[i].cluster) rows[kept - 1].weight += rows[i].weight;
    else rows[kept++] = rows[i];
  }
  rows.resize(kept);
  return rows;
}

}  // namespace

CodeAssignment assign_codes(std::span<const ClusterMember> now, std::span<const Code> before, std::uint64_t next_number) {
  ZK_ASSERT(now.size() == before.size());
  const Clusters clusters = number_clusters(now);
  std::vector<Code> code(clusters.letter.size(), 0);
  const auto rows = overlaps(now, before, clusters);
  // Codes come in ascending order, so the first one a cluster wins is the elder.
  for (std::size_t i = 0; i < rows.size();) {
    std::size_t heir = i, end = i;
    for (; end < rows.size() && rows[end].code == rows[i].code; ++end)
      if (rows[end].weight > rows[heir].weight) heir = end;
    if (code[rows[heir].cluster] == 0) code[rows[heir].cluster] = rows[heir].code;
    i = end;
  }
  CodeAssignment out;
  for (std::size_t c = 0; c < code.size(); ++c)
    if (code[c] == 0) code[c] = make_code(clusters.letter[c], next_number++);
  out.codes.resize(now.size());
  for (std::size_t i = 0; i < now.size(); ++i) out.codes[i] = code[clusters.of[i]];
  out.next_number = next_number;
  return out;
}

}  // namespace zhike::resolve
