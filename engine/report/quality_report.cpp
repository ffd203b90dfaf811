// SPDX-License-Identifier: Apache-2.0
#include "report/quality_report.h"

#include <algorithm>

#include "base/clock.h"
#include "ledger/ledger.h"
#include "report/number_text.h"
#include "report_sql.h"

namespace zhike::report {
namespace {

Result<bool> exists(db::Connection& lake, const char* schema, const char* table) {
  ZK_TRY_SET(db::Rows columns, lake.query(sql::export_columns, {{"schema_name", std::string(schema)}, {"table_name", std::string(table)}}));
  return !columns.empty();
}

std::optional<double> optional_number(const db::Rows& rows, std::size_t row, std::size_t column) {
  if (rows.is_null(row, column)) return std::nullopt;
  return rows.number(row, column);
}

Status read_measured(db::Connection& lake, QualityReport& report) {
  ZK_TRY_SET(db::Rows rows, lake.query(sql::report_rows));
  for (std::size_t i = 0; i < rows.size(); ++i) {
    report.run_id = rows.whole(i, 0);
    report.measured.push_back({rows.display(i, 1), rows.display(i, 2), rows.display(i, 3), rows.whole(i, 4), rows.whole(i, 5),
                               optional_number(rows, i, 6), optional_number(rows, i, 7), optional_number(rows, i, 9),
                               optional_number(rows, i, 10), rows.display(i, 8)});
  }
  if (report.measured.empty()) return Error{ErrorCode::not_found, "no run has measured quality yet; run `zhike run` first"};
  return done();
}

Status read_counted(db::Connection& lake, std::string_view statement, std::vector<Counted>& into, std::int64_t& total) {
  ZK_TRY_SET(db::Rows rows, lake.query(statement));
  for (std::size_t i = 0; i < rows.size(); ++i) {
    into.push_back({rows.display(i, 0), rows.whole(i, 1)});
    total += rows.whole(i, 1);
  }
  return done();
}

Status read_intake(db::Connection& lake, QualityReport& report) {
  ZK_TRY_SET(bool sources, exists(lake, "ingest", "source"));
  ZK_TRY_SET(bool batches, exists(lake, "ingest", "batch"));
  if (sources && batches) {
    ZK_TRY_SET(db::Rows rows, lake.query(sql::report_sources));
    for (std::size_t i = 0; i < rows.size(); ++i) {
      report.sources.push_back({rows.display(i, 0), rows.display(i, 1), rows.display(i, 2), rows.display(i, 7), rows.whole(i, 3),
                                rows.whole(i, 4), rows.whole(i, 5), rows.whole(i, 6)});
      report.records += rows.whole(i, 4);
    }
  }
  ZK_TRY_SET(bool rejects, exists(lake, "ingest", "reject"));
  if (rejects) ZK_TRY(read_counted(lake, sql::report_rejects, report.reject_reasons, report.rejects));
  ZK_TRY_SET(bool findings, exists(lake, "standardise", "finding"));
  if (!findings) return done();
  ZK_TRY_SET(report.findings, lake.count(sql::report_findings_total));
  ZK_TRY_SET(db::Rows rows, lake.query(sql::report_findings));
  for (std::size_t i = 0; i < rows.size(); ++i)
    report.worst_checks.push_back({rows.display(i, 0), rows.display(i, 1), rows.display(i, 2), rows.display(i, 3), rows.whole(i, 4)});
  return done();
}

Status read_pairs(db::Connection& lake, std::string_view statement, std::vector<std::pair<std::int64_t, std::int64_t>>& into) {
  ZK_TRY_SET(db::Rows rows, lake.query(statement));
  for (std::size_t i = 0; i < rows.size(); ++i) into.emplace_back(rows.whole(i, 0), rows.whole(i, 1));
  return done();
}

Status read_customers(db::Connection& lake, QualityReport& report) {
  ZK_TRY_SET(bool resolved, exists(lake, "resolve", "customer"));
  report.resolved = resolved;
  if (resolved) {
    ZK_TRY_SET(db::Rows rows, lake.query(sql::report_cluster_sizes));
    for (std::size_t i = 0; i < rows.size(); ++i) {
      report.cluster_sizes.push_back({rows.whole(i, 0), rows.whole(i, 1), rows.whole(i, 2)});
      report.customers += rows.whole(i, 1);
      report.largest_cluster = std::max(report.largest_cluster, rows.whole(i, 3));
    }
    ZK_TRY(read_pairs(lake, sql::report_overlap, report.overlap));
  }
  ZK_TRY_SET(bool edges, exists(lake, "resolve", "edge"));
  if (edges) ZK_TRY(read_pairs(lake, sql::report_weights, report.weights));
  ZK_TRY_SET(bool profiles, exists(lake, "profile", "customer"));
  if (!profiles) return done();
  std::int64_t customers = 0;
  ZK_TRY(read_counted(lake, sql::report_parties, report.parties, customers));
  report.customers = customers;
  return done();
}

Status read_events(db::Connection& lake, QualityReport& report) {
  ZK_TRY_SET(bool events, exists(lake, "standardise", "event"));
  if (!events) return done();
  ZK_TRY(read_counted(lake, sql::report_event_types, report.event_types, report.events));
  std::int64_t ignored = 0;
  ZK_TRY(read_counted(lake, sql::report_weeks, report.weeks, ignored));
  ZK_TRY_SET(db::Rows rows, lake.query(sql::report_hours));
  if (!rows.empty()) report.hours.assign(7, std::vector<std::int64_t>(24, 0));
  for (std::size_t i = 0; i < rows.size(); ++i)
    report.hours[static_cast<std::size_t>(rows.whole(i, 0) - 1)][static_cast<std::size_t>(rows.whole(i, 1))] = rows.whole(i, 2);
  return done();
}

Status read_run(ledger::Ledger& ledger, QualityReport& report) {
  return ledger.read([&](ledger::Session& session) -> Status {
    ZK_TRY_SET(auto run, session.rows("SELECT operation, started_at, standard_hash FROM run WHERE run_id = ?1", {report.run_id}));
    if (run.empty()) return done();
    report.operation = run[0][0];
    report.started_at = run[0][1];
    report.standard_hash = run[0][2];
    ZK_TRY_SET(auto steps, session.rows("SELECT name, rows_count, milliseconds FROM step WHERE run_id = ?1 ORDER BY position", {report.run_id}));
    for (const auto& step : steps) report.steps.push_back({step[0], std::atoll(step[1].c_str()), std::atoll(step[2].c_str())});
    return done();
  });
}

}  // namespace

const Measured* QualityReport::find(std::string_view dimension, std::string_view scope, std::string_view name) const {
  for (const auto& row : measured)
    if (row.dimension == dimension && row.scope == scope && row.name == name) return &row;
  return nullptr;
}

Result<QualityReport> read_quality_report(db::Connection& lake, ledger::Ledger* ledger) {
  QualityReport report;
  report.made_at = now_utc();
  ZK_TRY_SET(bool measured, exists(lake, "measure", "quality"));
  if (!measured) return Error{ErrorCode::not_found, "no run has measured quality yet; run `zhike run` first"};
  ZK_TRY(read_measured(lake, report));
  ZK_TRY(read_intake(lake, report));
  ZK_TRY(read_customers(lake, report));
  ZK_TRY(read_events(lake, report));
  if (ledger) ZK_TRY(read_run(*ledger, report));
  return report;
}

std::vector<WorstField> worst_fields(const QualityReport& report, const standard::Standard& standard, std::size_t count) {
  auto distance = [](const Measured& row) { return *row.target - *row.ratio; };
  std::map<std::string_view, const Measured*> worst;
  for (const auto& row : report.measured) {
    if (row.scope != "field" || !row.ratio || !row.target || *row.ratio >= *row.target - 1e-12) continue;
    const Measured*& held = worst[row.name];
    if (!held || distance(row) > distance(*held)) held = &row;
  }
  std::vector<WorstField> fields;
  for (const auto& field : standard.fields)
    if (auto found = worst.find(field.id); found != worst.end()) fields.push_back({found->second, &field});
  std::stable_sort(fields.begin(), fields.end(),
                   [&](const auto& left, const auto& right) { return distance(*left.measured) > distance(*right.measured); });
  if (fields.size() > count) fields.resize(count);
  return fields;
}

}  // namespace zhike::report
