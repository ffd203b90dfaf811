// SPDX-License-Identifier: Apache-2.0
// Goal: what people and rules say can be told to an index at any time and taken back, and binds as in a run; its pairs are
// those that the run stored.
#include <gtest/gtest.h>

#include <numeric>

#include "resolve/generated_people_test.h"
#include "resolve/index.h"

namespace zhike::resolve {
namespace {

using testing::generate_people;

struct Indexed {
  Outcome outcome;
  Index index;
  std::vector<std::int64_t> ids;
};

Indexed index_of(const Table& table, const std::vector<std::vector<std::uint64_t>>& identity = {}) {
  auto outcome = dedupe(table, {});
  EXPECT_TRUE(outcome.ok());
  std::vector<std::int64_t> ids(table.rows);
  std::iota(ids.begin(), ids.end(), 0);
  auto index = Index::make(table, {}, outcome.value(), ids, identity);
  EXPECT_TRUE(index.ok());
  return {std::move(outcome.value()), std::move(index.value()), std::move(ids)};
}

std::vector<std::int64_t> labels(const Index& index, const std::vector<std::int64_t>& ids) {
  std::vector<std::int64_t> out;
  for (const auto id : ids) out.push_back(index.cluster_of(id));
  return out;
}

TEST(index_told, the_pairs_of_the_index_are_those_of_the_run) {
  const auto people = generate_people(200, 41);
  auto [outcome, index, ids] = index_of(people.table);
  const auto edges = index.edges_of(ids);
  ASSERT_EQ(edges.size(), outcome.edges.size());
  for (std::size_t k = 0; k < edges.size(); ++k) {
    EXPECT_EQ(edges[k].left_id, outcome.edges[k].left);
    EXPECT_EQ(edges[k].right_id, outcome.edges[k].right);
    EXPECT_FLOAT_EQ(edges[k].weight, outcome.edges[k].weight);
    EXPECT_FLOAT_EQ(edges[k].related, outcome.edges[k].related);
    EXPECT_EQ(edges[k].pattern, outcome.edges[k].pattern);
    EXPECT_EQ(edges[k].is_together, outcome.cluster[outcome.edges[k].left] == outcome.cluster[outcome.edges[k].right]);
    EXPECT_FLOAT_EQ(index.pair_of(edges[k].left_id, edges[k].right_id)->waterfall.total_bits, edges[k].weight);
  }
}

TEST(index_told, the_pairs_of_some_records_stand_once_whichever_end_is_asked_for) {
  const auto people = generate_people(100, 42);
  auto [outcome, index, ids] = index_of(people.table);
  const std::vector<std::int64_t> some{3, 4, 50};
  std::size_t expected = 0;
  for (const auto& edge : outcome.edges)
    expected += std::ranges::count(some, static_cast<std::int64_t>(edge.left)) + std::ranges::count(some, static_cast<std::int64_t>(edge.right)) > 0;
  EXPECT_EQ(index.edges_of(some).size(), expected);
  for (const auto& tie : index.ties_of(ids)) EXPECT_EQ(index.cluster_of(tie.left_id), index.cluster_of(tie.right_id));
}

TEST(index_told, a_verdict_parts_and_joins_and_lets_go_again) {
  const auto people = generate_people(150, 43);
  auto [outcome, index, ids] = index_of(people.table);
  const auto before = labels(index, ids);
  std::int64_t joined = 0, stranger = 0;
  while (before[static_cast<std::size_t>(joined)] == joined) ++joined;
  const std::int64_t partner = before[static_cast<std::size_t>(joined)];
  while (before[static_cast<std::size_t>(stranger)] == partner) ++stranger;
  IndexTold told;
  told.different = {{partner, joined}};
  told.same = {{stranger, joined}};
  const auto report = index.apply({}, &told);
  ASSERT_TRUE(report.ok());
  EXPECT_NE(index.cluster_of(partner), index.cluster_of(joined));
  EXPECT_EQ(index.cluster_of(stranger), index.cluster_of(joined));
  EXPECT_TRUE(std::ranges::binary_search(report.value().moved, joined));
  ASSERT_TRUE(index.apply({}, &told).ok());
  EXPECT_TRUE(index.apply({}, &told).value().moved.empty()) << "what is known already moves nobody";
  const IndexTold nothing;
  ASSERT_TRUE(index.apply({}, &nothing).ok());
  EXPECT_EQ(labels(index, ids), before);
}

TEST(index_told, identity_numbers_part_and_another_form_is_refused) {
  const auto people = generate_people(100, 44);
  const std::vector<std::vector<std::uint64_t>> none(1, std::vector<std::uint64_t>(people.table.rows, 0));
  auto [outcome, index, ids] = index_of(people.table, none);
  const auto before = labels(index, ids);
  std::int64_t joined = 0;
  while (before[static_cast<std::size_t>(joined)] == joined) ++joined;
  const std::int64_t partner = before[static_cast<std::size_t>(joined)];
  IndexTold told{{partner, joined}, {{identity_key("one"), identity_key("two")}}, {}, {}};
  ASSERT_TRUE(index.apply({}, &told).ok());
  EXPECT_NE(index.cluster_of(partner), index.cluster_of(joined));
  told.identity = {{0, 0}};
  ASSERT_TRUE(index.apply({}, &told).ok());
  EXPECT_EQ(labels(index, ids), before);
  told.identity.clear();
  EXPECT_EQ(index.apply({}, &told).error().code, ErrorCode::bad_request);
}

}  // namespace
}  // namespace zhike::resolve
