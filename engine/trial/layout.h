// SPDX-License-Identifier: Apache-2.0
// The sources: their files, formats, headers and owners, one row each; and a record laid out as one row of its file.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "trial/record.h"
#include "trial/sink.h"

namespace zhike::trial {

struct Column {
  Item item;
  std::string_view zh, en;
};

struct SourceFile {
  SourceId id;
  std::string_view source_id, file, kind, department, entity;
  int trust;
  Format format;
  std::span<const Column> columns;
  std::string_view key_prefix;
  DateStyle dates;  // of birth and registration
};
const SourceFile& source_file(SourceId id);
inline constexpr std::size_t record_files = 7;  // the first seven SourceIds are files of `generate`

struct EventFile {
  std::string_view source_id, file, kind, department, event_type;  // event_type empty: told by each row
  int trust;
  Format format;
  std::string_view zh, en;  // headers, comma separated
};
enum class EventFileId : std::uint8_t { shop_orders, app_events, calls, survey, campaign, erp_orders };
inline constexpr std::size_t event_files = 6;
const EventFile& event_file(EventFileId id);

std::string header(const SourceFile& file, bool english);
// The row of that file: CSV, cells separated by cell_mark for workbooks, or one JSON object for app.jsonl.
void lay_out(const SourceFile& file, const Record& record, std::string& row);

}  // namespace zhike::trial
