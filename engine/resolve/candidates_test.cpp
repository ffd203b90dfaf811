// SPDX-License-Identifier: Apache-2.0
// Goal: the walk over lists finds exactly the pairs that looking at all pairs finds, and combinations of frequent values
// are what their definition says. Method: slow twins that compare everything, on generated people.
#include "resolve/candidates.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "resolve/conjunctions.h"
#include "resolve/generated_people_test.h"
#include "resolve/prepared.h"
#include "resolve/similar_values.h"

namespace zhike::resolve {
namespace {

using Pair = std::pair<std::uint32_t, std::uint32_t>;

// The fields of a finished run with the scorer put back to its start.
struct Started {
  std::shared_ptr<const Prepared> prepared;
  Scorer scorer;
  explicit Started(const Table& table) : prepared(dedupe(table, {}).value().prepared), scorer(prepared->fields) { scorer.start(1); }
};

// Bits that the pair shares, by the definition in candidates.h.
double shared_bits(const Scorer& scorer, std::uint32_t i, std::uint32_t j) {
  const Fields& fields = scorer.fields();
  const auto a = fields.codes(i);
  const auto b = fields.codes(j);
  double bits = 0;
  for (std::size_t f = 0; f < fields.size(); ++f) {
    const int level = level_of(fields.field[f], a[f], b[f]);
    if (!agrees(fields.field[f].kind, level) || (fields.field[f].kind == Kind::date && level == near_date_level)) continue;
    if (level == exact_level || fields.field[f].similar_rows[a[f]][level] <= static_cast<float>(similar_walk_rows(fields.rows)))
      bits += scorer.chance[f][a[f]][level];
  }
  const auto as_family = fields.same_text[0][a[fields.given]];
  const auto as_given = fields.same_text[1][a[fields.family]];
  if (as_family != 0 && as_family == b[fields.family]) bits += scorer.chance[fields.family][as_family][exact_level];
  if (as_given != 0 && as_given == b[fields.given]) bits += scorer.chance[fields.given][as_given][exact_level];
  return bits;
}

std::set<Pair> all_candidates(const Scorer& scorer) {
  const auto rows = static_cast<std::uint32_t>(scorer.fields().rows);
  const double log_rows = std::log2(static_cast<double>(rows));
  std::set<Pair> pairs;
  for (std::uint32_t i = 0; i < rows; ++i) {
    for (std::uint32_t j = i + 1; j < rows; ++j) {
      if (shared_bits(scorer, i, j) < log_rows - shared_below_log_rows) continue;
      const auto levels = scorer.levels(i, j);
      double bits = -log_rows + (levels.of[PairLevels::swap] != 0 ? start_swap_bits : 0);
      for (std::size_t f = 0; f < scorer.fields().size(); ++f)
        if (levels.of[f] != missing_level) bits += std::log2(start_m(scorer.fields().field[f].kind, levels.of[f]));
      if (bits + scorer.chance_sum(i, j, levels).all >= keep_bits) pairs.insert({i, j});
    }
  }
  return pairs;
}

TEST(candidates, the_walk_finds_what_comparing_all_pairs_finds) {
  for (const std::uint64_t seed : {1, 2}) {
    auto people = testing::generate_people(250, seed);
    // Some names the wrong way round.
    for (std::size_t row = 0; row < people.table.rows; row += 17)
      std::swap(people.table.columns[0].values[row], people.table.columns[1].values[row]);
    const Started started(people.table);
    for (const int threads : {1, 3}) {
      Options options;
      options.threads = threads;
      const auto found = std::move(find_candidates(started.scorer, options).value());
      std::set<Pair> pairs;
      for (const auto& pair : found.pairs) {
        ASSERT_TRUE(pairs.insert({pair.left, pair.right}).second);
        ASSERT_EQ(found.patterns[pair.pattern].of, started.scorer.levels(pair.left, pair.right).of);
      }
      const auto expected = all_candidates(started.scorer);
      ASSERT_GT(expected.size(), people.table.rows / 2);
      ASSERT_EQ(pairs, expected);
    }
  }
}

TEST(candidates, after_aliases_only_pairs_that_hold_one_are_added) {
  auto people = testing::generate_people(250, 3);
  for (std::size_t row = 0; row < people.table.rows; ++row)
    if (people.truth[row] % 40 == 0) people.table.columns[0].values[row] = row % 2 == 0 ? "robert" : "bob";
  Options options;
  options.method.aliases = false;
  auto fields = dedupe(people.table, options).value().prepared->fields;
  std::vector<std::uint32_t> cluster;
  for (const auto row : fields.input_row) cluster.push_back(people.truth[row]);
  Scorer scorer(fields);
  scorer.start(1);
  auto candidates = std::move(find_candidates(scorer, options).value());
  std::set<Pair> expected;
  for (const auto& pair : candidates.pairs) expected.insert({pair.left, pair.right});
  const auto before = expected.size();
  const auto aliases = learn_aliases(fields, cluster, 1);
  ASSERT_FALSE(aliases.empty());
  scorer.refresh_chance(1);
  for (const auto& [i, j] : all_candidates(scorer))
    for (const auto& alias : aliases) {
      const auto a = fields.field[alias.field].code[i];
      const auto b = fields.field[alias.field].code[j];
      if (std::minmax(a, b) == std::minmax(alias.left, alias.right)) expected.insert({i, j});
    }
  ASSERT_GT(expected.size(), before);
  ASSERT_TRUE(add_alias_pairs(candidates, scorer, aliases, options).ok());
  std::set<Pair> pairs;
  for (const auto& pair : candidates.pairs) {
    ASSERT_TRUE(pairs.insert({pair.left, pair.right}).second);
    ASSERT_EQ(candidates.patterns[pair.pattern].of, scorer.levels(pair.left, pair.right).of);
  }
  EXPECT_EQ(pairs, expected);
}

// Rows with four columns of few values each.
Fields frequent_fields(std::size_t rows) {
  std::mt19937_64 random(5);
  Fields fields;
  fields.rows = rows;
  for (const std::uint32_t values : {3U, 5U, 7U, 11U}) {
    Field field;
    field.kind = Kind::category;
    field.values.assign(values + 1, "");
    field.count.assign(values + 1, 0);
    for (std::size_t row = 0; row < rows; ++row) field.code.push_back(static_cast<std::uint32_t>(random() % (values + 1)));
    fields.field.push_back(std::move(field));
  }
  return fields;
}

TEST(conjunctions, groups_are_the_minimal_rare_combinations) {
  const Fields fields = frequent_fields(600);
  const ConjunctionLimits limits{20, 12};
  // Rows of every combination of one to three fields.
  std::map<std::vector<std::pair<std::size_t, std::uint32_t>>, std::vector<std::uint32_t>> rows_of;
  for (std::uint32_t row = 0; row < fields.rows; ++row)
    for (unsigned set = 1; set < 16; ++set) {
      std::vector<std::pair<std::size_t, std::uint32_t>> key;
      for (std::size_t f = 0; f < 4; ++f)
        if ((set >> f & 1) != 0) key.emplace_back(f, fields.field[f].code[row]);
      if (key.size() > 3 || std::any_of(key.begin(), key.end(), [](const auto& part) { return part.second == 0; })) continue;
      rows_of[key].push_back(row);
    }
  const auto frequent = [&](auto key) {
    if (key.size() == 1) return rows_of[key].size() > limits.frequent_above;
    return rows_of[key].size() > limits.rows_most;
  };
  std::multiset<std::vector<std::uint32_t>> expected;
  for (const auto& [key, rows] : rows_of) {
    if (key.size() < 2 || rows.size() < 2 || rows.size() > limits.rows_most) continue;
    bool minimal = true;
    for (std::size_t out = 0; out < key.size(); ++out) {
      auto smaller = key;
      smaller.erase(smaller.begin() + static_cast<std::ptrdiff_t>(out));
      minimal = minimal && frequent(smaller);
      for (const auto& part : key) minimal = minimal && frequent(std::vector{part});
    }
    if (minimal) expected.insert(rows);
  }
  for (const int threads : {1, 3}) {
    const auto found = find_conjunctions(fields, limits, threads);
    std::multiset<std::vector<std::uint32_t>> groups;
    for (std::size_t group = 0; group < found.rows.size(); ++group) groups.emplace(found.rows[group].begin(), found.rows[group].end());
    ASSERT_GT(groups.size(), 20U);
    EXPECT_EQ(groups, expected);
    for (std::uint32_t row = 0; row < fields.rows; ++row)
      for (const auto group : found.groups[row]) EXPECT_TRUE(std::binary_search(found.rows[group].begin(), found.rows[group].end(), row));
  }
}

}  // namespace
}  // namespace zhike::resolve
