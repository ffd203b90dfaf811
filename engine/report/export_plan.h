// SPDX-License-Identifier: Apache-2.0
// What an export takes out of the lake: the columns with their headers, the SQL of each cell, and what is masked.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "db/connection.h"
#include "report/export.h"

namespace zhike::report {

struct ExportColumn {
  std::string id;
  std::string header;
  std::string sql;        // the value as stored, masked where it must be
  std::string text_sql;   // the same as text: what a CSV cell shows
  bool masked = false;
};
struct ExportPlan {
  std::string table;      // schema.table
  std::string only;       // SQL condition, "TRUE" for all
  std::int64_t rows_end = 0;  // row ids are below this
  std::vector<ExportColumn> columns;
};

Result<ExportPlan> make_export_plan(db::Connection& lake, const standard::Standard& standard, const ExportOptions& options);

// One page of the table, row ids first to last - 1; cells as text or as stored.
Result<db::Rows> read_page(db::Connection& lake, const ExportPlan& plan, std::int64_t first, std::int64_t last, bool as_text);
inline constexpr std::int64_t page_rows = 122'880;  // a row group of DuckDB: each is read once

// Each writes `file` completely; the caller renames or removes it.
Status write_csv(db::Connection& lake, const ExportPlan& plan, const ExportOptions& options, const std::string& file, ExportSummary& summary);
Status write_xlsx(db::Connection& lake, const ExportPlan& plan, const ExportOptions& options, const std::string& file, ExportSummary& summary);
Status write_parquet(db::Connection& lake, const ExportPlan& plan, const std::string& file, ExportSummary& summary);

}  // namespace zhike::report
