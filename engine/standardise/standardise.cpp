// SPDX-License-Identifier: Apache-2.0
// Builds the SQL around the two row functions; everything is swapped in by one transaction.
#include "standardise/standardise.h"

#include "base/clock.h"
#include "standardise/changes.h"
#include "standardise/event_cleaner.h"
#include "standardise/identifier_cleaner.h"
#include "standardise/row_cleaner.h"
#include "standardise_sql.h"

namespace zhike::standardise {
namespace {

using db::quote_identifier;
using db::quote_literal;

std::string joined(const std::vector<std::string>& parts, std::string_view between) {
  std::string out;
  for (const auto& part : parts) {
    if (!out.empty()) out += between;
    out += part;
  }
  return out;
}

// The functions of one run; DuckDB keeps functions as long as the lake is open, so each run has names of its own.
struct Work {
  std::shared_ptr<RowCleaner> rows;
  std::shared_ptr<EventCleaner> events;
  FindingKinds kinds;
  CarriedFields carried;
  bool has_recorded_at = false;
  std::string record_function, event_function, identifier_function;
};

Result<std::vector<std::string>> columns_of(db::Connection& lake, const std::string& schema, const std::string& table) {
  ZK_TRY_SET(auto rows, lake.query("SELECT column_name FROM information_schema.columns WHERE table_schema = $schema AND "
                                   "table_name = $table ORDER BY ordinal_position",
                                   {{"schema", schema}, {"table", table}}));
  std::vector<std::string> names;
  for (std::size_t i = 0; i < rows.size(); ++i) names.emplace_back(rows.text(i, 0));
  return names;
}

Result<CarriedFields> find_carried(flow::Context& context, const std::vector<std::string>& columns) {
  std::vector<std::string> counts, ids;
  for (const auto* field : context.standard().collected()) {
    if (std::find(columns.begin(), columns.end(), field->id) == columns.end()) continue;
    ids.push_back(field->id);
    counts.push_back("count(" + quote_identifier(field->id) + ")");
  }
  CarriedFields carried;
  if (ids.empty()) return carried;
  ZK_TRY_SET(auto rows, context.lake().query(db::fill_slots(sql::carried, {{"counts", joined(counts, ",\n  ")}})));
  for (std::size_t row = 0; row < rows.size(); ++row) {
    auto& fields = carried[std::string(rows.text(row, 0))];
    for (std::size_t i = 0; i < ids.size(); ++i)
      if (rows.whole(row, i + 1) > 0) fields.insert(ids[i]);
  }
  return carried;
}

Result<Work> prepare(flow::Context& context) {
  Work work;
  auto& lake = context.lake();
  ZK_TRY_SET(auto columns, columns_of(lake, "ingest", "record"));
  if (columns.empty()) return Error{ErrorCode::conflict, "there are no customer records yet: import a file first"};
  work.has_recorded_at = std::find(columns.begin(), columns.end(), "recorded_at") != columns.end();
  ZK_TRY_SET(work.carried, find_carried(context, columns));
  ZK_TRY_SET(work.rows, RowCleaner::make(context.standard(), work.carried, work.kinds));
  ZK_TRY_SET(work.events, EventCleaner::make(context.standard(), now_utc(), work.kinds));
  ZK_TRY_SET(auto identifiers, IdentifierCleaner::make(context.standard()));
  std::string run = std::to_string(context.run_id());
  work.record_function = "zk_standardise_record_" + run;
  work.event_function = "zk_standardise_event_" + run;
  work.identifier_function = "zk_standardise_identifier_" + run;
  ZK_TRY(lake.add_row_function(work.record_function, work.rows));
  ZK_TRY(lake.add_row_function(work.event_function, work.events));
  ZK_TRY(lake.add_row_function(work.identifier_function, identifiers));
  ZK_TRY(lake.execute("CREATE SCHEMA IF NOT EXISTS standardise"));
  return work;
}

// The rows, all of them or those that changed; and the view over them.
Status make_customers(flow::Context& context, const Work& work, bool whole) {
  bool kept = false;
  if (!whole) {
    ZK_TRY_SET(kept, find_changes(context, work.carried));
  }
  if (kept) ZK_TRY(context.run_sql("standardise.forget_changed", sql::forget_changed));
  std::vector<std::string> arguments{"record.source_id", "record.entity", work.has_recorded_at ? "record.recorded_at" : "NULL"};
  // Not every field looked at is a column of ingest.record: the standard may be newer than the table.
  ZK_TRY_SET(auto columns, columns_of(context.lake(), "ingest", "record"));
  for (const auto& id : work.rows->fields()) {
    bool exists = std::find(columns.begin(), columns.end(), id) != columns.end();
    arguments.push_back(exists ? "record." + quote_identifier(id) : "NULL");
  }
  std::vector<std::string> stored, shown;
  const auto& fields = work.rows->fields();
  for (const auto* field : context.standard().collected()) {
    std::string column = quote_identifier(field->id);
    bool looked_at = std::find(fields.begin(), fields.end(), field->id) != fields.end();
    if (looked_at) stored.push_back("clean." + column + " AS " + column);
    shown.push_back(looked_at ? column : "CAST(NULL AS " + std::string(standard::sql_type_of(field->type)) + ") AS " + column);
  }
  ZK_TRY(context.step_sql("standardise.customer", sql::customer,
                          {{"begin", kept ? "INSERT INTO standardise.customer_stored BY NAME" : "CREATE OR REPLACE TABLE standardise.customer_stored AS"},
                           {"among", kept ? "record.record_id IN (SELECT record_id FROM standardise_changed)" : "TRUE"},
                           {"function", work.record_function},
                           {"arguments", joined(arguments, ", ")},
                           {"columns", joined(stored, ",\n  ")},
                           {"run_id", std::to_string(context.run_id())}}));
  ZK_TRY(keep_basis(context, work.carried));
  ZK_TRY_SET(std::int64_t is_table, context.lake().count(sql::customer_is_table));
  if (is_table > 0) ZK_TRY(context.run_sql("standardise.drop_customer", sql::drop_customer));
  ZK_TRY(context.run_sql("standardise.customer_view", sql::customer_view, {{"columns", joined(shown, ",\n  ")}}));
  return done();
}

Status link_events(flow::Context& context, const Work& work) {
  return context.step("standardise.event_link", [&]() -> Result<std::int64_t> {
    ZK_TRY_SET(std::int64_t unlinked, context.run_sql("standardise.event_unlinked", sql::event_unlinked));
    if (unlinked == 0) return std::int64_t{0};
    std::vector<std::string> branches;
    for (const char* type : {"wechat_unionid", "mobile", "email", "device_id"})
      branches.push_back("SELECT " + quote_literal(type) + " AS type, " + quote_identifier(type) +
                         " AS value, record_id FROM standardise.customer");
    return context.run_sql("standardise.event_link", sql::event_link,
                           {{"identifiers", joined(branches, " UNION ALL ")}, {"function", work.identifier_function}});
  });
}

Status make_findings(flow::Context& context, const Work& work) {
  std::vector<std::string> rows;
  for (std::size_t i = 0; i < work.kinds.size(); ++i) {
    const auto& kind = work.kinds[i];
    rows.push_back("(" + std::to_string(i) + ", " + quote_literal(kind.field) + ", " + quote_literal(kind.check_id) + ", " +
                   quote_literal(kind.dimension) + ", " + quote_literal(kind.severity) + ")");
  }
  ZK_TRY(context.run_sql("standardise.finding_kind", sql::finding_kind, {{"kinds", joined(rows, ",\n  ")}}));
  return context.step_sql("standardise.finding", sql::finding);
}

Status make_compared_view(flow::Context& context) {
  ZK_TRY_SET(auto columns, columns_of(context.lake(), "ingest", "record"));
  std::vector<std::string> branches;
  for (const auto* field : context.standard().collected()) {
    if (std::find(columns.begin(), columns.end(), field->id) == columns.end()) continue;
    std::string column = quote_identifier(field->id);
    branches.push_back("SELECT raw.record_id, " + quote_literal(field->id) + " AS field, raw." + column +
                       " AS raw, CAST(customer." + column + " AS VARCHAR) AS clean FROM ingest.record AS raw "
                       "JOIN standardise.customer AS customer ON customer.record_id = raw.record_id WHERE raw." + column +
                       " IS NOT NULL OR customer." + column + " IS NOT NULL");
  }
  if (branches.empty())
    branches.push_back("SELECT 0::BIGINT AS record_id, '' AS field, '' AS raw, '' AS clean WHERE false");
  ZK_TRY(context.run_sql("standardise.compared", sql::compared, {{"branches", joined(branches, "\nUNION ALL\n")}}));
  return done();
}

Status make_event_views(flow::Context& context) {
  for (const auto& type : context.standard().event_types) {
    std::vector<std::string> properties;
    for (const auto& property : type.properties) {
      // Amount and channel stand beside them already, under these names.
      std::string name = property.id == "amount" || property.id == "channel" ? property.id + "_property" : property.id;
      std::string path = quote_literal("$." + quote_identifier(property.id));
      properties.push_back("TRY_CAST(json_extract_string(properties, " + path + ") AS " +
                           std::string(standard::sql_type_of(property.type)) + ") AS " + quote_identifier(name));
    }
    if (properties.empty()) properties.push_back("properties");
    ZK_TRY(context.run_sql("standardise.event_view", sql::event_view,
                           {{"view", quote_identifier("event_" + type.id)},
                            {"properties", joined(properties, ",\n  ")},
                            {"type", quote_literal(type.id)}}));
  }
  return done();
}

}  // namespace

Status run(flow::Context& context, bool whole) {
  Work work;
  ZK_TRY(context.step("standardise.prepare", [&]() -> Result<std::int64_t> {
    ZK_TRY_SET(work, prepare(context));
    return static_cast<std::int64_t>(work.rows->fields().size());
  }));
  return context.lake().transaction([&]() -> Status {
    ZK_TRY(make_customers(context, work, whole));
    ZK_TRY(context.step_sql("standardise.event", sql::event, {{"function", work.event_function}}));
    ZK_TRY(link_events(context, work));
    ZK_TRY(make_findings(context, work));
    ZK_TRY(context.run_sql("standardise.address", sql::address));
    ZK_TRY(make_compared_view(context));
    return make_event_views(context);
  });
}

}  // namespace zhike::standardise
