// SPDX-License-Identifier: Apache-2.0
// Goal: an index that has grown and is counted again weighs pairs as a run over all its records under the same learned
// weights does; what its clusters show, and nothing else, says whether customers came or only more records of them.
#include "resolve/index_recount.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "resolve/generated_people_test.h"
#include "resolve/index.h"

namespace zhike::resolve {
namespace {

using testing::generate_people;

Table rows_of(const Table& table, std::size_t first, std::size_t last) {
  Table part;
  part.rows = last - first;
  for (const auto& column : table.columns)
    part.columns.push_back({column.name, column.kind, {column.values.begin() + static_cast<std::ptrdiff_t>(first), column.values.begin() + static_cast<std::ptrdiff_t>(last)}});
  return part;
}

Index index_of(const Table& table) {
  auto outcome = dedupe(table, {});
  EXPECT_TRUE(outcome.ok());
  std::vector<std::int64_t> ids(table.rows);
  std::iota(ids.begin(), ids.end(), 0);
  auto index = Index::make(table, {}, outcome.value(), ids);
  EXPECT_TRUE(index.ok());
  return std::move(index.value());
}

void add(Index& index, const Table& table, std::int64_t first_id) {
  std::vector<IndexChange> changes;
  for (std::size_t row = 0; row < table.rows; ++row) {
    IndexRecord record{first_id + static_cast<std::int64_t>(row), {}, {}};
    for (const auto& column : table.columns) record.cells.push_back({column.name, column.values[row]});
    changes.push_back({record, false});
  }
  ASSERT_TRUE(index.apply(changes).ok());
}

TEST(index_recount, chance_is_that_of_a_run_over_all_records) {
  const auto people = generate_people(1200, 31);
  const std::size_t half = people.table.rows / 2;
  auto index = index_of(rows_of(people.table, 0, half));
  add(index, rows_of(people.table, half, people.table.rows), static_cast<std::int64_t>(half));
  Options options;
  options.model = std::make_shared<Model>(index.data().model);
  const auto all = dedupe(people.table, options);
  ASSERT_TRUE(all.ok());
  const auto apart = [&] {  // mean distance of the fields' frequency bits
    double sum = 0;
    std::size_t count = 0;
    for (const auto& edge : all.value().edges) {
      const auto expected = explain(all.value(), edge.left, edge.right);
      const auto found = index.pair_of(edge.left, edge.right);
      for (std::size_t f = 0; f < expected.fields.size(); ++f) {
        if (expected.fields[f].level != found->waterfall.fields[f].level) continue;
        sum += std::abs(expected.fields[f].bits - found->waterfall.fields[f].bits);
        ++count;
      }
    }
    EXPECT_GT(count, 5000U);
    return sum / static_cast<double>(count);
  };
  const double before = apart();
  index.recount_beyond(0);
  EXPECT_GT(before, 0.3);
  EXPECT_LT(apart(), before / 10);
}

TEST(index_recount, odds_fall_with_new_customers_and_stay_with_more_records_of_the_same) {
  const auto people = generate_people(600, 32);
  const std::size_t half = people.table.rows / 2;
  const auto first = rows_of(people.table, 0, half);
  auto strangers = index_of(first), same = index_of(first);
  const double before = strangers.data().model.prior_bits;
  add(strangers, rows_of(people.table, half, people.table.rows), static_cast<std::int64_t>(half));
  add(same, first, static_cast<std::int64_t>(half));
  strangers.recount_beyond(0);
  same.recount_beyond(0);
  EXPECT_NEAR(strangers.data().model.prior_bits, before - 1, 0.25);
  EXPECT_GT(same.data().model.prior_bits, before - 0.25);
}

TEST(index_recount, waits_until_the_index_has_grown_by_that_share) {
  const auto people = generate_people(600, 33);
  const std::size_t most = people.table.rows * 9 / 10;
  auto index = index_of(rows_of(people.table, 0, most));
  const double before = index.data().model.prior_bits;
  EXPECT_EQ(count_drift(index.data()), 0);
  add(index, rows_of(people.table, most, people.table.rows), static_cast<std::int64_t>(most));
  EXPECT_NEAR(count_drift(index.data()), 1.0 / 9, 0.01);
  index.recount_beyond(0.2);
  EXPECT_EQ(index.data().model.prior_bits, before);
  index.recount_beyond(0.1);
  EXPECT_NE(index.data().model.prior_bits, before);
  EXPECT_EQ(count_drift(index.data()), 0);
}

}  // namespace
}  // namespace zhike::resolve
