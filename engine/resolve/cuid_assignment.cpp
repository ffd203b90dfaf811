// SPDX-License-Identifier: Apache-2.0
// Every old number goes to the cluster that holds most of it; every cluster keeps the smallest number it won.
#include "resolve/cuid_assignment.h"

#include <algorithm>
#include <map>
#include <tuple>
#include <unordered_map>
#include <utility>

#include "base/result.h"

namespace zhike::resolve {
namespace {

struct Cluster {
  std::vector<ClusterMember> members;           // by record_id, so members[0] orders the clusters
  std::map<std::uint64_t, double> overlap;      // old number -> weight of its records here
  std::uint64_t number = 0;
  bool is_new = false;
};

std::vector<Cluster> gather(std::span<const ClusterMember> now, const std::unordered_map<std::uint64_t, std::uint64_t>& old_number) {
  std::vector<ClusterMember> members(now.begin(), now.end());
  std::sort(members.begin(), members.end(), [](const auto& a, const auto& b) { return a.record_id < b.record_id; });
  std::unordered_map<std::uint64_t, std::size_t> place;
  std::vector<Cluster> clusters;
  for (const auto& member : members) {
    const auto [at, added] = place.emplace(member.cluster, clusters.size());
    if (added) clusters.emplace_back();
    auto& cluster = clusters[at->second];
    cluster.members.push_back(member);
    if (const auto old = old_number.find(member.record_id); old != old_number.end()) cluster.overlap[old->second] += member.weight;
  }
  return clusters;  // by smallest record_id
}

// Old number -> the cluster with the largest part of it; ties go to the cluster with the smallest record.
std::map<std::uint64_t, std::size_t> find_heirs(const std::vector<Cluster>& clusters) {
  std::map<std::uint64_t, std::size_t> heir;
  for (std::size_t c = 0; c < clusters.size(); ++c) {
    for (const auto& [number, weight] : clusters[c].overlap) {
      const auto [at, added] = heir.emplace(number, c);
      if (!added && weight > clusters[at->second].overlap.at(number)) at->second = c;
    }
  }
  return heir;
}

std::uint64_t largest_part(const Cluster& cluster) {
  std::uint64_t best = 0;
  double most = -1;
  for (const auto& [number, weight] : cluster.overlap)
    if (weight > most) {
      best = number;
      most = weight;
    }
  return best;
}

void tell_records(const Cluster& cluster, const std::unordered_map<std::uint64_t, std::uint64_t>& old_number,
                  const std::map<std::uint64_t, std::uint64_t>& merged_into, std::uint64_t split_from,
                  std::vector<IdentityEvent>& events) {
  for (const auto& member : cluster.members) {
    const auto old = old_number.find(member.record_id);
    if (old == old_number.end()) {
      if (!cluster.is_new || split_from != 0)
        events.push_back({IdentityChange::assigned, cluster.number, 0, member.record_id});
      continue;
    }
    const auto before = old->second;
    if (before == cluster.number || before == split_from) continue;
    const auto merged = merged_into.find(before);
    if (merged != merged_into.end() && merged->second == cluster.number) continue;
    events.push_back({IdentityChange::moved, cluster.number, before, member.record_id});
  }
}

}  // namespace

CuidAssignment assign_cuids(std::span<const ClusterMember> now, std::span<const RecordNumber> before, std::uint64_t next_free) {
  std::unordered_map<std::uint64_t, std::uint64_t> old_number;
  for (const auto& record : before) {
    ZK_ASSERT(record.number < next_free);
    old_number.emplace(record.record_id, record.number);
  }
  auto clusters = gather(now, old_number);
  // Numbers come in ascending order, so the first one a cluster wins is the elder.
  std::map<std::uint64_t, std::uint64_t> merged_into;
  CuidAssignment assignment;
  for (const auto& [number, heir] : find_heirs(clusters)) {
    auto& cluster = clusters[heir];
    if (cluster.number == 0) {
      cluster.number = number;
      continue;
    }
    merged_into.emplace(number, cluster.number);
    assignment.events.push_back({IdentityChange::merged, cluster.number, number, 0});
  }
  for (auto& cluster : clusters) {
    std::uint64_t split_from = 0;
    if (cluster.number == 0) {
      cluster.number = next_free++;
      cluster.is_new = true;
      split_from = largest_part(cluster);
      assignment.events.push_back({split_from == 0 ? IdentityChange::created : IdentityChange::split, cluster.number, split_from, 0});
    }
    tell_records(cluster, old_number, merged_into, split_from, assignment.events);
    for (const auto& member : cluster.members) assignment.numbers.push_back({member.record_id, cluster.number});
  }
  std::sort(assignment.numbers.begin(), assignment.numbers.end(),
            [](const auto& a, const auto& b) { return a.record_id < b.record_id; });
  std::sort(assignment.events.begin(), assignment.events.end(), [](const auto& a, const auto& b) {
    return std::tie(a.number, a.other, a.record_id, a.change) < std::tie(b.number, b.other, b.record_id, b.change);
  });
  assignment.next_free = next_free;
  return assignment;
}

}  // namespace zhike::resolve
