// SPDX-License-Identifier: Apache-2.0
// A value bound to a statement: NULL, whole number, number, flag or text.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace zhike::db {

using Value = std::variant<std::monostate, std::int64_t, double, bool, std::string>;

// A named parameter of a statement ($name), without the dollar sign.
struct Parameter {
  std::string_view name;
  Value value;
};
using Parameters = std::vector<Parameter>;

// "name" with the quotes doubled inside: for names that come from the standard.
std::string quote_identifier(std::string_view name);
// 'text' with the quotes doubled inside: for the few places DuckDB takes no parameter (ATTACH, COPY ... TO).
std::string quote_literal(std::string_view text);

struct Slot {
  std::string_view name;
  std::string text;
};
// The statement with every {{name}} replaced. A slot of the text without a value, or the reverse, is a broken invariant.
std::string fill_slots(std::string_view sql, const std::vector<Slot>& slots);

}  // namespace zhike::db
