// SPDX-License-Identifier: Apache-2.0
// Goal: the bounded distance equals its slow twin below the bound, and is bound + 1 above it.
#include "kernels/edit_distance.h"

#include <gtest/gtest.h>

#include <random>
#include <string>

#include "kernels/reference/edit_distance.h"

namespace zhike::kernels {
namespace {

std::u32string random_word(std::mt19937_64& random, std::size_t length_most) {
  std::u32string word(random() % (length_most + 1), U' ');
  for (auto& letter : word) letter = U"abc王"[random() % 4];
  return word;
}

TEST(edit_distance, equals_its_slow_twin_up_to_the_bound) {
  std::mt19937_64 random(1);
  for (int k = 0; k < 40000; ++k) {
    const auto a = random_word(random, 12);
    auto b = random_word(random, 12);
    if (k % 2 == 0 && !a.empty()) {
      b = a;
      b[random() % b.size()] = U'b';
      if (b.size() > 3) std::swap(b[1], b[2]);
    }
    const int slow = reference::edit_distance(a, b);
    for (int most = 0; most <= 6; ++most) ASSERT_EQ(edit_distance(a, b, most), std::min(slow, most + 1));
  }
}

TEST(edit_distance, is_symmetric_and_zero_only_for_equal_words) {
  std::mt19937_64 random(2);
  for (int k = 0; k < 20000; ++k) {
    const auto a = random_word(random, 8);
    const auto b = random_word(random, 8);
    ASSERT_EQ(edit_distance(a, b, 3), edit_distance(b, a, 3));
    ASSERT_EQ(edit_distance(a, b, 3) == 0, a == b);
  }
}

TEST(edit_distance, swapped_neighbours_are_one_edit) {
  EXPECT_EQ(edit_distance("smith", "simth", 2), 1);
  EXPECT_EQ(edit_distance("张伟", "伟张", 2), 1);
  EXPECT_EQ(edit_distance("abcd", "", 2), 3);
}

TEST(edit_distance, long_texts_use_the_bound_and_stay_right) {
  const std::u32string a(5000, U'a');
  auto b = a;
  b[10] = U'b';
  b[4000] = U'c';
  EXPECT_EQ(edit_distance(a, b, 2), 2);
  EXPECT_EQ(edit_distance(a, b, 1), 2);
}

}  // namespace
}  // namespace zhike::kernels
