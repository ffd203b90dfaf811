// SPDX-License-Identifier: Apache-2.0
// Kuhn's Hungarian method with potentials, as Jonker and Volgenant arrange it (Computing 38, 1987). Each row has a
// dummy column of its own, of score 0, so that staying unassigned is always allowed.
#include "ingest/assignment.h"

#include <limits>

namespace zhike::ingest {

std::vector<std::size_t> best_assignment(const std::vector<std::vector<double>>& scores, std::size_t columns) {
  const std::size_t rows = scores.size(), width = columns + rows;
  auto cost = [&](std::size_t row, std::size_t column) {
    if (column >= columns) return column - columns == row ? 0.0 : 1e3;
    return scores[row][column] > 0 ? -scores[row][column] : 1e3;
  };
  constexpr double far = std::numeric_limits<double>::infinity();
  std::vector<double> row_potential(rows + 1, 0), column_potential(width + 1, 0);
  std::vector<std::size_t> row_of(width + 1, 0), way(width + 1, 0);  // index 0 is the free place, rows count from 1
  for (std::size_t row = 1; row <= rows; ++row) {
    row_of[0] = row;
    std::size_t at = 0;
    std::vector<double> least(width + 1, far);
    std::vector<bool> used(width + 1, false);
    do {
      used[at] = true;
      std::size_t from = row_of[at], next = 0;
      double delta = far;
      for (std::size_t column = 1; column <= width; ++column) {
        if (used[column]) continue;
        double reduced = cost(from - 1, column - 1) - row_potential[from] - column_potential[column];
        if (reduced < least[column]) {
          least[column] = reduced;
          way[column] = at;
        }
        if (least[column] < delta) {
          delta = least[column];
          next = column;
        }
      }
      for (std::size_t column = 0; column <= width; ++column) {
        if (used[column]) {
          row_potential[row_of[column]] += delta;
          column_potential[column] -= delta;
        } else {
          least[column] -= delta;
        }
      }
      at = next;
    } while (row_of[at] != 0);
    while (at != 0) {
      std::size_t before = way[at];
      row_of[at] = row_of[before];
      at = before;
    }
  }
  std::vector<std::size_t> out(rows, unassigned);
  for (std::size_t column = 1; column <= columns; ++column)
    if (row_of[column] != 0 && scores[row_of[column] - 1][column - 1] > 0) out[row_of[column] - 1] = column - 1;
  return out;
}

}  // namespace zhike::ingest
