// SPDX-License-Identifier: Apache-2.0
// The little language of Field::required_if: clauses joined by " or ", each "field" (has a value), "field=value" or
// "field=value|value". It is data, so it is read here once and never pasted into SQL as it stands.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace zhike::standard {

struct Clause {
  std::string field;
  std::vector<std::string> values;  // empty: any value
};

// No clauses for the empty text. Fails with standard_invalid when a field or value is not made of letters, digits and _.
Result<std::vector<Clause>> parse_condition(std::string_view text);

}  // namespace zhike::standard
