// SPDX-License-Identifier: Apache-2.0
// Goal: numbers outlive merges and splits as promised, against a naive twin on random histories.
#include "resolve/cuid_assignment.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>
#include <set>

namespace zhike::resolve {
namespace {

using Numbers = std::map<std::uint64_t, std::uint64_t>;

Numbers as_map(const std::vector<RecordNumber>& numbers) {
  Numbers map;
  for (const auto& record : numbers) map[record.record_id] = record.number;
  return map;
}

// The rule told slowly: for each old number look for its best cluster, for each cluster for its smallest number.
Numbers naive(const std::vector<ClusterMember>& now, const Numbers& before, std::uint64_t next_free) {
  std::map<std::uint64_t, std::uint64_t> smallest_record;
  for (const auto& m : now) {
    auto& smallest = smallest_record.try_emplace(m.cluster, m.record_id).first->second;
    smallest = std::min(smallest, m.record_id);
  }
  std::set<std::uint64_t> numbers;
  for (const auto& [record, number] : before) numbers.insert(number);
  std::map<std::uint64_t, std::uint64_t> number_of;
  for (const auto number : numbers) {
    std::uint64_t best = 0;
    double most = 0;
    for (const auto& [cluster, first] : smallest_record) {
      double weight = 0;
      for (const auto& m : now)
        if (m.cluster == cluster && before.contains(m.record_id) && before.at(m.record_id) == number) weight += m.weight;
      if (weight > most || (weight == most && weight > 0 && first < smallest_record.at(best))) {
        best = cluster;
        most = weight;
      }
    }
    if (most > 0 && !number_of.contains(best)) number_of[best] = number;
  }
  std::vector<std::pair<std::uint64_t, std::uint64_t>> order;
  for (const auto& [cluster, first] : smallest_record) order.emplace_back(first, cluster);
  std::sort(order.begin(), order.end());
  for (const auto& [first, cluster] : order)
    if (!number_of.contains(cluster)) number_of[cluster] = next_free++;
  Numbers out;
  for (const auto& m : now) out[m.record_id] = number_of.at(m.cluster);
  return out;
}

std::vector<IdentityEvent> events_of(const CuidAssignment& assignment, IdentityChange change) {
  std::vector<IdentityEvent> out;
  for (const auto& event : assignment.events)
    if (event.change == change) out.push_back(event);
  return out;
}

TEST(cuid_assignment, random_histories_agree_with_the_naive_twin) {
  std::mt19937_64 random(3);
  for (int history = 0; history < 200; ++history) {
    std::vector<RecordNumber> before;
    std::uint64_t next_free = 1;
    for (int run = 0; run < 6; ++run) {
      std::vector<ClusterMember> now;
      for (std::uint64_t record = 1; record <= 20; ++record)
        if (random() % 5 != 0) now.push_back({record * 7, random() % 9, static_cast<double>(1 + random() % 3)});
      std::shuffle(now.begin(), now.end(), random);
      const auto assignment = assign_cuids(now, before, next_free);
      ASSERT_EQ(as_map(assignment.numbers), naive(now, as_map(before), next_free));
      for (const auto& event : events_of(assignment, IdentityChange::created)) ASSERT_GE(event.number, next_free);
      for (const auto& event : events_of(assignment, IdentityChange::merged)) ASSERT_LT(event.number, event.other);
      std::map<std::uint64_t, std::set<std::uint64_t>> clusters_of;
      for (const auto& m : now) clusters_of[as_map(assignment.numbers)[m.record_id]].insert(m.cluster);
      for (const auto& [number, clusters] : clusters_of) ASSERT_EQ(clusters.size(), 1U);
      before = assignment.numbers;
      next_free = assignment.next_free;
    }
  }
}

TEST(cuid_assignment, the_same_clusters_again_change_nothing) {
  const std::vector<ClusterMember> now = {{1, 5}, {2, 5}, {3, 6}};
  const auto first = assign_cuids(now, {}, 1);
  const auto second = assign_cuids(now, first.numbers, first.next_free);
  EXPECT_EQ(second.numbers, first.numbers);
  EXPECT_TRUE(second.events.empty());
  EXPECT_EQ(second.next_free, first.next_free);
}

TEST(cuid_assignment, the_elder_number_stays_at_a_merge) {
  const std::vector<RecordNumber> before = {{1, 9}, {2, 9}, {3, 4}};
  const std::vector<ClusterMember> now = {{1, 0}, {2, 0}, {3, 0}};
  const auto assignment = assign_cuids(now, before, 10);
  EXPECT_EQ(as_map(assignment.numbers), (Numbers{{1, 4}, {2, 4}, {3, 4}}));
  EXPECT_EQ(assignment.events, (std::vector<IdentityEvent>{{IdentityChange::merged, 4, 9, 0}}));
}

TEST(cuid_assignment, the_larger_part_keeps_the_number_at_a_split) {
  const std::vector<RecordNumber> before = {{1, 4}, {2, 4}, {3, 4}};
  const std::vector<ClusterMember> now = {{1, 0}, {2, 1}, {3, 1}};
  const auto assignment = assign_cuids(now, before, 10);
  EXPECT_EQ(as_map(assignment.numbers), (Numbers{{1, 10}, {2, 4}, {3, 4}}));
  EXPECT_EQ(assignment.events, (std::vector<IdentityEvent>{{IdentityChange::split, 10, 4, 0}}));
}

TEST(cuid_assignment, a_heavy_record_outweighs_two_light_ones_at_a_split) {
  const std::vector<RecordNumber> before = {{1, 4}, {2, 4}, {3, 4}};
  const std::vector<ClusterMember> now = {{1, 0, 5}, {2, 1, 1}, {3, 1, 1}};
  EXPECT_EQ(as_map(assign_cuids(now, before, 10).numbers).at(1), 4U);
}

TEST(cuid_assignment, a_new_record_is_assigned_and_a_changed_one_moved) {
  const std::vector<RecordNumber> before = {{1, 4}, {2, 4}, {3, 5}, {4, 5}};
  const std::vector<ClusterMember> now = {{1, 0}, {2, 1}, {3, 1}, {4, 1}, {9, 0}};
  const auto assignment = assign_cuids(now, before, 6);
  EXPECT_EQ(events_of(assignment, IdentityChange::assigned), (std::vector<IdentityEvent>{{IdentityChange::assigned, 4, 0, 9}}));
  EXPECT_EQ(events_of(assignment, IdentityChange::moved), (std::vector<IdentityEvent>{{IdentityChange::moved, 5, 4, 2}}));
}

}  // namespace
}  // namespace zhike::resolve
