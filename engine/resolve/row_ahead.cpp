// SPDX-License-Identifier: Apache-2.0
// Each step reads only what the step before has fetched, one row earlier.
#include "resolve/row_ahead.h"

#include <algorithm>

namespace zhike::resolve {
namespace {

constexpr std::size_t rows_a_line = 16;
constexpr std::size_t lines_most = 4;  // of a list; what comes behind is foreseen by the machine
constexpr std::size_t similar_most = 64;

void reach_behind(std::span<const std::uint32_t> rows, double share) {
  const auto guess = static_cast<std::size_t>(static_cast<double>(rows.size()) * share);
  for (std::size_t line = 0, at = guess; line < lines_most && at < rows.size(); ++line, at += rows_a_line) __builtin_prefetch(rows.data() + at);
}

}  // namespace

std::size_t place_behind(std::span<const std::uint32_t> rows, std::uint32_t row, double share) {
  constexpr std::size_t step = 8;
  auto at = std::min(rows.size(), static_cast<std::size_t>(static_cast<double>(rows.size()) * share));
  while (at > 0 && rows[at - 1] > row) at -= std::min(step, at);
  while (at < rows.size() && rows[at] <= row) ++at;
  return at;
}

RowAhead::RowAhead(const Scorer& scorer, const Conjunctions& conjunctions, float similar_rows_most)
    : fields_(scorer.fields()), conjunctions_(conjunctions), similar_rows_most_(similar_rows_most) {}

void RowAhead::reach_from(std::uint32_t row) const {
  const std::size_t rows = fields_.rows;
  if (row + 4 < rows) reach_values(row + 4);
  if (row + 3 < rows) reach_lists(row + 3);
  if (row + 2 < rows) reach_similar(row + 2);
  if (row + 1 < rows) reach_rows(row + 1);
}

void RowAhead::reach_values(std::size_t row) const {
  const auto codes = fields_.codes(row);
  for (std::size_t f = 0; f < codes.size(); ++f) {
    const auto code = codes[f];
    if (code == 0) continue;
    const Field& field = fields_.field[f];
    __builtin_prefetch(&field.rows.begin[code]);
    __builtin_prefetch(&field.similar.begin[code]);
  }
}

void RowAhead::reach_lists(std::size_t row) const {
  const auto codes = fields_.codes(row);
  const double share = static_cast<double>(row) / static_cast<double>(fields_.rows);
  for (std::size_t f = 0; f < codes.size(); ++f) {
    if (codes[f] == 0) continue;
    const Field& field = fields_.field[f];
    reach_behind(field.rows[codes[f]], share);
    const auto similar = field.similar[codes[f]];
    for (std::size_t k = 0; k < std::min(similar.size(), similar_most); k += 8) __builtin_prefetch(similar.data() + k);
  }
  if (conjunctions_.groups.size() <= row) return;
  for (const auto group : conjunctions_.groups[row]) __builtin_prefetch(&conjunctions_.rows.begin[group]);
}

unsigned RowAhead::levels_walked(std::size_t f, std::uint32_t code) const {
  const Field& field = fields_.field[f];
  const auto& rows = field.similar_rows[code];
  unsigned levels = 0;
  for (int level = exact_level + 1; level < field.different(); ++level)
    if (rows[level] != 0 && rows[level] <= similar_rows_most_) levels |= 1U << level;
  return levels;
}

void RowAhead::reach_similar(std::size_t row) const {
  const auto codes = fields_.codes(row);
  const double share = static_cast<double>(row) / static_cast<double>(fields_.rows);
  for (std::size_t f = 0; f < codes.size(); ++f) {
    if (codes[f] == 0) continue;
    const auto levels = levels_walked(f, codes[f]);
    if (levels == 0) continue;
    const Field& field = fields_.field[f];
    for (const auto& similar : field.similar[codes[f]])
      if ((levels >> similar.level & 1) != 0) __builtin_prefetch(&field.rows.begin[similar.value]);
  }
  if (conjunctions_.groups.size() <= row) return;
  for (const auto group : conjunctions_.groups[row]) reach_behind(conjunctions_.rows[group], share);
}

void RowAhead::reach_rows(std::size_t row) const {
  const auto codes = fields_.codes(row);
  for (std::size_t f = 0; f < codes.size(); ++f) {
    if (codes[f] == 0) continue;
    const auto levels = levels_walked(f, codes[f]);
    if (levels == 0) continue;
    const Field& field = fields_.field[f];
    for (const auto& similar : field.similar[codes[f]])
      if ((levels >> similar.level & 1) != 0) __builtin_prefetch(field.rows[similar.value].data());
  }
}

}  // namespace zhike::resolve
