// SPDX-License-Identifier: Apache-2.0
#include "measure/quality_plan.h"

#include <algorithm>

#include "db/value.h"
#include "kernels/checks.h"
#include "standard/condition.h"

namespace zhike::measure {
namespace {

using db::quote_identifier;
using db::quote_literal;

// A mainland identity number holds the birth date and the sex of its owner, so where it is valid they are known.
constexpr std::string_view reference_checks[] = {"sex_matches_identity_number", "birth_date_matches_identity_number"};

std::string clause_sql(const standard::Clause& clause, const std::set<std::string>& columns, std::string_view party_letter) {
  std::string column = quote_identifier(clause.field);
  if (clause.field == "party_type" && !party_letter.empty())
    column = party_letter;
  else if (!columns.contains(clause.field))
    return "FALSE";
  if (clause.values.empty()) return column + " IS NOT NULL";
  std::string values;
  for (const auto& value : clause.values) values += (values.empty() ? "" : ", ") + quote_literal(value);
  return "coalesce(CAST(" + column + " AS VARCHAR) IN (" + values + "), FALSE)";
}

std::string_view dimension_of(const standard::Verb& check) {
  if (!check.dimension.empty()) return check.dimension;
  const kernels::Check* row = kernels::find_check(check.name);
  return row ? row->dimension : std::string_view("validity");
}

// The letter of the party: the record's own, else that of the entity it came as.
std::string record_letter(const standard::Standard& standard, const std::set<std::string>& columns) {
  std::string by_entity;
  for (const auto& entity : standard.entities)
    by_entity += " WHEN " + quote_literal(entity.id) + " THEN " + quote_literal(entity.letter);
  if (by_entity.empty()) return columns.contains("party_type") ? "party_type" : "NULL";
  by_entity = "CASE entity" + by_entity + " END";
  return columns.contains("party_type") ? "coalesce(party_type, " + by_entity + ")" : by_entity;
}

// "" when every entity of the standard has the field.
std::string entity_sql(const standard::Standard& standard, const standard::Field& field, std::string_view party_letter) {
  std::string letters;
  std::size_t held = 0;
  for (const auto& entity : standard.entities) {
    if (std::find(field.entities.begin(), field.entities.end(), entity.id) == field.entities.end()) continue;
    letters += (letters.empty() ? "" : ", ") + quote_literal(entity.letter);
    ++held;
  }
  if (held == standard.entities.size() || held == 0) return "";
  return "coalesce(" + std::string(party_letter) + " IN (" + letters + "), FALSE)";
}

// An optional field is asked of nobody; its completeness is a fill rate over the parties that can have it.
std::string expected_sql(const standard::Standard& standard, const standard::Field& field,
                         const std::set<std::string>& columns, std::string_view party_letter) {
  std::string sql = entity_sql(standard, field, party_letter);
  if (field.required_if.empty()) return sql.empty() ? "TRUE" : sql;
  std::string condition = expectation(field.required_if, columns, party_letter);
  return sql.empty() ? condition : "(" + sql + " AND (" + condition + "))";
}

std::vector<PairCheck> pair_checks(const standard::Field& field, const std::set<std::string>& columns) {
  std::vector<PairCheck> pairs;
  for (const auto& check : field.check) {
    std::string_view dimension = dimension_of(check);
    if (check.with.empty() && dimension != "consistency") continue;
    PairCheck pair{check.name, check.with.empty() ? "" : check.with.front(), quote_identifier(field.id) + " IS NOT NULL", false};
    bool present = true;
    for (const auto& other : check.with) {
      present = present && columns.contains(other);
      pair.tested += " AND " + quote_identifier(other) + " IS NOT NULL";
    }
    if (!present) continue;
    pair.reference = std::find(std::begin(reference_checks), std::end(reference_checks), check.name) != std::end(reference_checks);
    pairs.push_back(std::move(pair));
  }
  return pairs;
}

}  // namespace

std::string expectation(std::string_view required_if, const std::set<std::string>& columns, std::string_view party_letter) {
  auto clauses = standard::parse_condition(required_if);
  ZK_ASSERT(clauses.ok());  // a standard that is loaded has been checked
  std::string sql;
  for (const auto& clause : clauses.value()) {
    std::string one = clause_sql(clause, columns, party_letter);
    if (one == "FALSE") continue;
    sql += (sql.empty() ? "" : " OR ") + one;
  }
  return sql.empty() ? "FALSE" : sql;
}

Plan make_plan(const standard::Standard& standard, const std::set<std::string>& record_columns,
               const std::set<std::string>& customer_columns) {
  Plan plan;
  plan.recorded_at = record_columns.contains("recorded_at");
  std::string letter = record_letter(standard, record_columns);
  for (const auto& field : standard.fields) {
    FieldPlan item;
    item.field = &field;
    item.weight = field.required == "must" ? 3 : field.required == "conditional" ? 2 : 1;
    item.expected_by_rule = field.required != "optional" || field.target.contains("completeness");
    item.in_records = record_columns.contains(field.id);
    item.in_customers = customer_columns.contains(field.id);
    item.expected = expected_sql(standard, field, record_columns, letter);
    item.customer_expected = expected_sql(standard, field, customer_columns, "party_type");
    item.timely_check = std::any_of(field.check.begin(), field.check.end(),
                                    [](const auto& check) { return dimension_of(check) == "timeliness"; });
    if (item.in_records) item.pairs = pair_checks(field, record_columns);
    plan.fields.push_back(std::move(item));
  }
  return plan;
}

}  // namespace zhike::measure
