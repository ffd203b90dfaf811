// SPDX-License-Identifier: Apache-2.0
#include "profile/golden_sources.h"

#include <algorithm>
#include <bit>

namespace zhike::profile {
namespace {

using db::SourceType;

constexpr std::size_t head_columns = 4;

void write(db::ChunkWriter& out, SourceType type, std::size_t column, std::size_t row, std::int64_t value) {
  switch (type) {
    case SourceType::number: return out.set_number(column, row, std::bit_cast<double>(value));
    case SourceType::date: return out.set_integer(column, row, static_cast<std::int32_t>(value));
    case SourceType::flag: return out.set_flag(column, row, value != 0);
    default: return out.set_whole(column, row, value);
  }
}

}  // namespace

MergedSource::MergedSource(const Plan& plan, const Chosen& chosen, int threads) : chosen_(chosen), threads_(threads) {
  columns_ = {{"cuid", SourceType::text}, {"records_count", SourceType::integer}, {"sources_count", SourceType::integer},
              {"first_recorded_at", SourceType::time}};
  for (std::size_t field : chosen.fields) columns_.push_back({plan.fields[field].field->id, stored_type(plan.fields[field].field->type)});
}

Status MergedSource::fill(db::ChunkWriter& out, Local*) {
  const std::size_t customers = chosen_.candidates->customers(), first = next_.fetch_add(out.capacity());
  if (first >= customers) return done();
  const std::size_t last = std::min(customers, first + out.capacity());
  for (std::size_t customer = first; customer < last; ++customer) {
    write_head(out, customer - first, customer);
    write_fields(out, customer - first, customer);
  }
  out.set_size(last - first);
  return done();
}

void MergedSource::write_head(db::ChunkWriter& out, std::size_t to, std::size_t customer) const {
  const Candidates& candidates = *chosen_.candidates;
  const std::uint32_t begin = candidates.begin(customer), end = candidates.begin(customer + 1);
  std::int64_t earliest = INT64_MAX;
  std::vector<std::string_view> sources;
  for (std::uint32_t row = begin; row < end; ++row) {
    const db::GroupedRow record = candidates.row(row);
    if (record.has(Candidates::recorded_at)) earliest = std::min(earliest, record.whole(Candidates::recorded_at));
    const std::string_view source = record.text(Candidates::source_id);
    if (std::find(sources.begin(), sources.end(), source) == sources.end()) sources.push_back(source);
  }
  out.set_known_text(0, to, candidates.row(begin).text(Candidates::cuid));
  out.set_integer(1, to, static_cast<std::int32_t>(end - begin));
  out.set_integer(2, to, static_cast<std::int32_t>(sources.size()));
  if (earliest == INT64_MAX) out.set_null(3, to);
  else out.set_whole(3, to, earliest);
}

void MergedSource::write_fields(db::ChunkWriter& out, std::size_t to, std::size_t customer) const {
  const Candidates& candidates = *chosen_.candidates;
  const std::size_t fields = chosen_.fields.size();
  for (std::size_t i = 0; i < fields; ++i) {
    const std::size_t column = head_columns + i, from = candidates.column_of(chosen_.fields[i]);
    const std::uint32_t row = chosen_.winner[customer * fields + i];
    if (row == no_row) out.set_null(column, to);
    else if (columns_[column].type == SourceType::text) out.set_known_text(column, to, candidates.row(row).text(from));
    else write(out, columns_[column].type, column, to, candidates.row(row).whole(from));
  }
}

ChoiceSource::ChoiceSource(const Plan& plan, const Chosen& chosen, int threads) : plan_(plan), chosen_(chosen), threads_(threads) {}

std::vector<db::SourceColumn> ChoiceSource::columns() const {
  return {{"cuid", SourceType::text}, {"field", SourceType::text}, {"value", SourceType::text},
          {"record_id", SourceType::whole}, {"rule", SourceType::text}, {"alternatives_count", SourceType::integer}};
}

Status ChoiceSource::fill(db::ChunkWriter& out, Local*) {
  const std::size_t first = next_.fetch_add(out.capacity());
  if (first >= chosen_.contested.size()) return done();
  const std::size_t last = std::min(chosen_.contested.size(), first + out.capacity());
  const Candidates& candidates = *chosen_.candidates;
  for (std::size_t at = first; at < last; ++at) {
    const Choice& choice = chosen_.contested[at];
    const GoldenField& golden = plan_.fields[choice.field];
    const db::GroupedRow record = candidates.row(choice.row);
    const std::size_t to = at - first;
    out.set_known_text(0, to, record.text(Candidates::cuid));
    out.set_known_text(1, to, golden.field->id);
    if (stored_type(golden.field->type) == SourceType::text)
      out.set_known_text(2, to, record.text(candidates.column_of(choice.field)));
    else
      out.set_known_text(2, to, shown(plan_, candidates, choice.field, choice.row));
    out.set_whole(3, to, record.whole(Candidates::record_id));
    out.set_known_text(4, to, choice.rule);
    out.set_integer(5, to, static_cast<std::int32_t>(choice.alternatives_count));
  }
  out.set_size(last - first);
  return done();
}

}  // namespace zhike::profile
