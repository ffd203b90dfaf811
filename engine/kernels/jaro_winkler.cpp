// SPDX-License-Identifier: Apache-2.0
// Matched positions are bits of one word, so counting transpositions walks two words and no arrays.
#include "kernels/jaro_winkler.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <string>

#include "kernels/text.h"

namespace zhike::kernels {
namespace {

constexpr std::size_t length_max = 64;
constexpr double prefix_weight = 0.1;
constexpr std::size_t prefix_max = 4;

struct Marks {
  std::uint64_t left = 0;
  std::uint64_t right = 0;
};

// Greedy from the left: each letter takes the first free equal letter within the window. Greedy matching of the
// shorter against the longer text is what the definition says, and makes the measure symmetric.
Marks match(std::u32string_view shorter, std::u32string_view longer) {
  const std::size_t half = longer.size() / 2;
  const std::size_t window = half > 0 ? half - 1 : 0;
  Marks marks;
  for (std::size_t i = 0; i < shorter.size(); ++i) {
    const std::size_t first = i > window ? i - window : 0;
    const std::size_t last = std::min(longer.size() - 1, i + window);
    for (std::size_t j = first; j <= last; ++j) {
      if ((marks.right >> j & 1) == 0 && shorter[i] == longer[j]) {
        marks.left |= std::uint64_t{1} << i;
        marks.right |= std::uint64_t{1} << j;
        break;
      }
    }
  }
  return marks;
}

// The same for ASCII: the places of each letter in the longer text as bits of a word, so that the first free one within
// the window is one instruction. Empty marks with `ascii` false: some code point has no place in the table.
struct AsciiMarks {
  Marks marks;
  bool ascii = true;
};

AsciiMarks match_ascii(std::u32string_view shorter, std::u32string_view longer) {
  std::array<std::uint64_t, 128> places{};
  char32_t all = 0;
  for (const char32_t c : longer) all |= c;
  for (const char32_t c : shorter) all |= c;
  if (all >= places.size()) return {{}, false};
  for (std::size_t j = 0; j < longer.size(); ++j) places[longer[j]] |= std::uint64_t{1} << j;
  const std::size_t half = longer.size() / 2;
  const std::size_t window = half > 0 ? half - 1 : 0;
  Marks marks;
  for (std::size_t i = 0; i < shorter.size(); ++i) {
    const std::size_t last = i + window;
    const std::uint64_t up_to = last >= 63 ? ~std::uint64_t{0} : (std::uint64_t{2} << last) - 1;
    const std::uint64_t from = i > window ? ~std::uint64_t{0} << (i - window) : ~std::uint64_t{0};
    const std::uint64_t free = places[shorter[i]] & ~marks.right & up_to & from;
    if (free == 0) continue;
    marks.right |= free & (~free + 1);
    marks.left |= std::uint64_t{1} << i;
  }
  return {marks, true};
}

int out_of_order(std::u32string_view left, std::u32string_view right, Marks marks) {
  int count = 0;
  while (marks.left != 0) {
    if (left[std::countr_zero(marks.left)] != right[std::countr_zero(marks.right)]) ++count;
    marks.left &= marks.left - 1;
    marks.right &= marks.right - 1;
  }
  return count;
}

}  // namespace

double jaro_winkler(std::u32string_view left, std::u32string_view right) {
  if (left.empty() || right.empty()) return left.empty() && right.empty() ? 1.0 : 0.0;
  left = left.substr(0, length_max);
  right = right.substr(0, length_max);
  // One order for both calls, so that the measure is symmetric also where greedy matching is not.
  if (left.size() > right.size() || (left.size() == right.size() && left > right)) std::swap(left, right);
  const auto [quick, ascii] = match_ascii(left, right);
  const Marks marks = ascii ? quick : match(left, right);
  const double matched = std::popcount(marks.left);
  if (matched == 0) return 0;
  const double transposed = out_of_order(left, right, marks) / 2.0;
  const double jaro = (matched / static_cast<double>(left.size()) + matched / static_cast<double>(right.size()) +
                       (matched - transposed) / matched) / 3;
  std::size_t prefix = 0;
  while (prefix < prefix_max && prefix < left.size() && left[prefix] == right[prefix]) ++prefix;
  return jaro + static_cast<double>(prefix) * prefix_weight * (1 - jaro);
}

double jaro_winkler(std::string_view left, std::string_view right) {
  return jaro_winkler(code_points(left), code_points(right));
}

}  // namespace zhike::kernels
