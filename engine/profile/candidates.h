// SPDX-License-Identifier: Apache-2.0
// Inside the profile room only: the records of customers that have several, in memory, grouped by customer.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "flow/context.h"

namespace zhike::profile {

struct Plan;

// Rows are numbered in the order of their customers: those of customer c are [starts[c], starts[c + 1]).
class Candidates {
 public:
  // One of `parts` parts of all customers; each part is held in memory as a whole (about 1 KB a record).
  static Result<Candidates> load(flow::Context& context, const Plan& plan, std::int64_t parts, std::int64_t part);

  std::size_t customers() const { return starts.size() - 1; }
  // A field's place in Plan::fields -> its cells in the order of the rows. Only for fields that have values.
  void texts(std::size_t field, std::span<std::string_view> out) const;
  void numbers(std::size_t field, std::span<std::int64_t> out, std::span<std::uint8_t> known) const;
  std::string display(std::size_t field, std::uint32_t row) const;
  // Cells of some rows only, for writing them out.
  void texts_of(std::size_t column, std::span<const std::uint32_t> rows, std::string_view* out) const;
  void numbers_of(std::size_t column, std::span<const std::uint32_t> rows, std::int64_t* out, std::uint8_t* known) const;
  std::size_t column_of(std::size_t field) const { return columns_[field]; }

  static constexpr std::size_t cuid_column = 1, source_column = 3, recorded_column = 6;

  std::vector<std::uint32_t> starts;
  std::vector<std::int64_t> record_ids, seconds;
  std::vector<std::uint8_t> trust, address_parts;

 private:
  void group();

  db::Rows rows_;
  std::vector<std::uint32_t> order_;  // row -> place in rows_
  std::vector<std::size_t> columns_;  // field -> column of rows_, 0 = none
};

}  // namespace zhike::profile
