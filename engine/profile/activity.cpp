// SPDX-License-Identifier: Apache-2.0
#include "profile/activity.h"

#include <algorithm>

#include "profile/sql_text.h"

namespace zhike::profile {
namespace {

using db::quote_identifier;
using db::quote_literal;

// One derived field at work: everything it contributes to the statement.
struct Part {
  std::string values;  // columns of the grouping
  std::string outer;   // the column of the answer
  std::string top;     // extra common table expressions
  std::string join;
};

constexpr std::string_view event_verbs[] = {"first_time", "last_time", "first_value", "last_value", "top_value",
                                            "count",      "sum",       "share",       "latest_json"};

std::string argument(const standard::Verb& verb, const std::string& name) {
  auto found = verb.arguments.find(name);
  return found == verb.arguments.end() ? std::string() : found->second;
}

// The events meant, within the window when there is one.
std::string condition(const std::string& events, const std::string& days) {
  std::string out = events.empty() ? "true" : "event_type IN (" + quoted_list(split(events, '|')) + ")";
  if (!days.empty()) out += " AND age_seconds < " + days + " * 86400";
  return out;
}

std::string property(const std::string& id) {
  return id == "channel" ? "channel" : "json_extract_string(properties, " + quote_literal("$." + quote_identifier(id)) + ")";
}

// What makes several rows one happening: the group property of the first named type that has one.
std::string happening(const standard::Standard& standard, const std::string& events) {
  for (const auto& id : split(events, '|'))
    if (const auto* type = standard.event_type(id); type && !type->group.empty())
      return "COALESCE(" + property(type->group) + ", CAST(event_id AS VARCHAR))";
  return {};
}

std::string number_of(const standard::Standard& standard, const std::string& events, const std::string& days) {
  std::string when = condition(events, days), what = happening(standard, events);
  if (what.empty()) return "count(*) FILTER (WHERE " + when + ")";
  // A grouped value is read out of JSON: only for the rows that count.
  return "count(DISTINCT CASE WHEN " + when + " THEN " + what + " END)";
}

Part top_value(const standard::Field& field, const std::string& events, const std::string& days) {
  std::string name = "top_" + field.id, value = property(argument(field.derive, "property"));
  Part part;
  part.top = ",\n" + name + "_count AS (\n  SELECT cuid, " + value + " AS value, count(*) AS events_count\n  FROM happened\n  WHERE " +
             condition(events, days) + " AND " + value + " IS NOT NULL\n  GROUP BY ALL\n),\n" + name +
             " AS (\n  SELECT cuid, min(value) AS value\n  FROM (SELECT *, max(events_count) OVER (PARTITION BY cuid) AS most FROM " + name +
             "_count) AS counted\n  WHERE events_count = most\n  GROUP BY cuid\n)";
  part.join = "LEFT JOIN " + name + " ON " + name + ".cuid = summed.cuid\n";
  part.outer = name + ".value";
  return part;
}

std::string json_of(const std::string& properties) {
  std::string members;
  for (const auto& id : split(properties, '|')) {
    // The channel of a touch is its contact channel, which the event's own column holds.
    members += (members.empty() ? "" : ", ") + quote_literal(id) + ", " + property(id);
  }
  return "CAST(json_object(" + members + ") AS VARCHAR)";
}

Part part_of(const standard::Standard& standard, const standard::Field& field) {
  const auto& verb = field.derive;
  std::string events = argument(verb, "events"), days = argument(verb, "days"), when = condition(events, days);
  std::string column = quote_identifier(field.id), value = property(argument(verb, "property"));
  std::string chosen = "CASE WHEN " + when + " THEN " + value + " END";
  if (verb.name == "top_value") return top_value(field, events, days);
  std::string expression;
  if (verb.name == "first_time") expression = "min(occurred_at) FILTER (WHERE " + when + ")";
  if (verb.name == "last_time") expression = "max(occurred_at) FILTER (WHERE " + when + ")";
  if (verb.name == "first_value") expression = "arg_min(" + chosen + ", position)";
  if (verb.name == "last_value") expression = "arg_max(" + chosen + ", position)";
  if (verb.name == "count") expression = number_of(standard, events, days);
  if (verb.name == "sum") {
    expression = "COALESCE(sum(amount) FILTER (WHERE " + when + "), 0)";
    if (auto minus = argument(verb, "minus"); !minus.empty())
      expression += " - COALESCE(sum(amount) FILTER (WHERE " + condition(minus, days) + "), 0)";
    expression = "round(" + expression + ", 2)";
  }
  if (verb.name == "share")
    expression = "round(least(1.0, " + number_of(standard, events, days) + " / nullif(CAST(" +
                 number_of(standard, argument(verb, "of"), days) + " AS DOUBLE), 0)), 4)";
  if (verb.name == "latest_json")
    expression = "arg_max(CASE WHEN " + when + " THEN " + json_of(argument(verb, "properties")) + " END, position)";
  return {expression + " AS " + column, "summed." + column, "", ""};
}

bool is_derived_from_events(const standard::Field& field) {
  return std::find(std::begin(event_verbs), std::end(event_verbs), field.derive.name) != std::end(event_verbs);
}

}  // namespace

std::vector<std::string> activity_fields(const standard::Standard& standard) {
  std::vector<std::string> ids;
  for (const auto& field : standard.fields)
    if (is_derived_from_events(field)) ids.push_back(field.id);
  return ids;
}

std::vector<db::Slot> activity_slots(const standard::Standard& standard) {
  std::vector<std::string> values{"count(*) AS events_count"}, outer{"summed.events_count"};
  std::string tops, joins;
  for (const auto& field : standard.fields) {
    if (!is_derived_from_events(field)) continue;
    Part part = part_of(standard, field);
    if (!part.values.empty()) values.push_back(part.values);
    outer.push_back("TRY_CAST(" + part.outer + " AS " + std::string(standard::sql_type_of(field.type)) + ") AS " +
                    quote_identifier(field.id));
    tops += part.top;
    joins += part.join;
  }
  return {{"values", joined(values, ",\n    ")}, {"outer", joined(outer, ",\n  ")}, {"tops", tops}, {"joins", joins}};
}

}  // namespace zhike::profile
