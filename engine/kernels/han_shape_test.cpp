// SPDX-License-Identifier: Apache-2.0
// Goal: characters confused by eye are known, in both directions; others and equal ones are not.
#include "kernels/han_shape.h"

#include <gtest/gtest.h>

namespace zhike::kernels {
namespace {

TEST(han_shape, characters_confused_by_eye_are_known_in_both_directions) {
  const char32_t pairs[][2] = {{U'未', U'末'}, {U'晴', U'睛'}, {U'戊', U'戌'}, {U'杨', U'扬'}, {U'峰', U'锋'}, {U'己', U'巳'}};
  for (const auto& [a, b] : pairs) {
    EXPECT_TRUE(look_alike(a, b));
    EXPECT_TRUE(look_alike(b, a));
  }
}

TEST(han_shape, equal_unlike_and_foreign_characters_do_not_look_alike) {
  EXPECT_FALSE(look_alike(U'未', U'未'));
  EXPECT_FALSE(look_alike(U'王', U'李'));
  EXPECT_FALSE(look_alike(U'a', U'b'));
  EXPECT_FALSE(look_alike(U' ', U'未'));
}

}  // namespace
}  // namespace zhike::kernels
