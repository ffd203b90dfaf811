// SPDX-License-Identifier: Apache-2.0
// Calendar days out of free text. A day that never was (31 February) stays as written: it still tells records apart.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "resolve/coded_table.h"
#include "resolve/column_decisions.h"

namespace zhike::resolve {

struct WrittenDate {
  int year = 0;
  int first = 0;   // month, or the first of two numbers whose order is unknown
  int second = 0;  // day, or the second
  bool order_unknown = false;
};

// 1990-1-2, 1990/01/02 (what follows is ignored), 19900102, 1990年1月2日, 2/1/1990 (order unknown).
std::optional<WrittenDate> parse_date(std::string_view text);
// As parse_date, but eight bare digits must be a plausible day: for telling dates from numbers.
bool looks_like_date(std::string_view text);

// The column as yyyymmdd. The order of day and month follows the column: day first unless that is impossible.
CodedColumn clean_dates(const CodedColumn& column, ColumnDecisions& decisions);
// Dates that stand for "unknown" (1900-01-01 far more often than other 1 Januaries) become missing.
void drop_default_dates(CodedColumn& dates, ColumnDecisions& decisions);
// Missing birth dates are read from 18-digit identity numbers, where the column mostly holds such numbers.
void fill_from_identity_number(CodedColumn& dates, const CodedColumn& identifiers, ColumnDecisions& decisions);

}  // namespace zhike::resolve
