// SPDX-License-Identifier: Apache-2.0
#include "resolve/index_query.h"

#include <algorithm>

#include "resolve/assemble_fields.h"

namespace zhike::resolve {
namespace {

Table table_of(const IndexData& data, std::span<const IndexRecord> records) {
  Table table;
  table.rows = records.size();
  for (const auto& name : data.columns) {
    Column column{name, "", std::vector<std::string>(records.size())};
    for (std::size_t row = 0; row < records.size(); ++row)
      for (const auto& cell : records[row].cells)
        if (cell.column == name) column.values[row] = cell.text;
    table.columns.push_back(std::move(column));
  }
  if (data.ordered_by_id)
    for (const auto& record : records) table.record_hash.push_back(static_cast<std::uint64_t>(record.id));
  return table;
}

// The index's fields among those of the records just cleaned; no_field where a field did not come out.
std::vector<std::size_t> matching_fields(const IndexData& data, const Fields& fields) {
  std::vector<std::size_t> place(data.field.size(), no_field);
  std::vector<bool> taken(fields.size(), false);
  for (std::size_t f = 0; f < place.size(); ++f) {
    for (std::size_t g = 0; g < fields.size() && place[f] == no_field; ++g) {
      if (taken[g] || fields.field[g].name != data.field[f].name || fields.field[g].kind != data.field[f].kind) continue;
      place[f] = g;
      taken[g] = true;
    }
  }
  return place;
}

QueryValue look_up_value(const IndexData& data, std::size_t f, const std::string& text, ValueSearchSpace& space) {
  QueryValue value;
  value.text = text;
  if (text.empty()) return value;
  const IndexField& field = data.field[f];
  value.code = field.values.find(text);
  if (value.code != 0) {
    value.chance = field.chance_of(value.code);
    return value;
  }
  value.similar = find_similar(field, text, space);
  value.chance = chance_of_new(field, data.model.fields[f], text, value.similar);
  return value;
}

}  // namespace

Result<std::vector<CleanRecord>> clean_records(const IndexData& data, std::span<const IndexRecord> records) {
  Options options;
  options.seed = data.seed;
  options.threads = 1;  // pieces are shared out by the caller
  ZK_TRY_SET(const Fields fields, assemble_more(table_of(data, records), options, data.decisions));
  const auto place = matching_fields(data, fields);
  std::vector<CleanRecord> clean(records.size());
  for (std::size_t row = 0; row < fields.rows; ++row) {
    CleanRecord& record = clean[fields.input_row[row]];
    record.record_id = records[fields.input_row[row]].id;
    record.order = fields.order[row];
    record.identity = records[fields.input_row[row]].identity;
    record.identity.resize(data.identity.size(), 0);
    record.text.resize(data.field.size());
    for (std::size_t f = 0; f < place.size(); ++f)
      if (place[f] != no_field) record.text[f] = fields.field[place[f]].values[fields.field[place[f]].code[row]];
  }
  return clean;
}

Query look_up(const IndexData& data, const CleanRecord& record, ValueSearchSpace& space) {
  Query query{record.record_id, record.order, {}, record.identity};
  for (std::size_t f = 0; f < record.text.size(); ++f) query.value.push_back(look_up_value(data, f, record.text[f], space));
  return query;
}

}  // namespace zhike::resolve
