// SPDX-License-Identifier: Apache-2.0
// Goal: every set of instructions gives the bits of the plain loop, to the last one. Method: random rows of all strides,
// held against sums made in the order that the header of code_bits.cpp promises.
#include "resolve/code_bits.h"

#include <gtest/gtest.h>

#include <array>
#include <cstring>
#include <functional>
#include <random>

namespace zhike::resolve {
namespace {

// The sum as one number after the other: eight lanes over the fields, then the lanes.
float slow_sum(std::size_t stride, const std::function<float(std::size_t)>& bits_of_field) {
  std::array<float, 8> lane{};
  for (std::size_t f = 0; f < stride; ++f) lane[f % 8] += bits_of_field(f);
  return ((lane[0] + lane[4]) + (lane[1] + lane[5])) + ((lane[2] + lane[6]) + (lane[3] + lane[7]));
}

bool same_bits(float a, float b) { return std::memcmp(&a, &b, sizeof a) == 0; }

TEST(code_bits, all_instructions_give_the_sums_of_the_plain_loop) {
  std::mt19937_64 random(3);
  for (const std::size_t stride : {8U, 16U, 24U, 32U}) {
    constexpr std::size_t rows_count = 200;
    std::vector<std::uint32_t> codes(rows_count * stride), rows;
    for (auto& code : codes) code = static_cast<std::uint32_t>(random() % 4);
    for (std::size_t k = 0; k < 500; ++k) rows.push_back(static_cast<std::uint32_t>(random() % rows_count));
    std::vector<float> if_equal(stride), if_unequal(stride), out(rows.size());
    for (std::size_t f = 0; f < stride; ++f) if_equal[f] = static_cast<float>(random() % 1000) / 37, if_unequal[f] = -static_cast<float>(random() % 1000) / 91;
    const CodeRows table{codes.data(), stride, codes.data() + 7 * stride};
    const auto own = [&](std::size_t f) { return table.own[f]; };
    for (const auto instructions : instructions_here()) {
      const auto other = [&](std::size_t k, std::size_t f) { return codes[rows[k] * stride + f]; };
      code_bits(instructions).of_equal(table, if_equal.data(), rows.data(), rows.size(), out.data());
      for (std::size_t k = 0; k < rows.size(); ++k)
        ASSERT_TRUE(same_bits(out[k], slow_sum(stride, [&](std::size_t f) { return own(f) == other(k, f) ? if_equal[f] : 0; }))) << int(instructions);
      code_bits(instructions).of_all(table, if_equal.data(), if_unequal.data(), rows.data(), rows.size(), out.data());
      for (std::size_t k = 0; k < rows.size(); ++k)
        ASSERT_TRUE(same_bits(out[k], slow_sum(stride, [&](std::size_t f) { return other(k, f) == 0 ? 0 : own(f) == other(k, f) ? if_equal[f] : if_unequal[f]; }))) << int(instructions);
    }
  }
}

TEST(code_bits, every_machine_has_the_narrowest) { EXPECT_EQ(instructions_here().front(), Instructions::sse); }

}  // namespace
}  // namespace zhike::resolve
