// SPDX-License-Identifier: Apache-2.0
// The best one-to-one assignment (Hungarian method): each row takes at most one column, the total score is the largest.
#pragma once

#include <cstddef>
#include <vector>

namespace zhike::ingest {

inline constexpr std::size_t unassigned = static_cast<std::size_t>(-1);

// scores[row][column], 0 or less = never. Gives the column of each row, or `unassigned`. O(rows^2 * (rows + columns)).
std::vector<std::size_t> best_assignment(const std::vector<std::vector<double>>& scores, std::size_t columns);

}  // namespace zhike::ingest
