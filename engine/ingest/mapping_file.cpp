// SPDX-License-Identifier: Apache-2.0
// Mappings as JSON: written whole, read whole or in short.
#include <algorithm>
#include <set>

#include "base/wire.h"
#include "ingest/mapping.h"
#include "ingest/target_names.h"
#include "kernels/nearest_name.h"

namespace zhike::ingest {
namespace {

namespace json = boost::json;

Error unknown(std::string_view what, std::string_view given, const std::vector<std::string_view>& known) {
  std::string message = "the mapping names the " + std::string(what) + " '" + std::string(given) + "', which does not exist";
  if (auto nearest = kernels::nearest_name(given, known); !nearest.empty()) message += "; did you mean '" + std::string(nearest) + "'?";
  return {ErrorCode::bad_request, message};
}

Status check(const Mapping& mapping, const standard::Standard& standard) {
  static constexpr std::string_view entities[] = {"person", "organisation", "auto", "event"};
  if (std::find(std::begin(entities), std::end(entities), mapping.entity) == std::end(entities))
    return unknown("entity", mapping.entity, {std::begin(entities), std::end(entities)});
  if (!mapping.event_type.empty() && !standard.event_type(mapping.event_type)) {
    std::vector<std::string_view> types;
    for (const auto& type : standard.event_types) types.push_back(type.id);
    return unknown("event type", mapping.event_type, types);
  }
  TargetNames names(standard, mapping.is_event());
  std::vector<std::string_view> known;
  for (const auto& target : names.targets()) known.push_back(target.id);
  std::set<std::string_view> taken;
  for (const auto& column : mapping.columns) {
    if (column.target.empty()) continue;
    if (std::find(known.begin(), known.end(), column.target) == known.end()) return unknown("field", column.target, known);
    if (!taken.insert(column.target).second)
      return Error{ErrorCode::bad_request, "the mapping gives two columns to '" + column.target + "'; keep one of them"};
  }
  return done();
}

// {"column": "target", ...} over what was proposed. A target given by hand leaves the column that had it.
Status read_short(const json::object& given, Mapping& mapping) {
  for (const auto& [column, target] : given) {
    auto found = std::find_if(mapping.columns.begin(), mapping.columns.end(),
                              [&](const ColumnMapping& c) { return std::string_view(c.column) == std::string_view(column.data(), column.size()); });
    if (found == mapping.columns.end()) {
      std::vector<std::string_view> known;
      for (const auto& c : mapping.columns) known.push_back(c.column);
      return unknown("column", std::string_view(column.data(), column.size()), known);
    }
    if (!target.is_null() && !target.is_string()) return wire::wrong_type("/columns/" + found->column, "the id of a field, or null");
    std::string id = target.is_null() ? std::string() : std::string(target.get_string());
    for (auto& other : mapping.columns)
      if (!id.empty() && other.target == id) other = {other.column, "", 0, ""};
    *found = {found->column, id, id.empty() ? 0.0 : 1.0, "given"};
  }
  return done();
}

}  // namespace

Result<Mapping> read_mapping(std::string_view text, const standard::Standard& standard, const Mapping& proposed) {
  json::error_code code;
  json::value document = json::parse(json::string_view(text.data(), text.size()), code);
  if (code || !document.is_object())
    return Error{ErrorCode::bad_request, "the mapping file is not a JSON object; write one with --preview --save-map"};
  json::object& object = document.get_object();
  json::value* columns = object.if_contains("columns");
  Mapping mapping = proposed;
  if (columns && columns->is_object()) {
    json::object given = columns->get_object();
    object.erase("columns");
    Mapping top;
    ZK_TRY(wire::from_json(document, top));
    if (!top.entity.empty()) mapping.entity = top.entity;
    if (!top.event_type.empty()) mapping.event_type = top.event_type;
    ZK_TRY(read_short(given, mapping));
  } else {
    Mapping whole;
    ZK_TRY(wire::from_json(document, whole));
    if (whole.entity.empty()) whole.entity = proposed.entity;
    std::set<std::string> known;
    std::vector<std::string_view> names;
    for (const auto& column : proposed.columns) {
      known.insert(column.column);
      names.push_back(column.column);
    }
    std::map<std::string, ColumnMapping> given;
    for (const auto& column : whole.columns) {
      if (!known.contains(column.column)) return unknown("column", column.column, names);
      given[column.column] = column;
    }
    mapping.entity = whole.entity;
    mapping.event_type = whole.event_type;
    for (auto& column : mapping.columns)
      column = given.contains(column.column) ? given[column.column] : ColumnMapping{column.column, "", 0, ""};
  }
  ZK_TRY(check(mapping, standard));
  return mapping;
}

std::string write_mapping(const Mapping& mapping) { return json::serialize(wire::to_json(mapping)); }

}  // namespace zhike::ingest
