// SPDX-License-Identifier: Apache-2.0
// The slow twin of kernels/edit_distance.h: the whole table, to test the fast one against.
#pragma once

#include <algorithm>
#include <string_view>
#include <vector>

namespace zhike::kernels::reference {

inline int edit_distance(std::u32string_view left, std::u32string_view right) {
  const std::size_t n = left.size();
  const std::size_t m = right.size();
  std::vector<std::vector<int>> d(n + 1, std::vector<int>(m + 1));
  for (std::size_t i = 0; i <= n; ++i) d[i][0] = static_cast<int>(i);
  for (std::size_t j = 0; j <= m; ++j) d[0][j] = static_cast<int>(j);
  for (std::size_t i = 1; i <= n; ++i)
    for (std::size_t j = 1; j <= m; ++j) {
      d[i][j] = std::min({d[i - 1][j] + 1, d[i][j - 1] + 1, d[i - 1][j - 1] + (left[i - 1] != right[j - 1] ? 1 : 0)});
      if (i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1])
        d[i][j] = std::min(d[i][j], d[i - 2][j - 2] + 1);
    }
  return d[n][m];
}

}  // namespace zhike::kernels::reference
