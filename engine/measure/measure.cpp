// SPDX-License-Identifier: Apache-2.0
#include "measure/measure.h"

#include <charconv>

#include "base/clock.h"
#include "db/value.h"
#include "measure/kept_quality.h"
#include "measure/quality_counts.h"
#include "measure/quality_rows.h"
#include "measure_sql.h"

namespace zhike::measure {
namespace {

Result<std::set<std::string>> columns_of(db::Connection& lake, std::string_view schema, std::string_view table) {
  ZK_TRY_SET(db::Rows rows, lake.query(sql::quality_columns, {{"schema_name", std::string(schema)}, {"table_name", std::string(table)}}));
  std::set<std::string> columns;
  for (std::size_t i = 0; i < rows.size(); ++i) columns.emplace(rows.text(i, 0));
  return columns;
}

std::string number_sql(const std::optional<double>& value) {
  if (!value) return "NULL";
  char text[40];
  auto end = std::to_chars(text, text + sizeof text, *value, std::chars_format::scientific).ptr;
  return std::string(text, end);
}

std::string values_sql(std::int64_t run_id, const QualityRow& row) {
  std::string judgement = judgement_of(row);
  return "(" + std::to_string(run_id) + ", " + db::quote_literal(row.dimension) + ", " + db::quote_literal(row.scope) + ", " +
         db::quote_literal(row.name) + ", " + std::to_string(row.numerator) + ", " + std::to_string(row.denominator) + ", " +
         number_sql(row.ratio) + ", " + number_sql(row.target) + ", " + (judgement.empty() ? "NULL" : db::quote_literal(judgement)) +
         ", " + number_sql(row.previous) + ", " + number_sql(row.coverage) + ")";
}

Status take_previous(db::Connection& lake, std::int64_t run_id, std::vector<QualityRow>& rows) {
  ZK_TRY_SET(db::Rows before, lake.query(sql::quality_previous, {{"run_id", run_id}}));
  std::map<std::string, double> ratios;
  for (std::size_t i = 0; i < before.size(); ++i)
    ratios[std::string(before.text(i, 0)) + "|" + std::string(before.text(i, 1)) + "|" + std::string(before.text(i, 2))] = before.number(i, 3);
  for (auto& row : rows)
    if (auto found = ratios.find(key_of(row)); found != ratios.end()) row.previous = found->second;
  return done();
}

// What the three parts of the measurement hand on to each other.
struct Measurement {
  Plan plan;
  Counts counts;
  bool resolved = false;
};

Result<std::int64_t> count(db::Connection& lake, const standard::Standard& standard, const std::string& now, Measurement& work) {
  ZK_TRY_SET(auto records, columns_of(lake, "standardise", "customer"));
  ZK_TRY_SET(auto customers, columns_of(lake, "profile", "customer"));
  ZK_TRY_SET(auto resolved, columns_of(lake, "resolve", "customer"));
  if (records.empty()) return Error{ErrorCode::bad_request, "there are no standardised records to measure; run `zhike run standardise` first"};
  work.plan = make_plan(standard, records, customers);
  work.resolved = !resolved.empty();
  ZK_TRY_SET(work.counts, count_records(lake, work.plan, now));
  if (!customers.empty()) ZK_TRY(count_customers(lake, work.plan, work.counts));
  return static_cast<std::int64_t>(work.plan.fields.size());
}

Result<std::int64_t> agree(db::Connection& lake, Measurement& work) {
  if (work.resolved) ZK_TRY(count_agreement(lake, work.plan, work.counts));
  return static_cast<std::int64_t>(work.counts.sources.size());
}

Status put_rows(db::Connection& lake, std::int64_t run_id, const std::vector<QualityRow>& rows) {
  std::string values;
  for (const auto& row : rows) values += (values.empty() ? "" : ",\n  ") + values_sql(run_id, row);
  return lake.transaction([&]() -> Status {
    ZK_TRY(lake.execute(sql::quality_replace, {{"run_id", run_id}}));
    return lake.execute(db::fill_slots(sql::quality_insert, {{"rows", values}}));
  });
}

Status make_table(db::Connection& lake) {
  ZK_TRY(lake.execute(sql::quality_schema));
  return lake.execute(sql::quality_table);
}

// Puts the rows of this run into the lake, each with the ratio of the run before, and hands them on.
Result<std::vector<QualityRow>> put_quality(db::Connection& lake, std::int64_t run_id, const Measurement& work) {
  std::vector<QualityRow> rows = quality_rows(work.plan, work.counts);
  ZK_TRY(take_previous(lake, run_id, rows));
  ZK_TRY(put_rows(lake, run_id, rows));
  return rows;
}

// After a rebuild the lake knows nothing of the run before.
Status bring_back_last(const ledger::Ledger& ledger, db::Connection& lake, std::int64_t run_id) {
  ZK_TRY_SET(const auto last, last_kept_run(ledger, run_id));
  if (last == 0) return done();
  ZK_TRY_SET(const auto held, lake.query(sql::quality_held, {{"run_id", last}}));
  if (held.whole(0, 0) > 0) return done();
  ZK_TRY_SET(const auto rows, kept_quality(ledger, last));
  return put_rows(lake, last, rows);
}

Result<std::int64_t> write(flow::Context& context, const Measurement& work) {
  db::Connection& lake = context.lake();
  auto& ledger = context.workspace().ledger();
  ZK_TRY(make_table(lake));
  ZK_TRY(bring_back_last(ledger, lake, context.run_id()));
  ZK_TRY_SET(const auto rows, put_quality(lake, context.run_id(), work));
  ZK_TRY(keep_quality(ledger, context.run_id(), rows));
  return static_cast<std::int64_t>(rows.size());
}

}  // namespace

Result<std::int64_t> measure_quality(db::Connection& lake, const standard::Standard& standard, const QualityOptions& options) {
  Measurement work;
  ZK_TRY(count(lake, standard, options.now.empty() ? now_utc() : options.now, work));
  ZK_TRY(agree(lake, work));
  ZK_TRY(make_table(lake));
  ZK_TRY_SET(const auto rows, put_quality(lake, options.run_id, work));
  return static_cast<std::int64_t>(rows.size());
}

Status run(flow::Context& context) {
  Measurement work;
  db::Connection& lake = context.lake();
  ZK_TRY(context.step("quality.count", [&] { return count(lake, context.standard(), now_utc(), work); }));
  ZK_TRY(context.step("quality.agree", [&] { return agree(lake, work); }));
  return context.step("quality.write", [&] { return write(context, work); });
}

}  // namespace zhike::measure
