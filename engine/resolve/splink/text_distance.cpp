// SPDX-License-Identifier: Apache-2.0
#include "resolve/splink/text_distance.h"

#include <algorithm>
#include <array>
#include <bitset>
#include <vector>

namespace zhike::resolve::splink {

double jaro(std::string_view left, std::string_view right) {
  if (left.empty() || right.empty()) return left.empty() && right.empty() ? 1.0 : 0.0;
  const std::size_t longer = std::max(left.size(), right.size());
  const std::size_t window = longer / 2 > 0 ? longer / 2 - 1 : 0;
  std::vector<char> left_found(left.size(), 0), right_found(right.size(), 0);
  double common = 0;
  for (std::size_t i = 0; i < left.size(); ++i) {
    const std::size_t first = i > window ? i - window : 0;
    const std::size_t last = std::min(right.size(), i + window + 1);
    for (std::size_t j = first; j < last; ++j) {
      if (right_found[j] || left[i] != right[j]) continue;
      left_found[i] = right_found[j] = 1;
      ++common;
      break;
    }
  }
  if (common == 0) return 0;
  int unequal = 0;
  for (std::size_t i = 0, j = 0; i < left.size(); ++i) {
    if (!left_found[i]) continue;
    while (!right_found[j]) ++j;
    unequal += left[i] != right[j];
    ++j;
  }
  const double transposed = unequal / 2;
  return (common / static_cast<double>(left.size()) + common / static_cast<double>(right.size()) + (common - transposed) / common) / 3.0;
}

double jaro_winkler(std::string_view left, std::string_view right) {
  const double similarity = jaro(left, right);
  if (similarity <= 0.7) return similarity;
  std::size_t prefix = 0;
  while (prefix < std::min<std::size_t>(4, std::min(left.size(), right.size())) && left[prefix] == right[prefix]) ++prefix;
  return similarity + static_cast<double>(prefix) * 0.1 * (1.0 - similarity);
}

int levenshtein(std::string_view left, std::string_view right) {
  std::vector<int> row(right.size() + 1);
  for (std::size_t j = 0; j <= right.size(); ++j) row[j] = static_cast<int>(j);
  for (std::size_t i = 1; i <= left.size(); ++i) {
    int diagonal = row[0];
    row[0] = static_cast<int>(i);
    for (std::size_t j = 1; j <= right.size(); ++j) {
      const int above = row[j];
      row[j] = std::min({above + 1, row[j - 1] + 1, diagonal + (left[i - 1] != right[j - 1])});
      diagonal = above;
    }
  }
  return row[right.size()];
}

int damerau_levenshtein(std::string_view left, std::string_view right) {
  const std::size_t width = right.size() + 2;
  const int far = static_cast<int>(left.size() + right.size());
  std::vector<int> at((left.size() + 2) * width, 0);
  const auto cell = [&](std::size_t i, std::size_t j) -> int& { return at[i * width + j]; };
  std::array<std::size_t, 256> last_row{};
  cell(0, 0) = far;
  for (std::size_t i = 0; i <= left.size(); ++i) {
    cell(i + 1, 0) = far;
    cell(i + 1, 1) = static_cast<int>(i);
  }
  for (std::size_t j = 0; j <= right.size(); ++j) {
    cell(0, j + 1) = far;
    cell(1, j + 1) = static_cast<int>(j);
  }
  for (std::size_t i = 1; i <= left.size(); ++i) {
    std::size_t last_column = 0;
    for (std::size_t j = 1; j <= right.size(); ++j) {
      const std::size_t k = last_row[static_cast<unsigned char>(right[j - 1])], l = last_column;
      const bool equal = left[i - 1] == right[j - 1];
      if (equal) last_column = j;
      cell(i + 1, j + 1) = std::min({cell(i, j) + (equal ? 0 : 1), cell(i + 1, j) + 1, cell(i, j + 1) + 1,
                                     cell(k, l) + static_cast<int>(i - k - 1) + 1 + static_cast<int>(j - l - 1)});
    }
    last_row[static_cast<unsigned char>(left[i - 1])] = i;
  }
  return cell(left.size() + 1, right.size() + 1);
}

double jaccard(std::string_view left, std::string_view right) {
  std::bitset<256> a, b;
  for (const char c : left) a.set(static_cast<unsigned char>(c));
  for (const char c : right) b.set(static_cast<unsigned char>(c));
  const auto either = (a | b).count();
  return either == 0 ? 0 : static_cast<double>((a & b).count()) / static_cast<double>(either);
}

}  // namespace zhike::resolve::splink
