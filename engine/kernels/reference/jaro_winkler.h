// SPDX-License-Identifier: Apache-2.0
// The slow twin of kernels/jaro_winkler.h: the definition with plain arrays, to test the fast one against.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace zhike::kernels::reference {

inline double jaro_winkler(std::u32string left, std::u32string right) {
  if (left.empty() && right.empty()) return 1;
  if (left.empty() || right.empty()) return 0;
  if (left.size() > right.size() || (left.size() == right.size() && left > right)) std::swap(left, right);
  const int n = static_cast<int>(left.size());
  const int m = static_cast<int>(right.size());
  const int window = std::max(m / 2 - 1, 0);
  std::vector<bool> used_left(left.size(), false);
  std::vector<bool> used_right(right.size(), false);
  int matched = 0;
  for (int i = 0; i < n; ++i)
    for (int j = std::max(0, i - window); j <= std::min(m - 1, i + window); ++j)
      if (!used_right[j] && left[i] == right[j]) {
        used_left[i] = used_right[j] = true;
        ++matched;
        break;
      }
  if (matched == 0) return 0;
  std::u32string a;
  std::u32string b;
  for (int i = 0; i < n; ++i)
    if (used_left[i]) a += left[i];
  for (int j = 0; j < m; ++j)
    if (used_right[j]) b += right[j];
  int different = 0;
  for (std::size_t k = 0; k < a.size(); ++k) different += a[k] != b[k];
  const double c = matched;
  const double jaro = (c / n + c / m + (c - different / 2.0) / c) / 3;
  int prefix = 0;
  while (prefix < std::min({4, n, m}) && left[prefix] == right[prefix]) ++prefix;
  return jaro + prefix * 0.1 * (1 - jaro);
}

}  // namespace zhike::kernels::reference
