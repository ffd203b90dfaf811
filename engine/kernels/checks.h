// SPDX-License-Identifier: Apache-2.0
// The table of checks: what a standardised value must fulfil, alone or beside others of the same record.
// prepare_check() reads the arguments once; a prepared check is immutable and safe from any thread.
#pragma once

#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "base/result.h"

namespace zhike::kernels {

class Pattern;

// What arguments become when they are read once.
struct CheckArguments {
  double low = 0, high = 0;              // range, and length in code points
  std::string date_low, date_high;       // YYYY-MM-DD, both included
  std::string today;                     // of the run
  std::shared_ptr<const Pattern> pattern;
};

// `arity` values in the order of `doc`; every one is present (a missing value is judged by completeness, not here).
struct Check {
  std::string_view id, zh, en, doc;
  std::string_view dimension;  // validity, consistency, accuracy, timeliness
  int arity;
  std::string_view arguments;  // names separated by a space; an optional one ends in ?
  bool (*holds)(std::span<const std::string_view> values, const CheckArguments& arguments);
};

std::span<const Check> checks();
const Check* find_check(std::string_view id);  // nullptr when absent

class PreparedCheck {
 public:
  PreparedCheck(const Check& row, CheckArguments arguments) : row_(&row), arguments_(std::move(arguments)) {}
  const Check& row() const { return *row_; }
  bool operator()(std::span<const std::string_view> values) const { return row_->holds(values, arguments_); }
  bool operator()(std::string_view value) const { return row_->holds({&value, 1}, arguments_); }

 private:
  const Check* row_;
  CheckArguments arguments_;
};

// Fails with standard_invalid when the check or an argument is not known, is missing or cannot be read; the message
// tells the nearest name. Arguments: length {min, max}, pattern {regex}, range {min, max}, date_range {from, to}
// with YYYY-MM-DD or "today"; not_future {today?}. `today` defaults to the date of preparing, in China's time.
Result<PreparedCheck> prepare_check(std::string_view id, const std::map<std::string, std::string>& arguments);
// Whether a check with these arguments may find another answer tomorrow.
bool depends_on_today(std::string_view check, const std::map<std::string, std::string>& arguments);
// The date that checks call today: YYYY-MM-DD in China's time.
std::string china_today();

}  // namespace zhike::kernels
