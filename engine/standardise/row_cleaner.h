// SPDX-License-Identifier: Apache-2.0
// A whole record in one call: every collected field cleaned, checked alone and against the others, what follows from
// an identity number or an address filled in, what is expected but missing noted.
#pragma once

#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "db/row_function.h"
#include "standard/condition.h"
#include "standard/standard.h"
#include "standardise/field_cleaner.h"

namespace zhike::standardise {

// Which fields each source carries at all (source id -> field ids). A field that a source never carries is a gap of
// the source, not a fault of each of its records: it gives no `required` findings.
using CarriedFields = std::unordered_map<std::string, std::set<std::string>, TextHash, std::equal_to<>>;

// Arguments: source_id, entity, recorded_at (raw, may be NULL), then the raw text of each field of fields().
// Answer: the columns of columns().
class RowCleaner : public db::RowFunction {
 public:
  // `carried` decides which fields are looked at: the others are missing in every record.
  static Result<std::shared_ptr<RowCleaner>> make(const standard::Standard& standard, const CarriedFields& carried,
                                                  FindingKinds& kinds);

  const std::vector<std::string>& fields() const { return field_ids_; }
  int arguments() const override { return 3 + static_cast<int>(field_ids_.size()); }
  // The fields under their ids, then derived_fields, findings, recorded_at, then the parts of the address under
  // address_part_columns.
  std::vector<db::RowColumn> columns() const override;
  void answer(std::span<const std::string_view> texts, db::RowWriter& out) const override;

 private:
  struct Clause {
    std::size_t field;
    std::vector<std::string> values;  // empty: any value will do
  };
  struct Expected {
    std::size_t field;
    std::vector<Clause> when;  // any of these; empty: always
    bool person, organisation;
    int kind;
  };
  struct CrossCheck {
    kernels::PreparedCheck check;
    std::vector<std::size_t> fields;
    int kind;
  };
  struct Row;

  RowCleaner() = default;
  std::size_t place_of(std::string_view field) const;  // fields().size() when it is not looked at
  Status prepare_cross_checks(const standard::Field& field, FindingKinds& kinds);
  Status prepare_expected(const standard::Field& field, FindingKinds& kinds);
  void derive(std::string_view entity, Row& row) const;
  void read_parts(Row& row, db::RowWriter& out) const;
  void check_across(Row& row) const;
  void check_expected(std::string_view source, std::string_view entity, Row& row) const;

  std::vector<std::string> field_ids_;
  std::vector<standard::DataType> types_;
  std::vector<FieldCleaner> cleaners_;
  std::vector<CrossCheck> cross_checks_;
  std::vector<Expected> expected_;
  std::unordered_map<std::string, std::vector<bool>, TextHash, std::equal_to<>> carried_;
  std::size_t party_type_ = 0, id_number_ = 0, sex_ = 0, birth_ = 0, address_ = 0, division_ = 0, town_ = 0;
};

inline constexpr std::string_view address_part_columns[] = {"division_code", "province", "city",  "district", "town", "road",
                                                            "number",        "building", "unit",  "floor",    "room", "place"};

}  // namespace zhike::standardise
