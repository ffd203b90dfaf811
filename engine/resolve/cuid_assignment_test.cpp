// SPDX-License-Identifier: Apache-2.0
// Goal: codes outlive merges and splits as promised, against a naive twin on random histories.
#include "resolve/cuid_assignment.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>
#include <set>

namespace zhike::resolve {
namespace {

using Codes = std::map<std::uint64_t, Code>;

Code person(std::uint64_t number) { return make_code(CodeLetter::person, number); }

std::vector<Code> codes_before(const std::vector<ClusterMember>& now, const Codes& before) {
  std::vector<Code> out;
  for (const auto& member : now) out.push_back(before.contains(member.record_id) ? before.at(member.record_id) : 0);
  return out;
}

Codes assigned(std::vector<ClusterMember> now, const Codes& before, std::uint64_t& next_number) {
  std::sort(now.begin(), now.end(), [](const auto& a, const auto& b) { return a.record_id < b.record_id; });
  const auto assignment = assign_codes(now, codes_before(now, before), next_number);
  next_number = assignment.next_number;
  Codes out;
  for (std::size_t i = 0; i < now.size(); ++i) out[now[i].record_id] = assignment.codes[i];
  return out;
}

// The rule told slowly: for each old code look for its best cluster, for each cluster for its smallest code.
Codes naive(const std::vector<ClusterMember>& now, const Codes& before, std::uint64_t next_number) {
  std::map<std::uint64_t, std::uint64_t> smallest_record;
  for (const auto& m : now) {
    auto& smallest = smallest_record.try_emplace(m.cluster, m.record_id).first->second;
    smallest = std::min(smallest, m.record_id);
  }
  std::set<Code> codes;
  for (const auto& [record, code] : before) codes.insert(code);
  std::map<std::uint64_t, Code> code_of;
  for (const auto code : codes) {
    std::uint64_t best = 0, most = 0;
    for (const auto& [cluster, first] : smallest_record) {
      std::uint64_t weight = 0;
      for (const auto& m : now)
        if (m.cluster == cluster && before.contains(m.record_id) && before.at(m.record_id) == code && letter_of(code) == m.letter) weight += m.weight;
      if (weight > most || (weight == most && weight > 0 && first < smallest_record.at(best))) {
        best = cluster;
        most = weight;
      }
    }
    if (most > 0 && !code_of.contains(best)) code_of[best] = code;
  }
  std::map<std::uint64_t, CodeLetter> letter;
  std::vector<std::pair<std::uint64_t, std::uint64_t>> order;
  for (const auto& m : now) letter[m.cluster] = m.letter;
  for (const auto& [cluster, first] : smallest_record) order.emplace_back(first, cluster);
  std::sort(order.begin(), order.end());
  for (const auto& [first, cluster] : order)
    if (!code_of.contains(cluster)) code_of[cluster] = make_code(letter[cluster], next_number++);
  Codes out;
  for (const auto& m : now) out[m.record_id] = code_of.at(m.cluster);
  return out;
}

TEST(cuid_assignment, random_histories_agree_with_the_naive_twin) {
  std::mt19937_64 random(3);
  for (int history = 0; history < 200; ++history) {
    Codes before;
    std::uint64_t next_number = 1;
    for (int run = 0; run < 6; ++run) {
      std::vector<ClusterMember> now;
      for (std::uint64_t record = 1; record <= 20; ++record)
        if (random() % 5 != 0) now.push_back({record * 7, random() % 9, static_cast<std::uint32_t>(1 + random() % 3)});
      // A cluster is of one letter; now and then it turns out to be another.
      std::map<std::uint64_t, CodeLetter> letter;
      for (auto& member : now) member.letter = letter.try_emplace(member.cluster, random() % 4 == 0 ? CodeLetter::organisation : CodeLetter::person).first->second;
      std::shuffle(now.begin(), now.end(), random);
      const auto expected = naive(now, before, next_number);
      before = assigned(now, before, next_number);
      ASSERT_EQ(before, expected);
      std::map<Code, std::set<std::uint64_t>> clusters_of;
      for (const auto& m : now) clusters_of[before[m.record_id]].insert(m.cluster);
      for (const auto& [code, clusters] : clusters_of) ASSERT_EQ(clusters.size(), 1U);
    }
  }
}

TEST(cuid_assignment, the_same_clusters_again_change_nothing) {
  std::uint64_t next_number = 1;
  const auto first = assigned({{1, 5}, {2, 5}, {3, 6}}, {}, next_number);
  EXPECT_EQ(next_number, 3U);
  EXPECT_EQ(assigned({{1, 5}, {2, 5}, {3, 6}}, first, next_number), first);
  EXPECT_EQ(next_number, 3U);
}

TEST(cuid_assignment, the_elder_code_stays_at_a_merge) {
  std::uint64_t next_number = 10;
  EXPECT_EQ(assigned({{1, 0}, {2, 0}, {3, 0}}, {{1, person(9)}, {2, person(9)}, {3, person(4)}}, next_number),
            (Codes{{1, person(4)}, {2, person(4)}, {3, person(4)}}));
}

TEST(cuid_assignment, the_larger_part_keeps_the_code_at_a_split) {
  std::uint64_t next_number = 10;
  EXPECT_EQ(assigned({{1, 0}, {2, 1}, {3, 1}}, {{1, person(4)}, {2, person(4)}, {3, person(4)}}, next_number),
            (Codes{{1, person(10)}, {2, person(4)}, {3, person(4)}}));
}

TEST(cuid_assignment, a_record_that_says_much_outweighs_two_that_say_little) {
  std::uint64_t next_number = 10;
  EXPECT_EQ(assigned({{1, 0, 5}, {2, 1, 1}, {3, 1, 1}}, {{1, person(4)}, {2, person(4)}, {3, person(4)}}, next_number).at(1), person(4));
}

TEST(cuid_assignment, a_person_that_turns_out_to_be_a_company_gets_a_code_of_its_own_letter) {
  std::uint64_t next_number = 10;
  const auto now = assigned({{1, 0, 1, CodeLetter::organisation}}, {{1, person(4)}}, next_number);
  EXPECT_EQ(now.at(1), make_code(CodeLetter::organisation, 10));
}

TEST(cuid_assignment, a_code_and_its_text_are_the_same_thing) {
  for (const auto code : {person(1), make_code(CodeLetter::organisation, 77), make_code(CodeLetter::household, 9'999'999'999ULL)}) EXPECT_EQ(read_cuid(cuid_of(code)), code);
  EXPECT_EQ(read_cuid("p00000000016"), person(1));
  EXPECT_EQ(read_cuid("P0000000001X"), 0U);
  EXPECT_EQ(read_cuid(""), 0U);
}

}  // namespace
}  // namespace zhike::resolve
