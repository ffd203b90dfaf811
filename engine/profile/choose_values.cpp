// SPDX-License-Identifier: Apache-2.0
// The records are read into memory, chosen there, and written from there.
#include "base/clock.h"
#include "profile/golden.h"
#include "profile/golden_sources.h"
#include "profile/name_parts.h"
#include "profile/sql_text.h"
#include "profile/survivorship.h"
#include "profile_sql.h"

namespace zhike::profile {
namespace {

using db::quote_identifier;
using db::quote_literal;

// Records of one part of the survivorship step, all in memory at once: a gigabyte.
constexpr std::int64_t part_records = 4'000'000;

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

// Asking for one value each ends at the first; counting them reads every text of every column.
Status find_populated(flow::Context& context, Plan& plan) {
  std::vector<std::string> asked;
  for (const auto& golden : plan.fields)
    asked.push_back("EXISTS (FROM standardise.customer WHERE " + quote_identifier(golden.field->id) + " IS NOT NULL)");
  ZK_TRY_SET(auto rows, context.lake().query("SELECT " + joined(asked, ", ")));
  for (std::size_t i = 0; i < plan.fields.size(); ++i) plan.fields[i].populated = rows.whole(0, i) != 0;
  return done();
}

Result<FaultyRecords> read_faulty(flow::Context& context) {
  FaultyRecords faulty;
  ZK_TRY_SET(auto rows, context.lake().query(sql::faulty));
  for (std::size_t i = 0; i < rows.size(); ++i) faulty[std::string(rows.text(i, 1))].insert(rows.whole(i, 0));
  return faulty;
}

// One part of the customers: read, chosen, and written, or kept in memory when there is no other part.
Result<std::int64_t> choose_part(flow::Context& context, Plan& plan, const FaultyRecords& faulty, std::int64_t parts, std::int64_t part) {
  auto& lake = context.lake();
  ZK_TRY_SET(std::int64_t threads, lake.count("SELECT current_setting('threads')"));
  ZK_TRY_SET(auto loaded, Candidates::load(context, plan, parts, part));
  auto chosen = std::make_shared<Chosen>(choose(plan, std::move(loaded), faulty, static_cast<int>(threads)));
  std::string suffix = std::to_string(context.run_id()) + "_" + std::to_string(part);
  std::string choice_source = "zk_profile_choice_" + suffix, merged_source = "zk_profile_merged_" + suffix;
  ZK_TRY(lake.add_source(choice_source, std::make_shared<ChoiceSource>(plan, *chosen, static_cast<int>(threads))));
  ZK_TRY(lake.add_source(merged_source, std::make_shared<MergedSource>(plan, *chosen, static_cast<int>(threads))));
  {
    db::AnyOrder any(lake);
    ZK_TRY(context.run_sql("profile.choice", sql::choice, {{"source", choice_source}}));
  }
  if (parts == 1) {
    plan.merged = merged_source + "()";
    plan.chosen = chosen;
    return static_cast<std::int64_t>(chosen->candidates->customers());
  }
  ZK_TRY(context.run_sql("profile.merged", sql::merged,
                         {{"begin", part == 0 ? "CREATE OR REPLACE TEMP TABLE profile_merged AS" : "INSERT INTO profile_merged"}, {"source", merged_source}}));
  return static_cast<std::int64_t>(chosen->candidates->customers());
}

Status overrule(flow::Context& context, const Plan& plan) {
  std::vector<std::string> fields;
  for (const auto& golden : plan.fields)
    if (golden.chain.manual()) fields.push_back(golden.field->id);
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
    plan.fields.push_back({field, false, {}});
  ZK_TRY(find_populated(context, plan));
  for (auto& golden : plan.fields) {
    ZK_TRY_SET(golden.chain, Chain::make(*golden.field));
  }
  plan.name_function = "zk_profile_name_" + std::to_string(context.run_id());
  ZK_TRY(context.lake().add_row_function(plan.name_function, std::make_shared<NameParts>()));
  ZK_TRY(context.lake().execute("CREATE SCHEMA IF NOT EXISTS profile"));
  ZK_TRY_SET(std::int64_t manual, copy_manual_values(context));
  plan.has_manual = manual > 0;
  return plan;
}

Status choose_values(flow::Context& context, Plan& plan) {
  bool any = false;
  for (const auto& golden : plan.fields) any = any || golden.populated;
  if (!any) return Error{ErrorCode::conflict, "the standardised records hold no values: look at the findings"};
  ZK_TRY(context.run_sql("profile.choice_table", sql::choice_table));
  ZK_TRY(context.step("profile.choice", [&]() -> Result<std::int64_t> {
    ZK_TRY_SET(std::int64_t records, context.lake().count("SELECT count(*) FROM resolve.customer"));
    ZK_TRY_SET(auto faulty, read_faulty(context));
    std::int64_t customers = 0, parts = records / part_records + 1;
    for (std::int64_t part = 0; part < parts; ++part) {
      ZK_TRY_SET(std::int64_t chosen, choose_part(context, plan, faulty, parts, part));
      customers += chosen;
    }
    return customers;
  }));
  ZK_TRY(overrule(context, plan));
  std::vector<std::string> decided;
  for (const auto& golden : plan.fields) {
    std::string column = quote_identifier(golden.field->id);
    decided.push_back("max(value) FILTER (WHERE field = " + quote_literal(golden.field->id) + ") AS " + column);
  }
  return context.step_sql("profile.decided", sql::decided, {{"values", joined(decided, ",\n  ")}});
}

}  // namespace zhike::profile
