// SPDX-License-Identifier: Apache-2.0
// From a run's cleaned table to the arrays of the index.
#include "resolve/index_data.h"

#include <cstring>

#include "base/parallel.h"
#include "base/result.h"
#include "kernels/text.h"

namespace zhike::resolve {
namespace {

struct ChanceHash {
  std::size_t operator()(const ChanceBits& bits) const {
    std::uint64_t hash = 0;
    for (const float bit : bits) {
      std::uint32_t word;
      std::memcpy(&word, &bit, sizeof word);
      hash = (hash ^ word) * 0x9E3779B97F4A7C15ULL;
      hash ^= hash >> 29;
    }
    return hash;
  }
};

void take_dates(IndexField& out, const Field& field) {
  std::array<double, 512> rows{};
  std::array<double, 512> dates{};
  out.digits.push_back(0);
  for (std::uint32_t code = 1; code < field.values_count(); ++code) {
    out.digits.push_back(date_digits(field.values[code]));
    const auto& day = field.days[code];
    if (day.year_only) out.default_days.push_back(static_cast<std::uint32_t>(day.month) * 100 + static_cast<std::uint32_t>(day.day));
    const auto slot = near_date_slot(field.values[code]);
    rows[slot] += field.similar_rows[code][near_date_level];
    ++dates[slot];
  }
  for (std::size_t slot = 0; slot < rows.size(); ++slot)
    out.near_dates[slot] = static_cast<float>(dates[slot] > 0 ? rows[slot] / dates[slot] : 0);
  std::sort(out.default_days.begin(), out.default_days.end());
  out.default_days.erase(std::unique(out.default_days.begin(), out.default_days.end()), out.default_days.end());
}

void take_field(IndexField& out, const Field& field, const ChanceTable& chance) {
  out.name = field.name;
  out.kind = field.kind;
  out.filled = field.filled;
  out.count.assign(field.count.begin(), field.count.end());
  double length = 0;
  for (std::uint32_t code = 1; code < field.values_count(); ++code) {
    out.values.add(field.values[code]);
    length += static_cast<double>(kernels::length(field.values[code]));
  }
  out.close_within = field.close_within;
  out.gram_length = length / std::max(1.0, static_cast<double>(field.values_count()) - 1) > 9 ? 3 : 2;
  take_chances(out, chance, field.values.size());
  out.rows = GrowingLists<std::uint32_t>(field.rows);
  out.similar = GrowingLists<StoredSimilar>(field.similar);
  for (std::size_t token = 1; token < field.token_points.size(); ++token) out.words.add(kernels::to_utf8(field.token_points[token]));
  out.word_bits = field.token_bits;
  if (field.kind == Kind::date) take_dates(out, field);
  make_features(out);
}

void take_clusters(IndexData& data, const Outcome& outcome) {
  const auto rows = static_cast<std::uint32_t>(data.rows());
  const auto& canonical = outcome.prepared->canonical_row;
  data.cluster.resize(rows);
  data.next.resize(rows);
  std::vector<std::uint32_t> last(rows, IndexData::nobody);
  for (std::uint32_t row = 0; row < rows; ++row) {
    const auto label = canonical[outcome.cluster[outcome.prepared->fields.input_row[row]]];
    data.cluster[row] = label;
    // Into the circle behind the one that stands for the cluster.
    if (last[label] == IndexData::nobody) {
      data.next[row] = row;
    } else {
      data.next[row] = data.next[last[label]];
      data.next[last[label]] = row;
    }
    last[label] = row;
  }
  Lists<Neighbour> edges;
  edges.begin.assign(rows + 1, 0);
  for (const auto& edge : outcome.edges) {
    ++edges.begin[canonical[edge.left] + 1];
    ++edges.begin[canonical[edge.right] + 1];
  }
  for (std::uint32_t row = 0; row < rows; ++row) edges.begin[row + 1] += edges.begin[row];
  edges.items.resize(edges.begin.back());
  auto next = edges.begin;
  for (const auto& edge : outcome.edges) {
    edges.items[next[canonical[edge.left]]++] = {canonical[edge.right], edge.weight};
    edges.items[next[canonical[edge.right]]++] = {canonical[edge.left], edge.weight};
  }
  data.edges = GrowingLists<Neighbour>(edges);
}

}  // namespace

void take_chances(IndexField& out, const ChanceTable& chance, std::size_t codes) {
  std::unordered_map<ChanceBits, std::uint32_t, ChanceHash> number_of;
  out.chances.clear();
  out.chance.clear();
  out.chance.reserve(codes);
  for (std::size_t code = 0; code < codes; ++code) {
    const ChanceBits& bits = chance[code];
    const auto [at, added] = number_of.emplace(bits, static_cast<std::uint32_t>(out.chances.size()));
    if (added) out.chances.push_back(bits);
    out.chance.push_back(at->second);
  }
}

GrowingLists<std::uint32_t> partners_of(const std::vector<Link>& links, std::uint32_t rows) {
  Lists<std::uint32_t> lists;
  lists.begin.assign(rows + 1, 0);
  for (const auto& link : links) {
    ++lists.begin[link.left + 1];
    ++lists.begin[link.right + 1];
  }
  for (std::uint32_t row = 0; row < rows; ++row) lists.begin[row + 1] += lists.begin[row];
  lists.items.resize(lists.begin.back());
  auto next = lists.begin;
  for (const auto& link : links) {
    lists.items[next[link.left]++] = link.right;
    lists.items[next[link.right]++] = link.left;
  }
  return GrowingLists<std::uint32_t>(lists);
}

void IndexData::note_last_row() {
  ++records_count;
  const auto row = static_cast<std::uint32_t>(rows() - 1);
  if (row_slots.add(record_id[row], row)) return;
  prepare_index_data(*this);
}

double pairs_within(const IndexData& data) {
  std::vector<std::uint32_t> size(data.rows(), 0);
  for (std::uint32_t row = 0; row < data.rows(); ++row)
    if (data.is_there(row)) ++size[data.cluster[row]];
  double pairs = 0;
  for (const double rows : size) pairs += rows * (rows - 1) / 2;
  return pairs;
}

void prepare_index_data(IndexData& data) {
  data.fragment_counts = count_fragments(data.fragment_sizes);
  data.row_slots.clear(data.rows());
  data.records_count = 0;
  for (std::uint32_t row = 0; row < data.rows(); ++row) {
    if (!data.is_there(row)) continue;
    data.row_slots.add(data.record_id[row], row);
    ++data.records_count;
  }
}

IndexData make_index_data(const Outcome& outcome, const std::vector<std::int64_t>& record_ids, int threads) {
  const Prepared& prepared = *outcome.prepared;
  const Fields& fields = prepared.fields;
  ZK_ASSERT(record_ids.size() == fields.rows);
  IndexData data;
  data.model = outcome.model;
  data.email_lift_on = prepared.scorer.email_lift_on;
  data.decisions = fields.decisions;
  data.model_rows = data.counted_rows = fields.rows;
  data.given = fields.given;
  data.family = fields.family;
  data.email = fields.email;
  data.row_codes.assign(fields.row_codes.begin(), fields.row_codes.end());
  data.order.assign(fields.order.begin(), fields.order.end());
  data.field.resize(fields.size());
  parallel_pieces(fields.size(), 1, thread_count(threads), [&](std::size_t first, std::size_t last, int) {
    for (std::size_t f = first; f < last; ++f) take_field(data.field[f], fields.field[f], prepared.scorer.chance[f]);
  });
  if (fields.given != no_field) {
    for (const bool is_family : {false, true}) {
      IndexField& field = data.field[is_family ? fields.family : fields.given];
      const auto& same = fields.same_text[is_family ? 1 : 0];
      field.same_text.assign(same.begin(), same.end());
      for (std::uint32_t code = 0; code < field.values_count(); ++code)
        field.letters.push_back(letters_of(kernels::code_points(field.values.texts[code])));
    }
  }
  for (const auto row : fields.input_row) data.record_id.push_back(record_ids[row]);
  take_clusters(data, outcome);
  data.counted_pairs = pairs_within(data);
  data.fragment_sizes.assign(prepared.fragment_sizes.begin(), prepared.fragment_sizes.end());
  data.fragment_bits = prepared.fragment_bits;
  data.fragment.assign(prepared.fragment.begin(), prepared.fragment.end());
  prepare_index_data(data);
  data.same = partners_of(prepared.rules.same, static_cast<std::uint32_t>(fields.rows));
  data.different = partners_of(prepared.rules.different, static_cast<std::uint32_t>(fields.rows));
  return data;
}

}  // namespace zhike::resolve
