// SPDX-License-Identifier: Apache-2.0
// One body for each function, compiled for each set of instructions. Sums are made in one order whatever the width: lane k
// of the first eight fields, then of the next, then the lanes.
#include "resolve/code_bits.h"

namespace zhike::resolve {
namespace {

// Codes of so many rows on are fetched beforehand.
constexpr std::size_t look_ahead = 16;

using Codes8 [[gnu::vector_size(32), gnu::aligned(4), gnu::may_alias]] = std::uint32_t;
using Bits8 [[gnu::vector_size(32), gnu::aligned(4), gnu::may_alias]] = float;

template <class Number>
[[gnu::always_inline]] inline const Codes8& eight(const Number* first) { return *reinterpret_cast<const Codes8*>(first); }

[[gnu::always_inline]] inline float sum_of(const Bits8& of) { return ((of[0] + of[4]) + (of[1] + of[5])) + ((of[2] + of[6]) + (of[3] + of[7])); }

[[gnu::always_inline]] inline void bits_of_equal(const CodeRows& table, const float* bits, const std::uint32_t* rows, std::size_t count, float* out) {
  for (std::size_t k = 0; k < count; ++k) {
    if (k + look_ahead < count) __builtin_prefetch(table.codes + rows[k + look_ahead] * table.stride);
    const std::uint32_t* other = table.codes + rows[k] * table.stride;
    Bits8 sum{};
    for (std::size_t f = 0; f < table.stride; f += 8) sum += (Bits8)((Codes8)(eight(table.own + f) == eight(other + f)) & eight(bits + f));
    out[k] = sum_of(sum);
  }
}

[[gnu::always_inline]] inline void bits_of_all(const CodeRows& table, const float* if_equal, const float* if_unequal, const std::uint32_t* rows, std::size_t count, float* out) {
  for (std::size_t k = 0; k < count; ++k) {
    const std::uint32_t* other = table.codes + rows[k] * table.stride;
    Bits8 sum{};
    for (std::size_t f = 0; f < table.stride; f += 8) {
      const Codes8 either = eight(table.own + f) == eight(other + f) ? eight(if_equal + f) : eight(if_unequal + f);
      sum += (Bits8)((Codes8)(eight(other + f) != 0) & either);
    }
    out[k] = sum_of(sum);
  }
}

void equal_sse(const CodeRows& table, const float* bits, const std::uint32_t* rows, std::size_t count, float* out) { bits_of_equal(table, bits, rows, count, out); }
void all_sse(const CodeRows& table, const float* if_equal, const float* if_unequal, const std::uint32_t* rows, std::size_t count, float* out) {
  bits_of_all(table, if_equal, if_unequal, rows, count, out);
}
[[gnu::target("avx2")]] void equal_avx2(const CodeRows& table, const float* bits, const std::uint32_t* rows, std::size_t count, float* out) {
  bits_of_equal(table, bits, rows, count, out);
}
[[gnu::target("avx2")]] void all_avx2(const CodeRows& table, const float* if_equal, const float* if_unequal, const std::uint32_t* rows, std::size_t count, float* out) {
  bits_of_all(table, if_equal, if_unequal, rows, count, out);
}
[[gnu::target("avx512f,avx512vl")]] void equal_avx512(const CodeRows& table, const float* bits, const std::uint32_t* rows, std::size_t count, float* out) {
  bits_of_equal(table, bits, rows, count, out);
}
[[gnu::target("avx512f,avx512vl")]] void all_avx512(const CodeRows& table, const float* if_equal, const float* if_unequal, const std::uint32_t* rows, std::size_t count, float* out) {
  bits_of_all(table, if_equal, if_unequal, rows, count, out);
}

constexpr CodeBits by_instructions[] = {{equal_sse, all_sse}, {equal_avx2, all_avx2}, {equal_avx512, all_avx512}};

}  // namespace

std::vector<Instructions> instructions_here() {
  std::vector<Instructions> found{Instructions::sse};
  if (__builtin_cpu_supports("avx2")) found.push_back(Instructions::avx2);
  if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512vl")) found.push_back(Instructions::avx512);
  return found;
}

const CodeBits& code_bits(Instructions instructions) { return by_instructions[static_cast<std::size_t>(instructions)]; }

}  // namespace zhike::resolve
