// SPDX-License-Identifier: Apache-2.0
// Goal: the scores from counts equal the scores from listing all pairs, on many small random clusterings.
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "trial/random.h"
#include "trial/trial.h"

namespace zhike::trial {
namespace {

namespace fs = std::filesystem;

class evaluate_scores : public ::testing::Test {
 protected:
  void SetUp() override {
    folder_ = fs::temp_directory_path() / ("zhike_evaluate_" + std::to_string(::getpid()));
    fs::create_directories(folder_);
  }
  void TearDown() override { fs::remove_all(folder_); }
  std::string file(const std::string& name, const std::string& text) const {
    std::ofstream(folder_ / name) << text;
    return (folder_ / name).string();
  }
  fs::path folder_;
};

struct Naive {
  double precision, recall, bcubed_precision, bcubed_recall;
  std::uint64_t true_positive, predicted, truth;
};

Naive by_listing(const std::vector<int>& entity, const std::vector<int>& cluster) {
  Naive n{1, 1, 0, 0, 0, 0, 0};
  const auto size = entity.size();
  for (std::size_t i = 0; i < size; ++i) {
    double both = 0, same_cluster = 0, same_entity = 0;
    for (std::size_t j = 0; j < size; ++j) {
      const bool e = entity[i] == entity[j], c = cluster[i] == cluster[j];
      both += e && c;
      same_cluster += c;
      same_entity += e;
      if (j <= i) continue;
      n.true_positive += e && c;
      n.predicted += c;
      n.truth += e;
    }
    n.bcubed_precision += both / same_cluster / static_cast<double>(size);
    n.bcubed_recall += both / same_entity / static_cast<double>(size);
  }
  if (n.predicted > 0) n.precision = static_cast<double>(n.true_positive) / static_cast<double>(n.predicted);
  if (n.truth > 0) n.recall = static_cast<double>(n.true_positive) / static_cast<double>(n.truth);
  return n;
}

TEST_F(evaluate_scores, equal_the_scores_of_listed_pairs) {
  Random random(7, 0);
  for (int round = 0; round < 12; ++round) {
    const int size = 1 + static_cast<int>(random.below(60)), groups = 1 + static_cast<int>(random.below(20));
    std::vector<int> entity, cluster;
    std::string truth = "record_id,entity_id\n", predicted = "record_id,cluster_id\n";
    for (int i = 0; i < size; ++i) {
      entity.push_back(static_cast<int>(random.below(static_cast<std::uint32_t>(groups))));
      cluster.push_back(random.chance(0.7) ? entity.back() : static_cast<int>(random.below(static_cast<std::uint32_t>(groups))));
      truth += "r" + std::to_string(i) + ",e" + std::to_string(entity.back()) + "\n";
      // One in ten is left out of the answer: a cluster of its own.
      if (random.chance(0.1)) cluster.back() = 1000 + i;
      else predicted += "r" + std::to_string(i) + ",c" + std::to_string(cluster.back()) + "\n";
    }
    const auto answer = evaluate({file("p.csv", predicted), file("t.csv", truth)});
    ASSERT_TRUE(answer.ok()) << answer.error().message;
    const auto naive = by_listing(entity, cluster);
    const auto& e = answer.value();
    EXPECT_EQ(e.records, static_cast<std::uint64_t>(size));
    EXPECT_EQ(e.true_positive, naive.true_positive);
    EXPECT_EQ(e.pairs_predicted, naive.predicted);
    EXPECT_EQ(e.pairs_true, naive.truth);
    EXPECT_NEAR(e.pairwise.precision, naive.precision, 1e-12);
    EXPECT_NEAR(e.pairwise.recall, naive.recall, 1e-12);
    EXPECT_NEAR(e.bcubed.precision, naive.bcubed_precision, 1e-12);
    EXPECT_NEAR(e.bcubed.recall, naive.bcubed_recall, 1e-12);
  }
}

TEST_F(evaluate_scores, of_the_truth_itself_are_one) {
  const auto truth = file("t.csv", "id,cluster\n1,a\n2,a\n3,b\n");
  const auto answer = evaluate({truth, truth});
  ASSERT_TRUE(answer.ok()) << answer.error().message;
  EXPECT_EQ(answer.value().pairwise.f1, 1);
  EXPECT_EQ(answer.value().bcubed.f1, 1);
  EXPECT_EQ(answer.value().exact_cluster.f1, 1);
  EXPECT_EQ(answer.value().entities, 2U);
}

TEST_F(evaluate_scores, count_records_that_only_one_side_knows) {
  const auto answer = evaluate({file("p.csv", "record_id,cuid\n1,a\n9,a\n"), file("t.csv", "record_id,entity_id\n1,x\n2,x\n")});
  ASSERT_TRUE(answer.ok()) << answer.error().message;
  EXPECT_EQ(answer.value().missing, 1U);
  EXPECT_EQ(answer.value().unknown, 1U);
  EXPECT_EQ(answer.value().clusters, 2U);
  EXPECT_EQ(answer.value().pairwise.recall, 0);
}

TEST_F(evaluate_scores, are_refused_for_a_repeated_record_a_missing_column_and_a_missing_file) {
  const auto truth = file("t.csv", "record_id,entity_id\n1,x\n2,x\n");
  auto code = [](const Result<Evaluation>& r) { return r.ok() ? ErrorCode::internal : r.error().code; };
  EXPECT_EQ(code(evaluate({file("a.csv", "record_id,cluster_id\n1,a\n1,b\n"), truth})), ErrorCode::bad_request);
  EXPECT_EQ(code(evaluate({file("b.csv", "who,where\n1,a\n"), truth})), ErrorCode::bad_request);
  EXPECT_EQ(code(evaluate({(folder_ / "absent.csv").string(), truth})), ErrorCode::not_found);
}

TEST_F(evaluate_scores, find_columns_by_their_given_names) {
  const auto answer = evaluate({.predicted = file("p.csv", "who,where\n1,a\n2,a\n"), .truth = file("t.csv", "record_id,entity_id\n1,x\n2,x\n"), .predicted_id = "who", .predicted_cluster = "where"});
  ASSERT_TRUE(answer.ok()) << answer.error().message;
  EXPECT_EQ(answer.value().pairwise.f1, 1);
}

}  // namespace
}  // namespace zhike::trial
