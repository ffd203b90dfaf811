// SPDX-License-Identifier: Apache-2.0
// One JSON object as cells: nested objects are flattened with dots, lists stay JSON text, numbers keep their digits
// as they are written (an integer beyond 2^53 too), null is a missing cell.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "ingest/csv_cells.h"
#include "ingest/fault.h"

namespace zhike::ingest {

// Called for each value with its dotted path; text that is valid during the call only.
using JsonValue = std::function<void(std::string_view path, std::string_view text)>;

// Reads one object. Depth is limited to 64.
Fault read_json_object(std::string_view text, const JsonValue& value);

struct TextHash {
  using is_transparent = void;
  std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
};
using ColumnIndex = std::unordered_map<std::string, std::size_t, TextHash, std::equal_to<>>;

// Fills row.cells (one per column) and row.rest with what has no column.
Fault json_cells(std::string_view text, const ColumnIndex& columns, std::size_t columns_count, CellRow& row);
// A JSON string with its quotes.
void append_json_text(std::string_view text, std::string& out);

}  // namespace zhike::ingest
