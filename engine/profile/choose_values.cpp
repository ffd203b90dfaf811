// SPDX-License-Identifier: Apache-2.0
// Only what is contested is chosen: customers with several records, fields on which these disagree.
#include "base/clock.h"
#include "profile/golden.h"
#include "profile/name_parts.h"
#include "profile/sql_text.h"
#include "profile_sql.h"

namespace zhike::profile {
namespace {

using db::quote_identifier;
using db::quote_literal;

// Bits of one BIGINT; the standard has fewer collected fields than that with values in any one company.
constexpr int contested_max = 62;

Result<std::int64_t> copy_manual_values(flow::Context& context) {
  std::vector<std::vector<std::string>> rows;
  ZK_TRY(context.workspace().ledger().read([&](ledger::Session& session) -> Status {
    ZK_TRY_SET(rows, session.rows("SELECT record_id, field, value, decided_at FROM manual_value ORDER BY record_id, field"));
    return done();
  }));
  ZK_TRY(context.run_sql("profile.manual", sql::manual_table));
  for (const auto& row : rows)
    ZK_TRY(context.lake().execute("INSERT INTO profile.manual VALUES ($record_id, $field, $value, $decided_at)",
                                  {{"record_id", std::int64_t{std::stoll(row[0])}}, {"field", row[1]}, {"value", row[2]}, {"decided_at", row[3]}}));
  return static_cast<std::int64_t>(rows.size());
}

Status find_populated(flow::Context& context, Plan& plan) {
  std::vector<std::string> counts;
  for (const auto& golden : plan.fields) counts.push_back("count(" + quote_identifier(golden.field->id) + ")");
  ZK_TRY_SET(auto rows, context.lake().query("SELECT " + joined(counts, ", ") + " FROM standardise.customer"));
  for (std::size_t i = 0; i < plan.fields.size(); ++i) plan.fields[i].populated = rows.whole(0, i) > 0;
  ZK_TRY_SET(auto strong, context.lake().query("SELECT DISTINCT field FROM standardise.finding WHERE subject = 'record' AND "
                                               "severity = 'strong' AND check_id NOT IN ('clean', 'code_list', 'required')"));
  for (std::size_t i = 0; i < strong.size(); ++i) plan.strong.emplace(strong.text(i, 0));
  return done();
}

std::string address_parts() {
  std::string sum;
  for (const char* part : {"division_code", "province", "city", "district", "town", "road", "number", "building", "unit", "floor", "room", "place"})
    sum += (sum.empty() ? "" : " + ") + std::string("CAST(customer.address_") + part + " IS NOT NULL AS INTEGER)";
  return sum;
}

std::string contender_branch(const Plan& plan, const GoldenField& golden, int bit) {
  std::string join, sound = "true";
  if (plan.strong.contains(golden.field->id)) {
    join = "LEFT JOIN (SELECT DISTINCT subject_id FROM standardise.finding WHERE subject = 'record' AND severity = 'strong' AND field = " +
           quote_literal(golden.field->id) + ") AS faulty ON faulty.subject_id = contested.record_id";
    sound = "faulty.subject_id IS NULL";
  }
  return db::fill_slots(sql::contender_branch, {{"bit", std::to_string(std::int64_t{1} << bit)},
                                                {"number", std::to_string(golden.number)},
                                                {"column", quote_identifier(golden.field->id)},
                                                {"key", golden.chain.key},
                                                {"weight", golden.chain.frequency_weight},
                                                {"sound", sound},
                                                {"sound_join", join}});
}

Status overrule(flow::Context& context, const Plan& plan) {
  std::vector<std::string> fields;
  for (const auto& golden : plan.fields)
    if (golden.chain.manual) fields.push_back(golden.field->id);
  if (!plan.has_manual || fields.empty()) return done();
  ZK_TRY(context.run_sql("profile.manual_remove", sql::manual_remove, {{"fields", quoted_list(fields)}}));
  ZK_TRY(context.run_sql("profile.manual_choice", sql::manual_choice, {{"fields", quoted_list(fields)}}));
  return done();
}

}  // namespace

Result<Plan> make_plan(flow::Context& context) {
  Plan plan;
  plan.now = now_utc();
  ZK_TRY_SET(std::int64_t tables, context.lake().count(
      "SELECT count(*) FROM information_schema.tables WHERE (table_schema = 'standardise' AND table_name IN ('customer', 'event', 'finding')) "
      "OR (table_schema = 'resolve' AND table_name = 'customer')"));
  if (tables < 4) return Error{ErrorCode::conflict, "there are no resolved customers yet: run the standardise and resolve stages first"};
  for (const auto* field : context.standard().collected())
    plan.fields.push_back({field, static_cast<int>(plan.fields.size()), false, {}});
  ZK_TRY(find_populated(context, plan));
  std::set<std::string> populated;
  for (const auto& golden : plan.fields)
    if (golden.populated) populated.insert(golden.field->id);
  for (auto& golden : plan.fields) {
    ZK_TRY_SET(golden.chain, make_chain({golden.field, plan.strong.contains(golden.field->id), populated}));
  }
  plan.name_function = "zk_profile_name_" + std::to_string(context.run_id());
  ZK_TRY(context.lake().add_row_function(plan.name_function, std::make_shared<NameParts>()));
  ZK_TRY(context.lake().execute("CREATE SCHEMA IF NOT EXISTS profile"));
  ZK_TRY_SET(std::int64_t manual, copy_manual_values(context));
  plan.has_manual = manual > 0;
  return plan;
}

Status choose_values(flow::Context& context, const Plan& plan) {
  std::vector<std::string> columns, values, contested, branches, rules, names, decided;
  int bit = 0;
  for (const auto& golden : plan.fields) {
    std::string column = quote_identifier(golden.field->id), number = std::to_string(golden.number);
    decided.push_back("max(value) FILTER (WHERE field = " + quote_literal(golden.field->id) + ") AS " + column);
    if (!golden.populated) continue;
    columns.push_back("customer." + column);
    values.push_back("min(" + column + ") AS " + column);
    if (bit >= contested_max)
      return Error{ErrorCode::too_large, "more than 62 fields have values: survivorship cannot hold them apart"};
    contested.push_back("CASE WHEN min(" + column + ") <> max(" + column + ") THEN " + std::to_string(std::int64_t{1} << bit) + " ELSE 0 END");
    branches.push_back(contender_branch(plan, golden, bit++));
    rules.push_back("WHEN " + number + " THEN " + golden.chain.decided_by);
    names.push_back("WHEN " + number + " THEN " + quote_literal(golden.field->id));
  }
  if (columns.empty()) return Error{ErrorCode::conflict, "the standardised records hold no values: look at the findings"};
  ZK_TRY(context.step_sql("profile.member", sql::member));
  ZK_TRY(context.step_sql("profile.several", sql::several, {{"columns", joined(columns, ",\n  ")}, {"address_parts", address_parts()}}));
  ZK_TRY(context.step_sql("profile.agreed", sql::agreed,
                          {{"values", joined(values, ",\n  ")}, {"contested", "CAST(" + joined(contested, " + ") + " AS BIGINT)"}}));
  ZK_TRY(context.step_sql("profile.contender", sql::contender, {{"branches", joined(branches, "\nUNION ALL\n")}}));
  ZK_TRY(context.step_sql("profile.choice", sql::choice, {{"rules", "CASE won.field_no " + joined(rules, "\n    ") + " END"},
                                                          {"names", "CASE won.field_no " + joined(names, "\n    ") + " END"}}));
  ZK_TRY(overrule(context, plan));
  return context.step_sql("profile.decided", sql::decided, {{"values", joined(decided, ",\n  ")}});
}

}  // namespace zhike::profile
