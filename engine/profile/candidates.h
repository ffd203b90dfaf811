// SPDX-License-Identifier: Apache-2.0
// Inside the profile room only: the records of some customers in memory, grouped by customer.
#pragma once

#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

#include "db/row_groups.h"
#include "flow/context.h"

namespace zhike::profile {

struct Plan;

// How a field of this type is stored in the lake.
db::SourceType stored_type(standard::DataType type);

class Candidates {
 public:
  // One of `parts` parts of all customers; each part is held in memory as a whole (some 300 bytes a record).
  static Result<std::unique_ptr<Candidates>> load(flow::Context& context, const Plan& plan, std::int64_t parts, std::int64_t part);

  std::size_t customers() const { return rows_.size(); }
  // The rows of customer c are [begin(c), begin(c + 1)).
  std::uint32_t begin(std::size_t customer) const { return rows_.begin(customer); }
  db::GroupedRow row(std::size_t row) const { return rows_.row(row); }
  // A field's place in Plan::fields -> its column in a row. Only for fields that have values.
  std::size_t column_of(std::size_t field) const { return columns_[field]; }

  // Columns of sql/candidate.sql. Seconds since 1900 when the record was last touched; below 2^34.
  enum Column : std::size_t { cuid, source_id, record_id, trust, seconds, recorded_at, address_parts, first_field };

 private:
  Candidates(std::vector<db::SourceType> types, std::vector<std::size_t> columns) : rows_(std::move(types)), columns_(std::move(columns)) {}

  db::RowGroups rows_;
  std::vector<std::size_t> columns_;
};

}  // namespace zhike::profile
