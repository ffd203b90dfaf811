// SPDX-License-Identifier: Apache-2.0
// Inside the matching engine only: typed raw columns on their way to fields. assemble_fields.cpp holds what concerns all
// columns, assemble_names.cpp the names of persons and organisations.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "resolve/coded_table.h"
#include "resolve/column_decisions.h"
#include "resolve/column_type.h"
#include "resolve/kind.h"

namespace zhike::resolve {

struct TypedColumn {
  CodedColumn column;
  ColumnType type = ColumnType::ignore;
};

struct CleanColumn {
  CodedColumn column;
  Kind kind = Kind::place;
  std::optional<bool> personal;  // empty: as the kind says
};

// The column with every value cleaned, codes counted anew.
CodedColumn cleaned(const CodedColumn& column, std::string (*clean)(std::string_view));

class Assembly {
 public:
  Assembly(std::vector<TypedColumn> columns, ColumnDecisions& decisions, std::vector<std::string>& notes)
      : columns_(std::move(columns)), decisions_(decisions), notes_(notes) {}

  std::vector<CleanColumn> run(int threads);
  // Codes of rows that are never one customer, as in Fields.
  std::vector<std::vector<std::uint32_t>> apart() { return std::move(apart_); }

 private:
  std::vector<TypedColumn*> of_type(ColumnType type) {
    std::vector<TypedColumn*> found;
    for (auto& typed : columns_)
      if (typed.type == type) found.push_back(&typed);
    return found;
  }

  void put(CodedColumn column, Kind kind, std::optional<bool> personal = {}) { out_.push_back({std::move(column), kind, personal}); }

  void join_day_month_year();
  std::optional<CleanColumn> clean_single(const TypedColumn& typed) const;
  CodedColumn clean_date_column(const CodedColumn& column);
  void name_what_is_personal();
  void drop_empty_and_repeated();

  void assemble_names();
  void assemble_organisation(TypedColumn& typed);
  void keep_branches_apart(const CodedColumn& names);
  void put_apart(const CodedColumn& column, const std::vector<std::uint32_t>& of_value);
  void assemble_full_name(const CodedColumn& column);
  void assemble_rest_of_name(TypedColumn& given, TypedColumn& family, const std::vector<TypedColumn*>& full);
  static std::size_t longest(const std::vector<CodedColumn>& names);
  void split_name(const CodedColumn& name);

  std::vector<TypedColumn> columns_;
  ColumnDecisions& decisions_;
  std::vector<std::string>& notes_;
  std::vector<CleanColumn> out_;
  std::vector<std::vector<std::uint32_t>> apart_;
  bool organisations_ = false;  // the rows are about organisations
};

}  // namespace zhike::resolve
