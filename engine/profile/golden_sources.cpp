// SPDX-License-Identifier: Apache-2.0
#include "profile/golden_sources.h"

#include <algorithm>
#include <bit>
#include <numeric>

namespace zhike::profile {
namespace {

using db::SourceType;
using standard::DataType;

constexpr std::size_t head_columns = 4;

SourceType stored(DataType type) {
  switch (type) {
    case DataType::whole: return SourceType::whole;
    case DataType::number: return SourceType::number;
    case DataType::date: return SourceType::date;
    case DataType::time: return SourceType::time;
    case DataType::flag: return SourceType::flag;
    default: return SourceType::text;
  }
}

void write(db::ChunkWriter& out, SourceType type, std::size_t column, std::size_t row, std::int64_t value) {
  switch (type) {
    case SourceType::number: return out.set_number(column, row, std::bit_cast<double>(value));
    case SourceType::date: return out.set_integer(column, row, static_cast<std::int32_t>(value));
    case SourceType::flag: return out.set_flag(column, row, value != 0);
    default: return out.set_whole(column, row, value);
  }
}

}  // namespace

MergedSource::MergedSource(const Plan& plan, const Candidates& candidates, const std::vector<FieldChoices>& choices, int threads)
    : plan_(plan), candidates_(candidates), choices_(choices), threads_(threads) {
  columns_ = {{"cuid", SourceType::text}, {"records_count", SourceType::integer}, {"sources_count", SourceType::integer},
              {"first_recorded_at", SourceType::time}};
  for (std::size_t field = 0; field < plan.fields.size(); ++field) {
    if (!plan.fields[field].populated) continue;
    fields_.push_back(field);
    columns_.push_back({plan.fields[field].field->id, stored(plan.fields[field].field->type)});
  }
}

Status MergedSource::fill(db::ChunkWriter& out, Local*) {
  std::size_t first = next_.fetch_add(out.capacity());
  if (first >= candidates_.customers()) return done();
  std::size_t last = std::min(candidates_.customers(), first + out.capacity());
  write_head(out, static_cast<std::uint32_t>(first), static_cast<std::uint32_t>(last));
  for (std::size_t i = 0; i < fields_.size(); ++i)
    write_field(out, head_columns + i, fields_[i], static_cast<std::uint32_t>(first), static_cast<std::uint32_t>(last));
  out.set_size(last - first);
  return done();
}

void MergedSource::write_head(db::ChunkWriter& out, std::uint32_t first, std::uint32_t last) const {
  const std::uint32_t begin = candidates_.starts[first], end = candidates_.starts[last];
  std::vector<std::uint32_t> rows(end - begin);
  std::iota(rows.begin(), rows.end(), begin);
  std::vector<std::string_view> cuids(rows.size()), sources(rows.size()), seen;
  std::vector<std::int64_t> recorded(rows.size());
  std::vector<std::uint8_t> known(rows.size());
  candidates_.texts_of(Candidates::cuid_column, rows, cuids.data());
  candidates_.texts_of(Candidates::source_column, rows, sources.data());
  candidates_.numbers_of(Candidates::recorded_column, rows, recorded.data(), known.data());
  for (std::uint32_t customer = first; customer < last; ++customer) {
    const std::size_t to = customer - first, from = candidates_.starts[customer] - begin, until = candidates_.starts[customer + 1] - begin;
    std::int64_t earliest = INT64_MAX;
    seen.assign(sources.begin() + static_cast<std::ptrdiff_t>(from), sources.begin() + static_cast<std::ptrdiff_t>(until));
    std::sort(seen.begin(), seen.end());
    for (std::size_t i = from; i < until; ++i)
      if (known[i]) earliest = std::min(earliest, recorded[i]);
    out.set_text(0, to, cuids[from]);
    out.set_integer(1, to, static_cast<std::int32_t>(until - from));
    out.set_integer(2, to, static_cast<std::int32_t>(std::unique(seen.begin(), seen.end()) - seen.begin()));
    if (earliest == INT64_MAX) out.set_null(3, to);
    else out.set_whole(3, to, earliest);
  }
}

void MergedSource::write_field(db::ChunkWriter& out, std::size_t column, std::size_t field, std::uint32_t first, std::uint32_t last) const {
  const auto& winner = choices_[field].winner;
  std::vector<std::uint32_t> rows, to;
  for (std::uint32_t customer = first; customer < last; ++customer) {
    if (winner[customer] == no_row) {
      out.set_null(column, customer - first);
    } else {
      rows.push_back(winner[customer]);
      to.push_back(customer - first);
    }
  }
  const SourceType type = columns_[column].type;
  if (type == SourceType::text) {
    std::vector<std::string_view> cells(rows.size());
    candidates_.texts_of(candidates_.column_of(field), rows, cells.data());
    for (std::size_t i = 0; i < rows.size(); ++i) out.set_text(column, to[i], cells[i]);
    return;
  }
  std::vector<std::int64_t> cells(rows.size());
  std::vector<std::uint8_t> known(rows.size());
  candidates_.numbers_of(candidates_.column_of(field), rows, cells.data(), known.data());
  for (std::size_t i = 0; i < rows.size(); ++i) write(out, type, column, to[i], cells[i]);
}

ChoiceSource::ChoiceSource(const Plan& plan, const Candidates& candidates, const std::vector<FieldChoices>& choices, int threads)
    : plan_(plan), candidates_(candidates), choices_(choices), threads_(threads), starts_{0} {
  for (const auto& field : choices) starts_.push_back(starts_.back() + field.contested.size());
}

std::vector<db::SourceColumn> ChoiceSource::columns() const {
  return {{"cuid", SourceType::text}, {"field", SourceType::text}, {"value", SourceType::text},
          {"record_id", SourceType::whole}, {"rule", SourceType::text}, {"alternatives_count", SourceType::integer}};
}

Status ChoiceSource::fill(db::ChunkWriter& out, Local*) {
  const std::size_t first = next_.fetch_add(out.capacity());
  if (first >= starts_.back()) return done();
  const std::size_t last = std::min(starts_.back(), first + out.capacity());
  auto field = static_cast<std::size_t>(std::upper_bound(starts_.begin(), starts_.end(), first) - starts_.begin()) - 1;
  for (std::size_t at = first; at < last; ++at) {
    while (at >= starts_[field + 1]) ++field;
    const Choice& choice = choices_[field].contested[at - starts_[field]];
    const std::size_t row = at - first;
    std::string_view cuid;
    candidates_.texts_of(Candidates::cuid_column, {&choice.row, 1}, &cuid);
    out.set_text(0, row, cuid);
    out.set_text(1, row, plan_.fields[field].field->id);
    out.set_text(2, row, candidates_.display(field, choice.row));
    out.set_whole(3, row, candidates_.record_ids[choice.row]);
    out.set_text(4, row, choice.rule);
    out.set_integer(5, row, static_cast<std::int32_t>(choice.alternatives_count));
  }
  out.set_size(last - first);
  return done();
}

}  // namespace zhike::profile
