// SPDX-License-Identifier: Apache-2.0
// One body, compiled for each set of instructions, as in code_bits.
#include "resolve/value_shape.h"

#include <algorithm>
#include <array>

namespace zhike::resolve {
namespace {

// Eight counters below 16 at a time, a byte each: the sum of their differences (SWAR).
[[gnu::always_inline]] inline std::uint64_t distance_of_halves(std::uint64_t a, std::uint64_t b) {
  constexpr std::uint64_t ones = 0x0101010101010101ULL;
  const std::uint64_t apart = (a | ones << 7) - b;  // 0x80 + the difference, in each byte
  const std::uint64_t below = (~apart >> 7) & ones;
  return ((apart ^ ones << 7) ^ ((below << 8) - below)) + below;
}

// Two edits at most move the counters by four; a masked digit moves two: its own and that of the mask.
[[gnu::always_inline]] inline bool may_be_close(Shape a, Shape b) {
  constexpr Shape low = 0x0F0F0F0F0F0F0F0FULL;
  constexpr Shape even = 0x00FF00FF00FF00FFULL;
  constexpr int mask_place = 4 * (U'*' % 16);
  // Bytes of at most 30, added up by halves: without a product, which few machines have for several words at a time.
  Shape sum = distance_of_halves(a & low, b & low) + distance_of_halves(a >> 4 & low, b >> 4 & low);
  sum = (sum & even) + (sum >> 8 & even);
  sum += sum >> 16;
  sum = (sum + (sum >> 32)) & 0xFFFF;
  return (sum <= 4) | (sum <= 2 * (a >> mask_place & 15)) | (sum <= 2 * (b >> mask_place & 15));
}

[[gnu::always_inline]] inline void close_each(Shape own, const Shape* shapes, std::size_t count, std::uint8_t* out) {
  for (std::size_t k = 0; k < count; ++k) out[k] = static_cast<std::uint8_t>(may_be_close(own, shapes[k]));
}

void close_sse(Shape own, const Shape* shapes, std::size_t count, std::uint8_t* out) { close_each(own, shapes, count, out); }
[[gnu::target("avx2")]] void close_avx2(Shape own, const Shape* shapes, std::size_t count, std::uint8_t* out) { close_each(own, shapes, count, out); }
[[gnu::target("avx512f,avx512vl,prefer-vector-width=512")]] void close_avx512(Shape own, const Shape* shapes, std::size_t count, std::uint8_t* out) {
  close_each(own, shapes, count, out);
}

constexpr CloseShapes by_instructions[] = {close_sse, close_avx2, close_avx512};

}  // namespace

Shape shape_of(std::u32string_view text) {
  std::array<std::uint8_t, 16> counts{};
  for (const char32_t c : text) counts[c % counts.size()] = static_cast<std::uint8_t>(std::min(counts[c % counts.size()] + 1, 15));
  Shape shape = 0;
  for (std::size_t k = 0; k < counts.size(); ++k) shape |= static_cast<Shape>(counts[k]) << (4 * k);
  return shape;
}

CloseShapes close_shapes(Instructions instructions) { return by_instructions[static_cast<std::size_t>(instructions)]; }

}  // namespace zhike::resolve
