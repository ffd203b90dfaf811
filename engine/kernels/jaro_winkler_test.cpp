// SPDX-License-Identifier: Apache-2.0
// Goal: the fast similarity equals its slow twin on random words, and behaves as a similarity should.
#include "kernels/jaro_winkler.h"

#include <gtest/gtest.h>

#include <random>
#include <string>

#include "kernels/reference/jaro_winkler.h"

namespace zhike::kernels {
namespace {

std::u32string random_word(std::mt19937_64& random, std::size_t length_most) {
  std::u32string word(random() % (length_most + 1), U' ');
  for (auto& letter : word) letter = U"abcde王伟芳"[random() % 8];
  return word;
}

TEST(jaro_winkler, equals_its_slow_twin_on_random_words) {
  std::mt19937_64 random(1);
  for (int k = 0; k < 20000; ++k) {
    const auto a = random_word(random, 20);
    const auto b = random_word(random, 20);
    ASSERT_DOUBLE_EQ(jaro_winkler(a, b), reference::jaro_winkler(a, b));
  }
}

TEST(jaro_winkler, is_symmetric_bounded_and_one_only_for_equal_words) {
  std::mt19937_64 random(2);
  for (int k = 0; k < 20000; ++k) {
    const auto a = random_word(random, 9);
    const auto b = random_word(random, 9);
    const double similarity = jaro_winkler(a, b);
    ASSERT_EQ(similarity, jaro_winkler(b, a));
    ASSERT_GE(similarity, 0);
    ASSERT_LE(similarity, 1);
    ASSERT_EQ(similarity == 1, a == b);
  }
}

TEST(jaro_winkler, agrees_with_published_examples) {
  EXPECT_NEAR(jaro_winkler("martha", "marhta"), 0.9611, 1e-4);
  EXPECT_NEAR(jaro_winkler("dwayne", "duane"), 0.84, 1e-4);
  EXPECT_NEAR(jaro_winkler("dixon", "dicksonx"), 0.8133, 1e-4);
}

TEST(jaro_winkler, very_long_texts_are_compared_by_their_beginnings) {
  const std::u32string a(10000, U'a');
  EXPECT_EQ(jaro_winkler(a, a + U"b"), 1);
}

}  // namespace
}  // namespace zhike::kernels
