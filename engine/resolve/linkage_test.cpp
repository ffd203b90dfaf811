// SPDX-License-Identifier: Apache-2.0
// Goal: agglomeration with a heap, lazy votes and separate parts merges exactly what the definition merges.
// Method: a slow twin that scores every two clusters from all their cross pairs before each merge.
#include "resolve/linkage.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "resolve/generated_people_test.h"
#include "resolve/prepared.h"
#include "resolve/vote.h"

namespace zhike::resolve {
namespace {

using Clusters = std::vector<std::vector<std::uint32_t>>;

// Two clusters come up for a merge once a link joins them; their score is that of all their cross pairs.
std::vector<std::uint32_t> merge_slowly(const Judge& judge, std::size_t rows, const std::vector<ScoredLink>& links) {
  std::vector<std::uint32_t> cluster(rows);
  Clusters members(rows);
  for (std::uint32_t row = 0; row < rows; ++row) {
    cluster[row] = row;
    members[row] = {row};
  }
  for (;;) {
    double best = judge.rules().cut_bits;
    std::pair<std::uint32_t, std::uint32_t> chosen{0, 0};
    for (const auto& link : links) {
      const auto [a, b] = std::minmax(cluster[link.left], cluster[link.right]);
      if (a == b) continue;
      Votes votes;
      for (const auto i : members[a])
        for (const auto j : members[b]) votes.add(judge.vote(i, j));
      const double value = judge.score(votes, static_cast<double>(votes.pairs));
      if (value > best) {
        best = value;
        chosen = {a, b};
      }
    }
    const auto [a, b] = chosen;
    if (a == b) return cluster;
    for (const auto row : members[b]) cluster[row] = a;
    members[a].insert(members[a].end(), members[b].begin(), members[b].end());
    members[b].clear();
  }
}

TEST(linkage, merges_what_scoring_all_clusters_before_each_merge_merges) {
  for (const std::uint64_t seed : {3, 4, 5}) {
    const auto people = testing::generate_people(60, seed);
    const auto outcome = dedupe(people.table, {});
    ASSERT_TRUE(outcome.ok());
    const auto& prepared = *outcome.value().prepared;
    std::vector<ScoredLink> links;
    std::vector<PairLevels> patterns;
    for (const auto& edge : outcome.value().edges) {
      const auto [left, right] = std::minmax(prepared.canonical_row[edge.left], prepared.canonical_row[edge.right]);
      links.push_back({left, right, edge.weight, edge.related, static_cast<std::uint32_t>(patterns.size())});
      patterns.push_back(PairLevels::from(edge.pattern));
    }
    std::sort(links.begin(), links.end(), [](const auto& a, const auto& b) { return std::pair(a.left, a.right) < std::pair(b.left, b.right); });
    // At a low cut clusters merge over pairs that hold no part together, too.
    for (const double cut : {0.0, -4.0, -6.0}) {
      LinkageRules rules;
      rules.cut_bits = cut;
      const Judge judge(prepared.scorer, patterns, rules);
      const auto expected = merge_slowly(judge, people.table.rows, links);
      for (const int threads : {1, 2, 4}) EXPECT_EQ(link_clusters(prepared.scorer, links, patterns, rules, threads).cluster, expected) << cut;
    }
  }
}

TEST(linkage, a_pair_votes_the_same_whether_it_was_a_link_or_not) {
  const auto people = testing::generate_people(60, 6);
  const auto outcome = dedupe(people.table, {});
  const auto& prepared = *outcome.value().prepared;
  std::vector<PairLevels> patterns;
  for (const auto& edge : outcome.value().edges) patterns.push_back(PairLevels::from(edge.pattern));
  const LinkageRules rules;
  const Judge judge(prepared.scorer, patterns, rules);
  for (std::uint32_t k = 0; k < patterns.size(); ++k) {
    const auto& edge = outcome.value().edges[k];
    const auto [left, right] = std::minmax(prepared.canonical_row[edge.left], prepared.canonical_row[edge.right]);
    const auto linked = judge.vote({left, right, edge.weight, edge.related, k});
    const auto found = judge.vote(right, left);
    EXPECT_EQ(linked.bits, found.bits);
    EXPECT_EQ(linked.weight, found.weight);
  }
}

}  // namespace
}  // namespace zhike::resolve
