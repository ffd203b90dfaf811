// SPDX-License-Identifier: Apache-2.0
// Goal: one record asked about gets the answer of a run over all; records that come and go in any order and in any
// batches leave the clusters that they would have had together; weights and waterfalls are the run's own.
#include "resolve/index.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <random>
#include <set>

#include "resolve/cluster_story.h"
#include "resolve/generated_people_test.h"
#include "resolve/index_data.h"
#include "resolve/prepared.h"

namespace zhike::resolve {
namespace {

using testing::generate_people;

Table first_rows(const Table& table, std::size_t rows) {
  Table part = table;
  part.rows = rows;
  for (auto& column : part.columns) column.values.resize(rows);
  return part;
}

IndexRecord record_of(const Table& table, std::size_t row) {
  IndexRecord record{static_cast<std::int64_t>(row), {}, {}};
  for (const auto& column : table.columns) record.cells.push_back({column.name, column.values[row]});
  return record;
}

struct Indexed {
  Outcome outcome;
  Index index;
};

Indexed index_of(const Table& table, const Options& options = {}) {
  auto outcome = dedupe(table, options);
  EXPECT_TRUE(outcome.ok());
  std::vector<std::int64_t> ids(table.rows);
  std::iota(ids.begin(), ids.end(), 0);
  auto index = Index::make(table, options, outcome.value(), ids);
  EXPECT_TRUE(index.ok());
  return {std::move(outcome.value()), std::move(index.value())};
}

void add_all(Index& index, const Table& table, std::vector<std::size_t> rows, std::size_t batch) {
  for (std::size_t first = 0; first < rows.size(); first += batch) {
    std::vector<IndexChange> changes;
    for (std::size_t k = first; k < std::min(rows.size(), first + batch); ++k) changes.push_back({record_of(table, rows[k]), false});
    ASSERT_TRUE(index.apply(changes).ok());
  }
}

std::vector<std::size_t> numbers(std::size_t first, std::size_t last) {
  std::vector<std::size_t> out(last - first);
  std::iota(out.begin(), out.end(), first);
  return out;
}

// Rows whose cluster is the same set in both, as a share.
double share_equal(const Index& a, const Index& b, std::size_t rows) {
  std::size_t equal = 0;
  for (std::size_t row = 0; row < rows; ++row) equal += a.members_of(static_cast<std::int64_t>(row)) == b.members_of(static_cast<std::int64_t>(row));
  return static_cast<double>(equal) / static_cast<double>(rows);
}

TEST(index, a_record_asked_about_as_if_it_were_not_there_finds_its_cluster) {
  const auto people = generate_people(300, 21);
  auto [outcome, index] = index_of(people.table);
  std::size_t agreed = 0;
  for (std::size_t row = 0; row < people.table.rows; ++row) {
    auto mates = index.members_of(static_cast<std::int64_t>(row));
    std::erase(mates, static_cast<std::int64_t>(row));
    const auto answer = index.ask(record_of(people.table, row));
    ASSERT_TRUE(answer.ok());
    std::set<std::int64_t> found;
    for (const auto cluster : answer.value().clusters)
      for (const auto member : index.members_of(cluster)) found.insert(member);
    found.erase(static_cast<std::int64_t>(row));
    agreed += std::vector<std::int64_t>(found.begin(), found.end()) == mates;
  }
  EXPECT_GE(static_cast<double>(agreed), 0.995 * static_cast<double>(people.table.rows));
}

TEST(index, no_pair_of_weight_is_lost_by_what_rules_rows_out) {
  const auto people = generate_people(250, 71);
  auto [outcome, index] = index_of(people.table);
  AskOptions all;
  all.candidates_most = people.table.rows;
  std::size_t weighty = 0;
  for (std::size_t row = 0; row < people.table.rows; row += 5) {
    const auto answer = index.ask(record_of(people.table, row), all);
    ASSERT_TRUE(answer.ok());
    std::map<std::int64_t, double> found;
    for (const auto& candidate : answer.value().candidates) found[candidate.record_id] = candidate.weight;
    for (std::size_t other = 0; other < people.table.rows; ++other) {
      if (other == row) continue;
      const auto pair = index.pair_of(static_cast<std::int64_t>(row), static_cast<std::int64_t>(other));
      ASSERT_TRUE(pair.has_value());
      if (pair->waterfall.total_bits <= 0) continue;
      ++weighty;
      const auto at = found.find(static_cast<std::int64_t>(other));
      ASSERT_NE(at, found.end()) << row << " and " << other << " weigh " << pair->waterfall.total_bits;
      EXPECT_NEAR(at->second, pair->waterfall.total_bits, 1e-3);
    }
  }
  EXPECT_GT(weighty, 30U);
}

TEST(index, a_pair_weighs_what_it_weighed_in_the_run) {
  const auto people = generate_people(300, 22);
  auto [outcome, index] = index_of(people.table);
  std::map<std::pair<std::int64_t, std::int64_t>, float> edges;
  for (const auto& edge : outcome.edges) {
    edges[{edge.left, edge.right}] = edge.weight;
    edges[{edge.right, edge.left}] = edge.weight;
  }
  ASSERT_GT(edges.size(), 1000U);
  std::size_t met = 0;
  AskOptions options;
  options.candidates_most = 1000;
  options.explain = true;
  for (std::size_t row = 0; row < people.table.rows; ++row) {
    const auto answer = index.ask(record_of(people.table, row), options);
    ASSERT_TRUE(answer.ok());
    for (const auto& candidate : answer.value().candidates) {
      const auto edge = edges.find({static_cast<std::int64_t>(row), candidate.record_id});
      double sum = candidate.waterfall.prior_bits;
      for (const auto& field : candidate.waterfall.fields) sum += field.bits;
      sum = sum + candidate.waterfall.dependence_bits + candidate.waterfall.related_bits;
      ASSERT_EQ(sum, candidate.waterfall.total_bits);
      ASSERT_EQ(static_cast<float>(sum), static_cast<float>(candidate.weight));
      if (edge == edges.end()) continue;
      ++met;
      ASSERT_FLOAT_EQ(edge->second, static_cast<float>(candidate.weight));
    }
  }
  EXPECT_GE(static_cast<double>(met), 0.99 * static_cast<double>(edges.size()));
}

TEST(index, any_two_records_are_explained_as_the_run_explains_them) {
  const auto people = generate_people(400, 27);
  Options options;
  options.method.aliases = false;  // learned from clusters, with the second look's or without
  const auto [outcome, index] = index_of(people.table, options);
  options.method.second_look = false;
  const auto [linked, linked_index] = index_of(people.table, options);
  std::size_t attached = 0;
  for (std::uint32_t row = 0; row + 1 < people.table.rows; row += 3) {
    for (const std::uint32_t other : {row + 1, (row * 7 + 5) % static_cast<std::uint32_t>(people.table.rows)}) {
      if (other == row) continue;
      const auto pair = index.pair_of(row, other);
      ASSERT_TRUE(pair.has_value());
      const auto expected = explain(outcome, row, other);
      EXPECT_NEAR(pair->waterfall.total_bits, expected.total_bits, 1e-3);
      EXPECT_EQ(pair->waterfall.fields.front().left, expected.fields.front().left);
      const bool by_second_look = outcome.cluster[row] == outcome.cluster[other] && linked.cluster[row] != linked.cluster[other];
      EXPECT_EQ(pair->attached, by_second_look);
      EXPECT_EQ(why_apart(outcome, row, other, {}).attached, by_second_look);
      attached += pair->attached;
    }
  }
  EXPECT_GT(attached, 0U);
  EXPECT_FALSE(index.pair_of(0, 1'000'000).has_value());
}

TEST(index, a_text_never_seen_is_similar_to_what_the_run_finds_similar) {
  // Held out of one run and part of another: most of what is written wrongly in these rows is new to the index.
  const auto people = generate_people(400, 23);
  const std::size_t known = people.table.rows - 100;
  const auto all = index_of(people.table);
  auto some = index_of(first_rows(people.table, known));
  std::size_t agreed = 0;
  for (std::size_t row = known; row < people.table.rows; ++row) {
    std::vector<std::int64_t> mates;
    for (const auto member : all.index.members_of(static_cast<std::int64_t>(row)))
      if (member < static_cast<std::int64_t>(known)) mates.push_back(member);
    const auto answer = some.index.ask(record_of(people.table, row));
    ASSERT_TRUE(answer.ok());
    std::vector<std::int64_t> found;
    for (const auto cluster : answer.value().clusters)
      for (const auto member : some.index.members_of(cluster)) found.push_back(member);
    std::sort(found.begin(), found.end());
    agreed += found == mates;
  }
  EXPECT_GE(agreed, 95U);
}

TEST(index, records_added_in_any_order_and_in_any_batches_leave_the_same_clusters) {
  const auto people = generate_people(250, 24);
  const std::size_t known = people.table.rows * 7 / 10;
  auto at_once = index_of(first_rows(people.table, known));
  add_all(at_once.index, people.table, numbers(known, people.table.rows), 1000);
  std::mt19937_64 random(3);
  for (const std::size_t batch : {1U, 7U, 64U}) {
    auto by_and_by = index_of(first_rows(people.table, known));
    auto order = numbers(known, people.table.rows);
    std::shuffle(order.begin(), order.end(), random);
    add_all(by_and_by.index, people.table, order, batch);
    EXPECT_GE(share_equal(at_once.index, by_and_by.index, people.table.rows), 0.995) << batch;
  }
}

TEST(index, what_came_in_parts_equals_what_came_together) {
  const auto people = generate_people(400, 25);
  const auto all = index_of(people.table);
  auto grown = index_of(first_rows(people.table, people.table.rows * 8 / 10));
  add_all(grown.index, people.table, numbers(people.table.rows * 8 / 10, people.table.rows), 50);
  EXPECT_GE(share_equal(all.index, grown.index, people.table.rows), 0.97);
}

// In a half of the base most records are alone; when the rest has come, few are, and one that is has probably lost its customer.
TEST(index, records_are_attached_by_how_rare_single_ones_are_now) {
  auto people = generate_people(400, 31);
  std::vector<std::size_t> order = numbers(0, people.table.rows);
  std::shuffle(order.begin(), order.end(), std::mt19937_64(8));
  Table mixed = people.table;
  for (std::size_t c = 0; c < mixed.columns.size(); ++c)
    for (std::size_t row = 0; row < order.size(); ++row) mixed.columns[c].values[row] = people.table.columns[c].values[order[row]];
  auto half = index_of(first_rows(mixed, mixed.rows / 2));
  const auto before = half.index.data().fragment_bits;
  Options as_the_half;
  as_the_half.model = std::make_shared<const Model>(half.outcome.model);
  auto all = index_of(mixed, as_the_half);
  const auto now = all.outcome.prepared->fragment_bits;
  ASSERT_GT(std::abs(now[0] - before[0]), 0.3);
  add_all(half.index, mixed, numbers(mixed.rows / 2, mixed.rows), 100);
  for (std::size_t k = 0; k < now.size(); ++k) EXPECT_NEAR(half.index.data().fragment_bits[k], now[k], 0.3) << k;
  EXPECT_GE(share_equal(all.index, half.index, mixed.rows), 0.975);
}

TEST(index, records_taken_out_and_put_back_leave_no_trace) {
  const auto people = generate_people(250, 26);
  auto [outcome, index] = index_of(people.table);
  auto before = index_of(people.table);
  std::vector<IndexChange> out;
  std::vector<std::size_t> back;
  for (std::size_t row = 0; row < people.table.rows; row += 7) {
    out.push_back({{static_cast<std::int64_t>(row), {}, {}}, true});
    back.push_back(row);
  }
  const auto report = index.apply(out);
  ASSERT_TRUE(report.ok());
  EXPECT_EQ(report.value().removed, out.size());
  EXPECT_EQ(index.records_count(), people.table.rows - out.size());
  EXPECT_FALSE(index.holds(0));
  add_all(index, people.table, back, 13);
  EXPECT_EQ(index.records_count(), people.table.rows);
  EXPECT_GE(share_equal(index, before.index, people.table.rows), 0.995);
}

TEST(index, a_record_that_changes_moves) {
  const auto people = generate_people(100, 27);
  auto [outcome, index] = index_of(people.table);
  std::size_t target = 0;
  while (index.members_of(static_cast<std::int64_t>(target)).size() < 3) ++target;
  std::size_t moving = target + 1;
  while (index.cluster_of(static_cast<std::int64_t>(moving)) == index.cluster_of(static_cast<std::int64_t>(target)) ||
         index.members_of(static_cast<std::int64_t>(moving)).size() < 2)
    ++moving;
  IndexRecord changed = record_of(people.table, target);
  changed.id = static_cast<std::int64_t>(moving);
  const auto report = index.apply(std::vector<IndexChange>{{changed, false}});
  ASSERT_TRUE(report.ok());
  EXPECT_EQ(report.value().replaced, 1U);
  EXPECT_EQ(index.cluster_of(changed.id), index.cluster_of(static_cast<std::int64_t>(target)));
  EXPECT_TRUE(std::binary_search(report.value().moved.begin(), report.value().moved.end(), changed.id));
}

TEST(index, a_record_without_anything_to_compare_is_new) {
  const auto people = generate_people(60, 28);
  auto [outcome, index] = index_of(people.table);
  for (const IndexRecord& record : {IndexRecord{-1, {}, {}}, IndexRecord{-1, {{"surname", ""}}, {}}, IndexRecord{-1, {{"no such column", "x"}}, {}}}) {
    const auto answer = index.ask(record);
    ASSERT_TRUE(answer.ok());
    EXPECT_TRUE(answer.value().clusters.empty());
    EXPECT_TRUE(answer.value().candidates.empty());
  }
}

TEST(index, odd_texts_are_answered) {
  const auto people = generate_people(60, 29);
  auto [outcome, index] = index_of(people.table);
  for (const std::string& text : {std::string(10000, 'a'), std::string("\xFF\xFE"), std::string("王小明"), std::string("0000-00-00"), std::string(1, '\0')}) {
    IndexRecord record{-1, {}, {}};
    for (const auto& column : people.table.columns) record.cells.push_back({column.name, text});
    ASSERT_TRUE(index.ask(record).ok());
    ASSERT_TRUE(index.apply(std::vector<IndexChange>{{record, false}}).ok());
    ASSERT_TRUE(index.ask(record).ok());
  }
}

TEST(index, what_people_and_identity_rules_told_binds_later_records_too) {
  const auto people = generate_people(100, 31);
  const auto free = dedupe(people.table, {});
  std::uint32_t joined = 0;
  while (free.value().cluster[joined] == joined) ++joined;
  const std::uint32_t partner = free.value().cluster[joined];
  // Every row of this customer bears identity number 1; an equal record with another number is another customer.
  Constraints constraints;
  constraints.exclusive.emplace_back(people.table.rows, 0);
  std::vector<std::vector<std::uint64_t>> keys(1, std::vector<std::uint64_t>(people.table.rows, 0));
  for (std::uint32_t row = 0; row < people.table.rows; ++row)
    if (free.value().cluster[row] == partner) {
      constraints.exclusive[0][row] = 1;
      keys[0][row] = identity_key("number one");
    }
  const auto outcome = dedupe(people.table, {}, constraints);
  std::vector<std::int64_t> ids(people.table.rows);
  std::iota(ids.begin(), ids.end(), 0);
  auto index = Index::make(people.table, {}, outcome.value(), ids, keys);
  ASSERT_TRUE(index.ok());
  auto record = record_of(people.table, joined);
  record.id = -1;
  const auto cluster = index.value().cluster_of(joined);
  EXPECT_EQ(index.value().ask(record).value().clusters, std::vector<std::int64_t>{cluster});
  record.identity = {identity_key("number two")};
  EXPECT_TRUE(index.value().ask(record).value().clusters.empty());
  ASSERT_TRUE(index.value().apply(std::vector<IndexChange>{{record, false}}).ok());
  EXPECT_EQ(index.value().members_of(-1), std::vector<std::int64_t>{-1});
  record.identity = {identity_key("number one")};
  ASSERT_TRUE(index.value().apply(std::vector<IndexChange>{{record, false}}).ok());
  EXPECT_EQ(index.value().cluster_of(-1), -1);
  EXPECT_TRUE(std::ranges::count(index.value().members_of(-1), static_cast<std::int64_t>(joined)) == 1);
}

TEST(index, one_record_twice_in_a_set_of_changes_is_refused) {
  const auto people = generate_people(60, 30);
  auto [outcome, index] = index_of(people.table);
  const auto record = record_of(people.table, 0);
  EXPECT_EQ(index.apply(std::vector<IndexChange>{{record, false}, {record, true}}).error().code, ErrorCode::bad_request);
  const auto report = index.apply(std::vector<IndexChange>{{{999'999, {}, {}}, true}});
  ASSERT_TRUE(report.ok());
  EXPECT_EQ(report.value().unknown, 1U);
}

}  // namespace
}  // namespace zhike::resolve
