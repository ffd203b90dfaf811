// SPDX-License-Identifier: Apache-2.0
#include "report/export_plan.h"

#include <algorithm>

#include "db/value.h"
#include "report/language.h"
#include "report_sql.h"

namespace zhike::report {
namespace {

struct Exportable {
  std::string_view id, schema, table, only, first_step;
};
constexpr Exportable tables[] = {
    {"customers", "profile", "customer", "TRUE", "profile"},
    {"records", "profile", "record", "TRUE", "profile"},
    {"events", "profile", "timeline", "TRUE", "profile"},
    {"findings", "standardise", "finding", "TRUE", "standardise"},
    {"lineage", "profile", "lineage", "TRUE", "profile"},
    {"rejects", "ingest", "reject", "TRUE", "ingest"},
    {"quality", "measure", "quality", "run_id = (SELECT max(run_id) FROM measure.quality)", "measure"},
};

// Headers of the columns that are no fields of the standard.
struct HeaderRow {
  std::string_view id;
  Text text;
};
constexpr HeaderRow header_rows[] = {
    {"cuid", {"客户统一编码", "CUID"}},
    {"party_type", {"客户类型", "Party type"}},
    {"records_count", {"来源记录数", "Records"}},
    {"sources_count", {"来源数", "Sources"}},
    {"event_id", {"事件编号", "Event id"}},
    {"event_type", {"事件类型", "Event type"}},
    {"source_id", {"来源", "Source"}},
    {"source_key", {"来源编号", "Source key"}},
    {"received_at", {"接收时间", "Received at"}},
    {"occurred_at", {"发生时间", "Occurred at"}},
    {"amount", {"金额", "Amount"}},
    {"channel", {"渠道", "Channel"}},
    {"properties", {"事件属性", "Properties"}},
    {"subject", {"对象", "Subject"}},
    {"subject_id", {"对象编号", "Subject id"}},
    {"field", {"字段", "Field"}},
    {"check_id", {"检查规则", "Check"}},
    {"dimension", {"质量维度", "Dimension"}},
    {"severity", {"严重程度", "Severity"}},
    {"record_id", {"来源记录编号", "Record id"}},
    {"rule", {"择优规则", "Survivorship rule"}},
    {"alternatives_count", {"候选值个数", "Alternatives"}},
    {"batch_id", {"批次", "Batch"}},
    {"line", {"行号", "Line"}},
    {"column_name", {"列名", "Column"}},
    {"reason", {"原因", "Reason"}},
    {"message", {"说明", "Message"}},
    {"fragment", {"原文片段", "Fragment"}},
    {"run_id", {"运行", "Run"}},
    {"scope", {"范围", "Scope"}},
    {"name", {"名称", "Name"}},
    {"numerator", {"分子", "Numerator"}},
    {"denominator", {"分母", "Denominator"}},
    {"ratio", {"比率", "Ratio"}},
    {"target", {"目标值", "Target"}},
    {"judgement", {"判定", "Judgement"}},
    {"previous", {"上次比率", "Previous ratio"}},
    {"coverage", {"覆盖率", "Coverage"}},
};

std::string header_of(const standard::Standard& standard, const std::string& id, HeaderLanguage wanted) {
  if (wanted == HeaderLanguage::id) return id;
  Language language = wanted == HeaderLanguage::zh ? Language::zh : Language::en;
  for (const auto& row : header_rows)
    if (row.id == id) return std::string(row.text.in(language));
  for (const auto& field : standard.fields)
    if (field.id == id) return label_in(field.label, language, id);
  return id;
}

// What must not leave unasked: values of sensitivity 4, and pieces of lines that nobody could read.
bool is_masked(const standard::Standard& standard, const std::string& table, const std::string& id) {
  if (table == "reject") return id == "fragment";
  if (table != "customer") return false;
  return std::any_of(standard.fields.begin(), standard.fields.end(),
                     [&](const auto& field) { return field.id == id && field.sensitivity >= 4; });
}

// 110***********1234: the ends tell people apart at the desk, the middle stays closed. Short values close altogether.
std::string mask_sql(const std::string& column, const std::string& type) {
  if (type != "VARCHAR") return "CASE WHEN " + column + " IS NOT NULL THEN '****' END";
  return "CASE WHEN length(" + column + ") > 12 THEN " + column + "[:3] || repeat('*', length(" + column + ") - 7) || " + column +
         "[-4:] WHEN " + column + " IS NOT NULL THEN '****' END";
}

// Times leave in UTC with a Z, whatever the session's zone is.
std::string text_sql(const std::string& value, const std::string& type) {
  if (type == "VARCHAR") return value;
  if (type == "TIMESTAMP WITH TIME ZONE") return "strftime(make_timestamp(epoch_us(" + value + ")), '%Y-%m-%dT%H:%M:%SZ')";
  return "CAST(" + value + " AS VARCHAR)";
}

// Rows tells apart the types an Excel file has; the rest goes out as text.
std::string stored_sql(const std::string& value, const std::string& type) {
  static constexpr std::string_view plain[] = {"VARCHAR", "BIGINT", "INTEGER", "SMALLINT", "TINYINT", "DOUBLE", "FLOAT",
                                               "BOOLEAN", "DATE", "TIMESTAMP WITH TIME ZONE", "TIMESTAMP", "UBIGINT", "UINTEGER"};
  bool known = std::find(std::begin(plain), std::end(plain), type) != std::end(plain);
  if (type.starts_with("DECIMAL")) return "CAST(" + value + " AS DOUBLE)";
  return known ? value : "CAST(" + value + " AS VARCHAR)";
}

// Pages go by row id, which a view has not.
Status make_readable_by_pages(db::Connection& lake, const std::string& schema, const std::string& table, ExportPlan& plan) {
  ZK_TRY_SET(std::int64_t is_view, lake.count(sql::export_is_view, {{"schema_name", schema}, {"table_name", table}}));
  if (is_view == 0) return done();
  ZK_TRY(lake.execute(db::fill_slots(sql::export_rows, {{"table", plan.table}})));
  plan.table = "temp.main.report_export";
  return done();
}

}  // namespace

std::vector<std::string_view> exportable() {
  std::vector<std::string_view> ids;
  for (const auto& row : tables) ids.push_back(row.id);
  return ids;
}

Result<ExportPlan> make_export_plan(db::Connection& lake, const standard::Standard& standard, const ExportOptions& options) {
  auto found = std::find_if(std::begin(tables), std::end(tables), [&](const auto& row) { return row.id == options.what; });
  if (found == std::end(tables))
    return Error{ErrorCode::bad_request, "there is no table \"" + options.what + "\" to export; known are customers, records, events, findings, lineage, rejects, quality"};
  ZK_TRY_SET(db::Rows columns, lake.query(sql::export_columns, {{"schema_name", std::string(found->schema)}, {"table_name", std::string(found->table)}}));
  if (columns.empty())
    return Error{ErrorCode::not_found, options.what + " have not been made yet; run `zhike run " + std::string(found->first_step) + "` first"};
  ExportPlan plan;
  plan.table = std::string(found->schema) + "." + std::string(found->table);
  plan.only = found->only;
  ZK_TRY(make_readable_by_pages(lake, std::string(found->schema), std::string(found->table), plan));
  for (std::size_t i = 0; i < columns.size(); ++i) {
    std::string id(columns.text(i, 0)), type(columns.text(i, 1)), name = db::quote_identifier(id);
    ExportColumn column{id, header_of(standard, id, options.headers), stored_sql(name, type), text_sql(name, type), false};
    if (!options.unmask && is_masked(standard, std::string(found->table), id)) {
      column.sql = column.text_sql = mask_sql(name, type);
      column.masked = true;
    }
    plan.columns.push_back(std::move(column));
  }
  ZK_TRY_SET(plan.rows_end, lake.count(db::fill_slots(sql::export_end, {{"table", plan.table}})));
  return plan;
}

Result<db::Rows> read_page(db::Connection& lake, const ExportPlan& plan, std::int64_t first, std::int64_t last, bool as_text) {
  std::string columns;
  for (const auto& column : plan.columns)
    columns += (columns.empty() ? "" : ",\n  ") + (as_text ? column.text_sql : column.sql) + " AS " + db::quote_identifier(column.id);
  return lake.query(db::fill_slots(sql::export_page, {{"columns", columns}, {"table", plan.table}, {"only", plan.only}}),
                    {{"first", first}, {"last", last}});
}

Status write_parquet(db::Connection& lake, const ExportPlan& plan, const std::string& file, ExportSummary& summary) {
  std::string columns;
  for (const auto& column : plan.columns)
    columns += (columns.empty() ? "" : ",\n    ") + column.sql + " AS " + db::quote_identifier(column.id);
  ZK_TRY_SET(summary.rows, lake.count(db::fill_slots(sql::export_parquet, {{"columns", columns}, {"table", plan.table}, {"only", plan.only},
                                                                           {"file", db::quote_literal(file)}})));
  return done();
}

}  // namespace zhike::report
