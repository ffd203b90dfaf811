// SPDX-License-Identifier: Apache-2.0
#include "db/handles.h"

namespace zhike::db {
namespace {

bool has(std::string_view text, std::string_view part) { return text.find(part) != std::string_view::npos; }

// DuckDB quotes the offending value in conversion and constraint messages.
std::string without_values(std::string_view message) {
  std::string out;
  bool inside = false;
  for (char c : message.substr(0, message.find('\n'))) {
    if (c == '\'') {
      if (!inside) out += "'…'";
      inside = !inside;
    } else if (!inside) {
      out += c;
    }
  }
  return out;
}

struct Told {
  std::string_view begins;
  duckdb_error_type type;
};
constexpr Told told[] = {{"INTERRUPT Error", DUCKDB_ERROR_INTERRUPT},   {"Out of Memory Error", DUCKDB_ERROR_OUT_OF_MEMORY},
                         {"Conversion Error", DUCKDB_ERROR_CONVERSION}, {"Constraint Error", DUCKDB_ERROR_CONSTRAINT},
                         {"IO Error", DUCKDB_ERROR_IO}};

}  // namespace

duckdb_error_type type_told_by(std::string_view message) {
  for (const auto& row : told)
    if (message.starts_with(row.begins)) return row.type;
  return DUCKDB_ERROR_INTERNAL;
}

Error translate(duckdb_error_type type, std::string_view message) {
  switch (type) {
    case DUCKDB_ERROR_INTERRUPT: return {ErrorCode::cancelled, "stopped on request"};
    case DUCKDB_ERROR_OUT_OF_MEMORY:
      return {ErrorCode::too_large, "the memory limit was reached and nothing more could be moved to disk; raise --memory"};
    case DUCKDB_ERROR_CONVERSION:
    case DUCKDB_ERROR_CONSTRAINT: return {ErrorCode::bad_request, without_values(message)};
    default: break;
  }
  if (has(message, "No space left") || has(message, "File too large") || has(message, "Disk quota exceeded") ||
      has(message, "max_temp_directory_size") || has(message, "Could not write all bytes"))
    return {ErrorCode::disk_full, "the disk is full; what was being written has been undone"};
  if (has(message, "Could not set lock on file") || has(message, "Conflicting lock"))
    return {ErrorCode::busy, "the lake of this workspace is open in another process"};
  if (has(message, "Wrong encryption key") || has(message, "wrong key") || has(message, "encryption key"))
    return {ErrorCode::wrong_key, "this key does not open the lake"};
  if (type == DUCKDB_ERROR_IO) return {ErrorCode::unreadable, without_values(message)};
  return {ErrorCode::internal, "DuckDB: " + without_values(message)};
}

}  // namespace zhike::db
