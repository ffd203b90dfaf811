// SPDX-License-Identifier: Apache-2.0
// One record of a delimited file cut into cells. The hot loop of reading: sixteen bytes at a time.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "ingest/dialect.h"
#include "ingest/fault.h"

namespace zhike::ingest {

// The cells of one row, reused from row to row. Views point into the record or into `scratch`.
struct CellRow {
  std::vector<std::string_view> cells;
  std::string scratch;      // unescaped and re-encoded text
  std::string decoded;      // the record when it had to be brought into UTF-8
  std::string rest;         // JSON members without a column, as a JSON object; empty when none
  std::int32_t fault_column = -1;
};

// Cuts `record` (without its line end, well-formed UTF-8). A quote counts only where a cell begins.
void split_cells(std::string_view record, const Dialect& dialect, CellRow& row);

}  // namespace zhike::ingest
