// SPDX-License-Identifier: Apache-2.0
// Goal: from pairs drawn with known m, u and shares of matches and households, learning gives these back.
#include "resolve/weights.h"

#include <gtest/gtest.h>

#include <cmath>

#include "resolve/generated_people_test.h"
#include "resolve/prepared.h"

namespace zhike::resolve {
namespace {

TEST(weights, the_share_of_matches_and_the_error_rates_are_recovered) {
  const auto people = testing::generate_people(1500, 11);
  Options options;
  options.method.aliases = false;
  const auto result = dedupe(people.table, options);
  ASSERT_TRUE(result.ok());
  const auto& model = result.value().model;
  std::map<std::uint32_t, double> size;
  for (const auto person : people.truth) ++size[person];
  double matches = 0;
  for (const auto& [person, n] : size) matches += n * (n - 1) / 2;
  const double n = static_cast<double>(people.table.rows);
  EXPECT_NEAR(model.prior_bits, std::log2(matches / (n * (n - 1) / 2)), 0.2);
  for (const auto& field : model.fields) {
    if (field.kind == Kind::date) {
      EXPECT_GT(field.m[exact_level], 0.97);  // dates are never mistyped here
    } else if (field.kind == Kind::given_name || field.kind == Kind::surname || field.kind == Kind::phone) {
      // A cell is right with 8/9 of its present copies, so two agree with 0.79.
      EXPECT_NEAR(field.m[exact_level], 0.79, 0.05) << field.name;
    }
  }
}

TEST(weights, households_are_found_where_there_are_some) {
  const auto people = testing::generate_people(1500, 12);
  const auto result = dedupe(people.table, {});
  ASSERT_TRUE(result.ok());
  const auto& model = result.value().model;
  double related = 0;
  for (std::size_t i = 0; i < people.truth.size(); ++i)
    for (std::size_t j = i + 1; j < people.truth.size(); ++j)
      related += people.household[i] == people.household[j] && people.truth[i] != people.truth[j];
  const double n = static_cast<double>(people.table.rows);
  EXPECT_NEAR(model.prior_related_bits, std::log2(related / (n * (n - 1) / 2)), 0.4);
  for (const auto& field : model.fields)
    if (field.kind == Kind::phone) {
      EXPECT_GT(field.m_related[exact_level], 0.6);
    }
}

// Learns from the candidates of the table as they are before any weights are known.
Model learned(const Prepared& prepared, int threads, const LearningLimits& limits) {
  Options options;
  options.threads = threads;
  Scorer scorer(prepared.fields);
  scorer.start(threads);
  learn_weights(scorer, find_candidates(scorer, options).value(), options, learning_rounds, limits);
  return scorer.model;
}

void expect_same(const Model& a, const Model& b) {
  EXPECT_EQ(a.prior_bits, b.prior_bits);
  EXPECT_EQ(a.prior_related_bits, b.prior_related_bits);
  for (std::size_t f = 0; f < a.fields.size(); ++f) EXPECT_EQ(a.fields[f].m, b.fields[f].m) << a.fields[f].name;
}

TEST(weights, a_part_of_the_pairs_tells_what_all_tell_whatever_the_threads) {
  const auto prepared = dedupe(testing::generate_people(1500, 13).table, {}).value().prepared;
  const Model all = learned(*prepared, 1, {1U << 30U, 0});
  const Model part = learned(*prepared, 1, {3000, 0});
  EXPECT_NE(part.prior_bits, all.prior_bits) << "no part was taken";
  EXPECT_NEAR(part.prior_bits, all.prior_bits, 0.2);
  EXPECT_NEAR(part.prior_related_bits, all.prior_related_bits, 0.4);
  for (std::size_t f = 0; f < all.fields.size(); ++f) EXPECT_NEAR(part.fields[f].m[exact_level], all.fields[f].m[exact_level], 0.05);
  expect_same(part, learned(*prepared, 3, {3000, 0}));
}

TEST(weights, all_pairs_are_taken_where_a_part_holds_too_few_matches) {
  const auto prepared = dedupe(testing::generate_people(300, 14).table, {}).value().prepared;
  const Model all = learned(*prepared, 1, {1U << 30U, 0});
  const Model again = learned(*prepared, 1, {500, 1e9});
  EXPECT_NEAR(again.prior_bits, all.prior_bits, 0.02);
  for (std::size_t f = 0; f < all.fields.size(); ++f) EXPECT_NEAR(again.fields[f].m[exact_level], all.fields[f].m[exact_level], 0.01);
}

}  // namespace
}  // namespace zhike::resolve
