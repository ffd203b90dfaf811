// SPDX-License-Identifier: Apache-2.0
// What is to be counted, made from the standard and from the columns that the lake really has: the SQL expressions of
// one wide scan. Nothing here touches data.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "standard/standard.h"

namespace zhike::measure {

// A check between fields of one record; `reference`: the partner is an official number that carries the value itself.
struct PairCheck {
  std::string check_id;
  std::string partner;  // first of the other fields
  std::string tested;   // SQL: all its fields are present
  bool reference = false;
};

struct FieldPlan {
  const standard::Field* field = nullptr;
  int weight = 1;            // must 3, conditional 2, optional 1
  bool expected_by_rule = false;
  bool in_records = false;   // a column of standardise.customer
  bool in_customers = false; // a column of profile.customer
  bool timely_check = false; // some check judges timeliness
  std::string expected;           // SQL on a record, "TRUE" when always
  std::string customer_expected;  // the same on a customer
  std::vector<PairCheck> pairs;
};

struct Plan {
  std::vector<FieldPlan> fields;  // in the order of the standard
  bool recorded_at = false;       // records tell their own time
};

// `record_columns` and `customer_columns` may be empty: the table is not there yet.
Plan make_plan(const standard::Standard& standard, const std::set<std::string>& record_columns,
               const std::set<std::string>& customer_columns);

// The condition of Field::required_if as SQL over `columns`; a clause about a column that is not there is never true.
// `party_letter` is the SQL of the letter of the party, used for the field party_type.
std::string expectation(std::string_view required_if, const std::set<std::string>& columns, std::string_view party_letter);

}  // namespace zhike::measure
