// SPDX-License-Identifier: Apache-2.0
// Inside the expression only: a node of the tree.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "kernels/pattern.h"
#include "resolve/splink/expression.h"

namespace zhike::resolve::splink {

enum class Act : std::uint8_t {
  literal, column, logic_and, logic_or, logic_not, equal, unequal, less, less_equal, greater, greater_equal, is_null, is_not_null, in_list,
  add, subtract, multiply, divide, concatenate, choose,  // choose: CASE as condition, value, ..., else
  lower, upper, trim, length, substring, absolute, coalesce, nullif, epoch, parse_time, to_number, to_text, regexp_extract,
  jaro, jaro_winkler, levenshtein, damerau_levenshtein, jaccard,
};

struct Node {
  Act act = Act::literal;
  std::vector<std::shared_ptr<const Node>> of;
  Value literal;
  ColumnSide column;
  std::optional<kernels::Pattern> pattern;
  bool anchored = false;  // of the pattern: ^
};

Value evaluate(const Node& node, const PairCells& cells);

}  // namespace zhike::resolve::splink
