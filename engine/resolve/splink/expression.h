// SPDX-License-Identifier: Apache-2.0
// The SQL conditions of Splink models that we evaluate ourselves: comparisons, AND, OR, NOT, NULL, arithmetic, CASE and
// the usual text functions, with SQL's three-valued logic. Whatever is not understood is told, so that the caller can
// leave it to DuckDB.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/result.h"

namespace zhike::resolve::splink {

// NULL, truth, number or text. Times are numbers: seconds since 1970.
using Value = std::variant<std::monostate, bool, double, std::string>;

// A column of one of the two records.
struct ColumnSide {
  std::uint32_t column = 0;
  bool right = false;
};
// From a name as written (quotes off, lower case) and its table (l, r, or empty when the side is a suffix _l, _r).
// Nothing when there is no such column.
using Resolve = std::function<Result<ColumnSide>(std::string_view table, std::string_view name)>;

// The cells of a pair: text by column, empty = NULL.
struct PairCells {
  const std::vector<std::string_view>* left = nullptr;
  const std::vector<std::string_view>* right = nullptr;
};

struct Node;

class Expression {
 public:
  // Fails with bad_request and the part that is not understood.
  static Result<Expression> parse(std::string_view sql, const Resolve& resolve);

  Value value(const PairCells& cells) const;
  bool holds(const PairCells& cells) const;  // true, not false or NULL
  const std::vector<ColumnSide>& columns() const { return columns_; }

  // For blocking: the parts of a top-level AND; the two sides when the whole is `a = b`; true when only that side is read.
  std::vector<Expression> conjuncts() const;
  std::optional<std::pair<Expression, Expression>> equality() const;
  // The column when the whole is `column of one side = the same column of the other`.
  std::optional<std::uint32_t> exact_column() const;
  bool reads_only(bool right) const;

 private:
  explicit Expression(std::shared_ptr<const Node> root);
  std::shared_ptr<const Node> root_;
  std::vector<ColumnSide> columns_;
};

}  // namespace zhike::resolve::splink
