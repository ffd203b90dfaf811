// SPDX-License-Identifier: Apache-2.0
// Equal ends are cut off first: with a small bound most pairs are then decided without a table.
#include "kernels/edit_distance.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "kernels/text.h"

namespace zhike::kernels {
namespace {

void cut_equal_ends(std::u32string_view& left, std::u32string_view& right) {
  const auto [a, b] = std::mismatch(left.begin(), left.end(), right.begin(), right.end());
  const auto prefix = static_cast<std::size_t>(a - left.begin());
  left.remove_prefix(prefix);
  right.remove_prefix(prefix);
  while (!left.empty() && !right.empty() && left.back() == right.back()) {
    left.remove_suffix(1);
    right.remove_suffix(1);
  }
}

// Three rows of the table are kept, each only as wide as the band of cells that can still be <= most.
int banded(std::u32string_view left, std::u32string_view right, int most) {
  const int rows = static_cast<int>(left.size());
  const int columns = static_cast<int>(right.size());
  const int beyond = most + 1;
  std::array<int, 192> fixed;
  std::vector<int> grown;
  const std::size_t width = static_cast<std::size_t>(columns) + 1;
  int* cells = fixed.data();
  if (width * 3 > fixed.size()) {
    grown.resize(width * 3);
    cells = grown.data();
  }
  int* now = cells;
  int* before = cells + width;
  int* two_before = cells + 2 * width;
  for (int j = 0; j <= columns; ++j) now[j] = std::min(j, beyond);
  for (int i = 1; i <= rows; ++i) {
    std::swap(before, two_before);
    std::swap(now, before);
    const int first = std::max(1, i - most);
    const int last = std::min(columns, i + most);
    now[first - 1] = first == 1 ? std::min(i, beyond) : beyond;
    int smallest = now[first - 1];
    for (int j = first; j <= last; ++j) {
      int cost = before[j - 1] + (left[i - 1] != right[j - 1] ? 1 : 0);
      cost = std::min(cost, now[j - 1] + 1);
      cost = std::min(cost, before[j] + 1);
      if (i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1])
        cost = std::min(cost, two_before[j - 2] + 1);
      now[j] = std::min(cost, beyond);
      smallest = std::min(smallest, now[j]);
    }
    if (last < columns) now[last + 1] = beyond;
    if (smallest > most) return beyond;
  }
  return now[columns];
}

// Both are not empty and differ in their first code point. Equal beginnings never need an edit, so the first edit is here.
bool one_edit_apart(std::u32string_view left, std::u32string_view right) {
  if (left.size() < right.size()) std::swap(left, right);
  if (left.size() - right.size() == 1) return left.substr(1) == right;
  if (left.size() != right.size()) return false;
  if (left.substr(1) == right.substr(1)) return true;
  return left.size() >= 2 && left[0] == right[1] && left[1] == right[0] && left.substr(2) == right.substr(2);
}

bool at_most_one_edit(std::u32string_view left, std::u32string_view right) {
  const auto gap = left.size() > right.size() ? left.size() - right.size() : right.size() - left.size();
  if (gap > 1) return false;
  std::size_t equal = 0;
  const std::size_t shorter = std::min(left.size(), right.size());
  while (equal < shorter && left[equal] == right[equal]) ++equal;
  if (equal == shorter) return true;
  return one_edit_apart(left.substr(equal), right.substr(equal));
}

// The ends are cut: 2 when one of the four edits at the first code point leaves at most one more, else 3.
int two_edits(std::u32string_view left, std::u32string_view right) {
  if (one_edit_apart(left, right)) return 1;
  if (at_most_one_edit(left.substr(1), right.substr(1)) || at_most_one_edit(left.substr(1), right) ||
      at_most_one_edit(left, right.substr(1)))
    return 2;
  const bool swapped = left.size() >= 2 && right.size() >= 2 && left[0] == right[1] && left[1] == right[0];
  return swapped && at_most_one_edit(left.substr(2), right.substr(2)) ? 2 : 3;
}

}  // namespace

int edit_distance(std::u32string_view left, std::u32string_view right, int most) {
  most = std::max(most, 0);
  const auto gap = left.size() > right.size() ? left.size() - right.size() : right.size() - left.size();
  if (gap > static_cast<std::size_t>(most)) return most + 1;
  cut_equal_ends(left, right);
  if (left.empty() || right.empty()) return std::min(static_cast<int>(std::max(left.size(), right.size())), most + 1);
  if (most == 0) return 1;
  if (left.size() == 1 && right.size() == 1) return 1;
  if (most == 1) {
    const bool swapped = left.size() == 2 && right.size() == 2 && left[0] == right[1] && left[1] == right[0];
    return swapped ? 1 : 2;
  }
  if (most == 2) return two_edits(left, right);
  return banded(left, right, most);
}

int edit_distance(std::string_view left, std::string_view right, int most) {
  return edit_distance(code_points(left), code_points(right), most);
}

}  // namespace zhike::kernels
