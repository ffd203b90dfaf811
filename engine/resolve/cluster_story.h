// SPDX-License-Identifier: Apache-2.0
// Why a cluster is one customer, and why two records are not: who joined whom on which evidence, where it hangs by a
// thread, and what kept a pair apart.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "resolve/resolve.h"

namespace zhike::resolve {

// One record, or a group of them, joined to another on the evidence of its strongest pair.
struct Join {
  std::uint32_t left = 0;   // rows of the table
  std::uint32_t right = 0;
  float weight = 0;
  std::uint32_t left_size = 0;   // records of the two groups before they joined
  std::uint32_t right_size = 0;
};
struct ClusterStory {
  std::vector<std::uint32_t> rows;  // ascending
  std::vector<Join> joins;          // the maximum spanning tree, strongest first; rows - 1 of them
  std::size_t weakest = 0;          // index into joins: the bridge that gives way first
  std::size_t edges_count = 0;      // pairs above the cut inside the cluster
  double density() const { return rows.size() < 2 ? 1 : static_cast<double>(edges_count) * 2 / (static_cast<double>(rows.size()) * static_cast<double>(rows.size() - 1)); }
};
// The story of the cluster that holds the row. Pairs that are no edge are worked out when the edges do not hold the
// cluster together. O(edges), and O(rows of the cluster squared) in that case.
ClusterStory tell_cluster(const Outcome& outcome, std::uint32_t row);

// The clusters whose weakest bridge is weakest, and the largest ones; first rows, best example first. O(edges).
std::vector<std::uint32_t> weakest_clusters(const Outcome& outcome, std::size_t most);
std::vector<std::uint32_t> largest_clusters(const Outcome& outcome, std::size_t most);

// What kept two records apart.
enum class Apart : std::uint8_t {
  nothing,        // they are one cluster
  evidence,       // their own evidence lies below the cut
  rule,           // a contradiction forbids it: another identity, or a person's verdict
  clusters,       // the two belong together, but the clusters around them do not
  names_only,     // nothing but names agrees, and that may not merge
  side,           // both are of one side of a link
};
std::string_view id_of(Apart apart);

struct WhyApart {
  Apart apart = Apart::nothing;
  bool met = false;              // the pair was an edge, so it was on the table at all
  bool attached = false;         // linkage did not join them; one came into the cluster by the second look (fragments.h)
  float weight = 0;
  std::uint32_t left_size = 0;   // records of the clusters they are in
  std::uint32_t right_size = 0;
  double clusters_bits = 0;      // the joint weight of all pairs between the two clusters
};
WhyApart why_apart(const Outcome& outcome, std::uint32_t left, std::uint32_t right, const Options& options);

}  // namespace zhike::resolve
