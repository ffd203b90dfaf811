// SPDX-License-Identifier: Apache-2.0
// One column per field of the standard: chosen, agreed, or worked out from the others and from events.
#include "profile/activity.h"
#include "profile/golden.h"
#include "profile/sql_text.h"
#include "profile_sql.h"

namespace zhike::profile {
namespace {

using db::quote_identifier;
using db::quote_literal;

std::string missing(const standard::Field& field) { return "CAST(NULL AS " + std::string(standard::sql_type_of(field.type)) + ")"; }

// Whether some golden record may have a value of this collected field; the columns of the others are not carried along.
bool is_carried(const Plan& plan, const standard::Field& field) {
  return plan.has_manual || std::any_of(plan.fields.begin(), plan.fields.end(), [&](const GoldenField& golden) {
    return golden.populated && golden.field->id == field.id;
  });
}

// A derived field over the columns of sql/customer.sql's `named` and `activity`.
std::string derived_value(const standard::Field& field, const Plan& plan, bool from_events) {
  const std::string& verb = field.derive.name;
  std::string column = quote_identifier(field.id);
  if (from_events) {
    std::string value = "activity." + column;
    if (verb == "count") value = "COALESCE(" + value + ", 0)";
    return field.collected && is_carried(plan, field) ? "COALESCE(named." + column + ", " + value + ")" : value;
  }
  if (field.collected) return is_carried(plan, field) ? "named." + column : missing(field);
  if (verb == "name_part") return "named.parts.family";
  if (verb == "name_key") return "named.parts.key";
  if (field.id == "household_id") return "kin.household";
  if (verb == "party_letter") return "left(named.cuid, 1)";
  if (verb == "age_class") {
    auto from = field.derive.arguments.find("from");
    if (from == field.derive.arguments.end()) return missing(field);
    std::string birth = "named." + quote_identifier(from->second);
    std::string age = "date_sub('year', " + birth + ", CAST(" + quote_literal(plan.now.substr(0, 10)) + " AS DATE))";
    return "CASE WHEN " + birth + " IS NULL THEN NULL WHEN " + age + " < 14 THEN '1' WHEN " + age + " < 18 THEN '2' ELSE '0' END";
  }
  // A contact point is known from the first time any record brought it; its end is not known before a newer one comes.
  if (field.id == "contact_valid_period")
    return "CASE WHEN named.first_recorded_at IS NOT NULL AND (named.mobile IS NOT NULL OR named.email IS NOT NULL OR named.address_detail IS NOT NULL) "
           "THEN '{\"from\":\"' || strftime(named.first_recorded_at, '%Y-%m-%d') || '\",\"to\":null}' END";
  return missing(field);
}

// Fields that the golden record fills by itself or that later rooms make: they say nothing about the data's quality.
bool counts_for_quality(const standard::Field& field) {
  const std::string& verb = field.derive.name;
  return verb != "registry" && verb != "quality_score" && verb != "golden_state" && verb != "from_room" && verb != "party_letter";
}

Result<std::string> quality_score(const standard::Standard& standard) {
  std::vector<std::string> expected, present;
  for (const auto& field : standard.fields) {
    if (field.required == "optional" || !counts_for_quality(field)) continue;
    ZK_TRY_SET(std::string when, expected_when(field, "derived."));
    expected.push_back("CAST((" + when + ") AS INTEGER)");
    present.push_back("CAST((" + when + " AND derived." + quote_identifier(field.id) + " IS NOT NULL) AS INTEGER)");
  }
  return "round(100.0 * greatest(0, " + joined(present, " + ") + " - COALESCE(fault.faults_count, 0)) / nullif(" +
         joined(expected, " + ") + ", 0), 2)";
}

// A name alone never tells one person from another: such a customer stays unresolved.
std::string golden_status(const standard::Standard& standard) {
  std::vector<std::string> known;
  for (const auto& field : standard.fields)
    for (std::string_view kind : {"identifier", "phone", "email", "address", "date"})
      if (field.match_kind == kind && field.id != "cuid") known.push_back("derived." + quote_identifier(field.id));
  for (const auto& field : standard.fields)
    if (field.collected && field.identity == "direct" && field.match_kind == "none") known.push_back("derived." + quote_identifier(field.id));
  return known.empty() ? "'30'" : "CASE WHEN COALESCE(" + [&] {
    std::vector<std::string> texts;
    for (const auto& column : known) texts.push_back("CAST(" + column + " AS VARCHAR)");
    return joined(texts, ", ");
  }() + ") IS NULL THEN '40' ELSE '30' END";
}

}  // namespace

Status make_customers(flow::Context& context, const Plan& plan) {
  const auto& standard = context.standard();
  ZK_TRY_SET(std::int64_t events, context.lake().count("SELECT count(*) FROM standardise.event"));
  std::vector<std::string> values, base{"named.cuid", "named.records_count", "named.sources_count"}, derived, columns, shown;
  for (const auto& golden : plan.fields) {
    std::string column = quote_identifier(golden.field->id), type(standard::sql_type_of(golden.field->type));
    std::string chosen = golden.populated ? "chosen." + column : missing(*golden.field);
    if (plan.has_manual) chosen = "COALESCE(TRY_CAST(decided." + column + " AS " + type + "), " + chosen + ")";
    values.push_back(chosen + " AS " + column);
  }
  auto from_events = activity_fields(standard);
  columns = {"derived.cuid", "CAST(derived.records_count AS INTEGER) AS records_count", "CAST(derived.sources_count AS INTEGER) AS sources_count"};
  for (const auto& field : standard.fields) {
    if (field.id == "cuid") continue;
    std::string column = quote_identifier(field.id), value = missing(field);
    if (field.derive.name == "quality_score") {
      ZK_TRY_SET(std::string score, quality_score(standard));
      derived.push_back(missing(field) + " AS " + column);
      columns.push_back(score + " AS " + column);
    } else if (field.derive.name == "golden_state") {
      derived.push_back("'30' AS " + column);
      columns.push_back(golden_status(standard) + " AS " + column);
    } else {
      bool events_tell = events > 0 && std::find(from_events.begin(), from_events.end(), field.id) != from_events.end();
      value = field.id == "party_type" ? "left(named.cuid, 1)" : derived_value(field, plan, events_tell);
      derived.push_back(value + " AS " + column);
      if (value == missing(field)) {
        shown.push_back(value + " AS " + column);
        continue;
      }
      columns.push_back("derived." + column);
    }
    shown.push_back(column);
  }
  std::vector<std::string> judged;
  for (const auto& field : standard.fields)
    if (field.required != "optional" && counts_for_quality(field)) judged.push_back(field.id);
  ZK_TRY(context.step_sql("profile.activity", sql::activity, activity_slots(standard), {{"now", plan.now}}));
  ZK_TRY(context.step_sql("profile.fault", sql::fault, {{"fields", quoted_list(judged)}}));
  ZK_TRY(context.step_sql("profile.customer", sql::customer,
                          {{"values", joined(values, ",\n    ")},
                           {"merged", plan.merged},
                           {"name_function", plan.name_function + "(full_name, left(cuid, 1))"},
                           {"base", joined(base, ",\n    ")},
                           {"derived", joined(derived, ",\n    ")},
                           {"columns", joined(columns, ",\n  ")}}));
  ZK_TRY_SET(std::int64_t is_table, context.lake().count(sql::customer_is_table));
  if (is_table > 0) ZK_TRY(context.run_sql("profile.drop_customer", sql::drop_customer));
  ZK_TRY(context.run_sql("profile.customer_view", sql::customer_view, {{"columns", joined(shown, ",\n  ")}}));
  return done();
}

}  // namespace zhike::profile
