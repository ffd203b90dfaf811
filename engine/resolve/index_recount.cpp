// SPDX-License-Identifier: Apache-2.0
#include "resolve/index_recount.h"

#include <algorithm>
#include <cmath>

#include "base/parallel.h"

namespace zhike::resolve {
namespace {

// A pair this near to the cut may be decided otherwise when frequencies have moved.
constexpr float near_bits = 4;

std::size_t present_rows(const IndexData& data) { return data.records_count; }

void count_values(const IndexData& data, std::size_t f, IndexField& field) {
  std::fill(field.count.begin(), field.count.end(), 0);
  for (std::uint32_t row = 0; row < data.rows(); ++row)
    if (data.is_there(row)) ++field.count[data.codes(row)[f]];
  field.count[0] = 0;
}

// What estimate_chance() reads of a field.
Field counted(IndexField& field, int threads) {
  Field out;
  out.kind = field.kind;
  out.count.assign(field.count.begin(), field.count.end());
  for (const auto count : field.count) out.filled += count;
  out.values.resize(field.values_count());
  out.similar_rows.different.resize(field.values_count());
  const double scale = out.filled / std::max(1.0, field.filled);
  for (auto& rows : field.near_dates) rows = static_cast<float>(rows * scale);
  parallel_pieces(field.values_count(), 4096, threads, [&](std::size_t first, std::size_t last, int) {
    for (std::size_t value = std::max<std::size_t>(first, 1); value < last; ++value) {
      auto& rows = out.similar_rows.different[value];
      field.similar.each(value, [&](const Similar& similar) { rows[similar.level] += static_cast<float>(field.count[similar.value]); });
      if (field.kind == Kind::date) rows[near_date_level] = field.near_dates[near_date_slot(field.values.texts[value])];
    }
  });
  return out;
}

// Close numbers are not listed, and how many there are was counted over the whole column: their share stays what it was.
void keep_beyond(const IndexField& field, ChanceTable& chance) {
  if (field.kind != Kind::number) return;
  for (std::uint32_t code = 1; code < field.values_count(); ++code)
    for (const int level : {static_cast<int>(close_number_level), different_level(field.kind)})
      chance.different[code][static_cast<std::size_t>(level)] = field.chance_of(code)[static_cast<std::size_t>(level)];
}

}  // namespace

double count_drift(const IndexData& data) {
  const auto now = static_cast<double>(present_rows(data)), then = static_cast<double>(std::max<std::size_t>(1, data.counted_rows));
  return std::max(now / then, then / std::max(1.0, now)) - 1;
}

std::vector<std::uint32_t> recount(IndexData& data, int threads) {
  const auto now = std::max<std::size_t>(2, present_rows(data)), then = std::max<std::size_t>(2, data.counted_rows);
  const double pairs = pairs_within(data);
  const auto pairs_of = [](std::size_t rows) { return static_cast<double>(rows) * static_cast<double>(rows - 1); };
  // More records of the same customers keep the odds, as many new customers would lower them: the clusters say which it was.
  const double denser = std::log2(std::max(1.0, pairs) / std::max(1.0, data.counted_pairs) * pairs_of(then) / pairs_of(now));
  data.model.prior_bits += denser;
  data.model.prior_related_bits += denser;
  data.counted_rows = now;
  data.counted_pairs = pairs;
  data.marks.is_on = false;  // too much changes to be told as changes
  parallel_pieces(data.field.size(), 1, threads, [&](std::size_t f, std::size_t, int) { count_values(data, f, data.field[f]); });
  for (std::size_t f = 0; f < data.field.size(); ++f) {
    IndexField& field = data.field[f];
    Fields alone;
    alone.field.push_back(counted(field, threads));
    Model one;
    one.fields.push_back(data.model.fields[f]);
    one.prior_bits = data.model.prior_bits;
    estimate_u(alone, one, true);
    std::vector<ChanceTable> chance;
    estimate_chance(alone, one, Method{}, chance, threads);
    data.model.fields[f].u = one.fields.front().u;
    field.filled = alone.field.front().filled;
    keep_beyond(field, chance.front());
    take_chances(field, chance.front(), field.values_count());
  }
  std::vector<std::uint32_t> seeds;
  for (std::uint32_t row = 0; row < data.rows(); ++row) {
    if (!data.is_there(row)) continue;
    bool is_near = false;
    data.edges.each(row, [&](const Neighbour& neighbour) {
      is_near = is_near || (std::abs(neighbour.weight - data.cut_bits) <= near_bits && data.is_there(neighbour.row));
    });
    if (is_near) seeds.push_back(row);
  }
  return seeds;
}

}  // namespace zhike::resolve
