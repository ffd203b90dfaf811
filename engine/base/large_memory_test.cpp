// SPDX-License-Identifier: Apache-2.0
// Goal: arrays of any size hold what is put in, and large ones begin where a line of the cache begins.
#include "base/large_memory.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <numeric>

namespace zhike {
namespace {

TEST(large_memory, holds_what_is_put_in_whatever_the_size) {
  for (const std::size_t size : {0, 1, 4095, 4096, 4097, 524'287, 524'288, 524'289, 1'500'000}) {
    LargeVector<std::uint32_t> numbers(size);
    std::iota(numbers.begin(), numbers.end(), 0U);
    auto copy = numbers;
    copy.push_back(7);  // moves to another place
    for (std::size_t k = 0; k < size; ++k) ASSERT_EQ(copy[k], k) << size;
    if (size * sizeof(std::uint32_t) < 16'384) continue;
    EXPECT_EQ(reinterpret_cast<std::uintptr_t>(numbers.data()) % 64, 0U) << size;
  }
}

}  // namespace
}  // namespace zhike
