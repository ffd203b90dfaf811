// SPDX-License-Identifier: Apache-2.0
// Goal: what is said about a finished match is true: stories hold the cluster together, reasons fit, curves count right,
// calibration follows the labels and stays within its bounds.
#include "resolve/match_statistics.h"

#include <gtest/gtest.h>

#include <array>
#include <algorithm>
#include <cmath>
#include <set>

#include "resolve/cluster_story.h"
#include "resolve/generated_people_test.h"
#include "resolve/labels.h"

namespace zhike::resolve {
namespace {

using testing::generate_people;
using testing::People;

Outcome run(const Table& table, const Options& options = {}, const Constraints& constraints = {}) {
  auto result = dedupe(table, options, constraints);
  EXPECT_TRUE(result.ok()) << (result.ok() ? "" : result.error().message);
  return result.ok() ? std::move(result.value()) : Outcome{};
}

std::vector<std::uint32_t> entities(const People& people) {
  std::vector<std::uint32_t> out;
  for (const auto person : people.truth) out.push_back(person + 1);
  return out;
}

TEST(cluster_story, the_joins_hold_the_cluster_together_and_the_weakest_is_the_weakest) {
  const auto outcome = run(generate_people(300, 51).table);
  const auto largest = largest_clusters(outcome, 3);
  ASSERT_EQ(largest.size(), 3U);
  for (const auto row : largest) {
    const auto story = tell_cluster(outcome, row);
    ASSERT_EQ(story.joins.size() + 1, story.rows.size());
    std::set<std::uint32_t> met;
    for (const auto& join : story.joins) {
      met.insert({join.left, join.right});
      EXPECT_GE(join.weight, story.joins[story.weakest].weight);
      EXPECT_NEAR(join.weight, explain(outcome, join.left, join.right).total_bits, 1e-4);
    }
    EXPECT_EQ(met.size(), story.rows.size());
  }
  const auto weakest = weakest_clusters(outcome, 5);
  for (std::size_t k = 1; k < weakest.size(); ++k) {
    const auto before = tell_cluster(outcome, weakest[k - 1]), after = tell_cluster(outcome, weakest[k]);
    EXPECT_LE(before.joins[before.weakest].weight, after.joins[after.weakest].weight);
  }
}

TEST(why_apart, each_reason_is_the_true_one) {
  const People people = generate_people(200, 52);
  Options options;
  const auto outcome = run(people.table, options);
  const auto joined = std::find_if(outcome.edges.begin(), outcome.edges.end(), [&](const Edge& edge) { return outcome.cluster[edge.left] == outcome.cluster[edge.right] && edge.weight > 5; });
  ASSERT_NE(joined, outcome.edges.end());
  EXPECT_EQ(why_apart(outcome, joined->left, joined->right, options).apart, Apart::nothing);
  std::size_t evidence = 0;
  for (std::uint32_t row = 1; row < people.table.rows; ++row) {
    if (outcome.cluster[row] == outcome.cluster[0]) continue;
    const auto why = why_apart(outcome, 0, row, options);
    EXPECT_NE(why.apart, Apart::nothing);
    if (why.apart == Apart::evidence) {
      EXPECT_LE(why.weight, options.cut_bits);
      ++evidence;
    }
  }
  EXPECT_GT(evidence, 100U);
  Constraints told;
  told.different = {{joined->left, joined->right}};
  const auto parted = run(people.table, options, told);
  EXPECT_NE(parted.cluster[joined->left], parted.cluster[joined->right]);
  const auto why = why_apart(parted, joined->left, joined->right, options);
  EXPECT_TRUE(why.apart == Apart::rule || why.apart == Apart::clusters);
}

TEST(match_statistics, thresholds_and_scores_agree_with_counting) {
  const People people = generate_people(150, 53);
  const auto outcome = run(people.table);
  const auto entity = entities(people);
  const auto judged = judge_edges(outcome, entity);
  ASSERT_EQ(judged.size(), outcome.edges.size());
  double all = 0;
  for (std::size_t i = 0; i < entity.size(); ++i)
    for (std::size_t j = i + 1; j < entity.size(); ++j) all += entity[i] == entity[j];
  EXPECT_EQ(true_pairs(entity), all);
  for (const auto& point : measured_thresholds(judged, all)) {
    double found = 0, right = 0;
    for (const auto& pair : judged) {
      found += pair.weight >= point.weight;
      right += pair.weight >= point.weight && pair.same;
    }
    EXPECT_NEAR(point.precision, right / found, 1e-12);
    EXPECT_NEAR(point.recall, right / all, 1e-12);
  }
  const auto scores = score_clusters(outcome, entity);
  const auto expected = testing::pairwise(outcome.cluster, people.truth);
  EXPECT_NEAR(scores.precision, expected.precision, 1e-12);
  EXPECT_NEAR(scores.recall, expected.recall, 1e-12);
}

TEST(match_statistics, an_empty_record_can_not_be_linked_and_a_full_one_can) {
  People people = generate_people(150, 54);
  for (auto& column : people.table.columns) column.values.push_back("");
  ++people.table.rows;
  const auto outcome = run(people.table);
  const auto weights = self_weights(outcome);
  EXPECT_LT(weights.back(), 0);
  EXPECT_GT(std::count_if(weights.begin(), weights.end(), [](float weight) { return weight > 10; }), 200);
}

TEST(match_statistics, reach_is_a_share_and_its_interval_lies_below) {
  const auto outcome = run(generate_people(500, 55).table);
  const auto reach = estimate_reach(outcome);
  ASSERT_TRUE(reach.recall);
  EXPECT_GT(*reach.recall, 0.8);
  EXPECT_LE(*reach.recall, 1);
  EXPECT_LE(*reach.recall_low, *reach.recall);
  for (const auto& field : reach.fields) EXPECT_LE(field.agree_count + field.similar_count + field.missing_count, reach.matched_count);
}

TEST(calibration, a_logistic_fit_finds_the_slope_the_pairs_were_drawn_with) {
  std::mt19937_64 random(56);
  std::vector<JudgedPair> pairs;
  for (int k = 0; k < 20'000; ++k) {
    const double weight = static_cast<double>(random() % 3000) / 100 - 15;
    const double chance = 1 / (1 + std::exp2(-(0.5 * weight - 1)));
    pairs.push_back({weight, static_cast<double>(random() % 1'000'000) < chance * 1e6});
  }
  const auto fit = fit_logistic(pairs);
  EXPECT_NEAR(fit.slope, 0.5, 0.03);
  EXPECT_NEAR(fit.offset, -1, 0.1);
  const auto isotonic = calibrate(pairs);
  EXPECT_EQ(isotonic.method, "isotonic");
  for (double weight = -12; weight <= 12; weight += 1) EXPECT_NEAR(probability_of(isotonic, weight), 1 / (1 + std::exp2(-(0.5 * weight - 1))), 0.07) << weight;
  for (std::size_t k = 1; k < isotonic.steps.size(); ++k) {
    EXPECT_GT(isotonic.steps[k].first, isotonic.steps[k - 1].first);
    EXPECT_GE(isotonic.steps[k].second, isotonic.steps[k - 1].second);
  }
}

TEST(calibration, held_out_pairs_are_not_shown_by_their_own_answer) {
  // Answers that have nothing to do with the weight: a curve that saw them would follow the noise.
  std::mt19937_64 random(61);
  std::vector<JudgedPair> pairs;
  for (int k = 0; k < 2000; ++k) pairs.push_back({static_cast<double>(random() % 2000) / 100 - 10, random() % 2 == 0});
  for (const auto& bin : held_out_reliability(pairs)) EXPECT_NEAR(bin.shown, 0.5, 0.12) << bin.weight;
  std::uint64_t counted = 0;
  for (const auto& bin : held_out_reliability(pairs)) counted += bin.pairs_count;
  EXPECT_EQ(counted, pairs.size());
}

TEST(calibration, few_or_separable_labels_leave_a_sane_curve) {
  EXPECT_EQ(calibrate({}).method, "slope");
  const auto sure = calibrate({{20, true}, {18, true}, {-20, false}});
  EXPECT_NEAR(sure.slope, 0.75, 0.1);
  EXPECT_NEAR(probability_of(sure, 0), 0.5, 0.1);
}

TEST(labels, moving_weights_and_cut_is_bounded_even_when_every_label_is_wrong) {
  const People people = generate_people(300, 57);
  const auto plain = run(people.table);
  Options options;
  std::mt19937_64 random(58);
  for (std::size_t k = 0; k < 400; ++k) {
    const auto a = static_cast<std::uint32_t>(random() % people.table.rows), b = static_cast<std::uint32_t>(random() % people.table.rows);
    if (a != b) options.labels.push_back({a, b, people.truth[a] != people.truth[b]});
  }
  for (std::uint32_t a = 0; a + 1 < people.table.rows && options.labels.size() < 500; ++a)
    if (people.truth[a] == people.truth[a + 1]) options.labels.push_back({a, a + 1, false});
  const auto misled = run(people.table, options);
  EXPECT_LE(std::fabs(misled.model.cut_bits), cut_moves_most_bits);
  EXPECT_GT(testing::pairwise(misled.cluster, people.truth).precision, 0.5);
  // Why a pair is apart is judged by the cut the labels left, not by the one asked for.
  ASSERT_NE(misled.model.cut_bits, options.cut_bits);
  for (const auto& edge : misled.edges) {
    const auto why = why_apart(misled, edge.left, edge.right, options);
    if (why.apart == Apart::evidence) {
      EXPECT_LE(why.weight, misled.model.cut_bits);
    }
    if (why.apart == Apart::rule || why.apart == Apart::clusters) {
      EXPECT_GT(why.weight, misled.model.cut_bits);
    }
  }
}

TEST(labels, true_labels_do_no_harm_and_calibrate) {
  // Tables this small differ from each other by as much as is allowed here, so three together.
  constexpr std::array<std::uint64_t, 3> seeds = {59, 61, 63};
  double precision = 0, recall = 0;
  for (const auto seed : seeds) {
    const People people = generate_people(300, seed);
    const auto plain = testing::pairwise(run(people.table).cluster, people.truth);
    Options options;
    std::mt19937_64 random(seed + 1);
    for (std::uint32_t a = 0; a + 1 < people.table.rows; ++a)
      if (random() % 3 == 0) options.labels.push_back({a, a + 1, people.truth[a] == people.truth[a + 1]});
    const auto taught = run(people.table, options);
    const auto scores = testing::pairwise(taught.cluster, people.truth);
    precision += (scores.precision - plain.precision) / seeds.size();
    recall += (scores.recall - plain.recall) / seeds.size();
    EXPECT_NE(taught.model.calibration.method, "slope");
    EXPECT_EQ(taught.model.calibration.pairs_count, options.labels.size());
  }
  EXPECT_GT(precision, -0.02);
  EXPECT_GT(recall, -0.02);
}

}  // namespace
}  // namespace zhike::resolve
