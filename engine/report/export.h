// SPDX-License-Identifier: Apache-2.0
// Tables of the lake as files for Excel, SPSS, Tableau, Python: .csv, .xlsx, .parquet, by the ending of the name.
// A file appears whole under its name or not at all; values of sensitivity 4 are masked unless asked for.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "db/connection.h"
#include "flow/context.h"

namespace zhike::report {

enum class FileEncoding { utf8, utf8_bom, gb18030 };
enum class HeaderLanguage { id, zh, en };

struct ExportOptions {
  std::string what;  // one of exportable()
  std::string file;
  FileEncoding encoding = FileEncoding::utf8_bom;  // of .csv; Excel needs the mark to see UTF-8
  char delimiter = ',';                            // of .csv: , ; TAB |
  HeaderLanguage headers = HeaderLanguage::id;     // of .csv and .xlsx; Parquet keeps the ids
  bool unmask = false;
  std::int64_t sheet_rows = 1'048'575;             // of .xlsx, then a new sheet: Excel's 1,048,576 less the header
};
struct ExportSummary {
  std::int64_t rows = 0;
  std::int64_t bytes = 0;
  std::int64_t sheets = 0;                  // of .xlsx
  std::vector<std::string> masked_columns;  // what was masked, by id
};

std::vector<std::string_view> exportable();  // customers records events findings lineage rejects quality

// bad_request: unknown table, ending or delimiter (the message names what is known); not_found: that table has not
// been made yet; disk_full. An existing file is replaced. Memory is bounded by one page of rows.
Result<ExportSummary> export_table(db::Connection& lake, const standard::Standard& standard, const ExportOptions& options);
Result<ExportSummary> export_table(flow::Context& context, const ExportOptions& options);

// A cell of a CSV file by RFC 4180. Text that a spreadsheet would take for a formula gets ' before it and is quoted;
// a plain number with its sign is left alone. Appends to `out`.
void append_csv_cell(std::string_view text, char delimiter, std::string& out);

}  // namespace zhike::report
