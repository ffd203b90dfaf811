// SPDX-License-Identifier: Apache-2.0
// Which column of a source is which field of the standard: proposed from names and content, saved per source, given by
// people as a file. One column goes to one target; what has no target is kept as it came.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/describe.h"
#include "base/result.h"
#include "standard/standard.h"

namespace zhike::ingest {

struct ColumnMapping {
  std::string column;
  std::string target;      // field, part of a field or member of an event by id; empty: kept as it came
  double confidence = 0;   // 0 to 1
  std::string reason;      // name, alias, pinyin, content, ...
  static constexpr auto fields() {
    return std::make_tuple(
        field("column", &ColumnMapping::column, "Column of the file", "文件的列"),
        field("target", &ColumnMapping::target, "Field of the standard; empty: kept unmapped", "标准字段；空为不映射"),
        field("confidence", &ColumnMapping::confidence, "0 to 1", "置信度"),
        field("reason", &ColumnMapping::reason, "Why", "依据"));
  }
};

struct Mapping {
  std::string entity;      // person, organisation, auto (told row by row), event
  std::string event_type;  // of every row, where no column says it
  std::vector<ColumnMapping> columns;
  static constexpr auto fields() {
    return std::make_tuple(
        field("entity", &Mapping::entity, "What a row is", "行的实体", {.choices = "person|organisation|auto|event"}),
        field("event_type", &Mapping::event_type, "Event type of every row", "事件类型"),
        field("columns", &Mapping::columns, "Columns and their targets", "列映射"));
  }
  // Position of the column of `target`, or -1.
  int column_of(std::string_view target) const;
  bool is_event() const { return entity == "event"; }
};

struct MappingHints {
  std::string entity = "auto";  // person, organisation, event, auto
  std::string event_type;       // id or alias; empty: told from the columns and the file name
  std::string file_name;
};

Mapping propose_mapping(const standard::Standard& standard, const std::vector<std::string>& columns,
                        const std::vector<std::vector<std::string>>& sample, const MappingHints& hints);

// A mapping file: the JSON of Mapping, or in short {"columns": {"手机": "mobile", "备注": ""}}; columns it does not name
// keep what `proposed` says. Fails with bad_request for a target or column that does not exist, with the nearest name.
Result<Mapping> read_mapping(std::string_view json, const standard::Standard& standard, const Mapping& proposed);
std::string write_mapping(const Mapping& mapping);

// Hash of the header: files of one shape share a saved mapping.
std::string shape_of(const std::vector<std::string>& columns);
// Changes when any column's meaning does; part of a row's hash, so that a new mapping updates the records.
std::uint64_t meaning_hash(const Mapping& mapping);

}  // namespace zhike::ingest
