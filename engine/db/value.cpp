// SPDX-License-Identifier: Apache-2.0
#include "db/value.h"

#include "base/result.h"

namespace zhike::db {
namespace {

std::string quoted(std::string_view text, char quote) {
  std::string out(1, quote);
  for (char c : text) {
    out += c;
    if (c == quote) out += quote;
  }
  return out += quote;
}

}  // namespace

std::string quote_identifier(std::string_view name) { return quoted(name, '"'); }
std::string quote_literal(std::string_view text) { return quoted(text, '\''); }

std::string fill_slots(std::string_view sql, const std::vector<Slot>& slots) {
  std::string out;
  std::vector<bool> used(slots.size(), false);
  // The head comment names the slots in prose; only the statement below it is filled.
  std::size_t at = 0;
  while (at < sql.size() && sql.substr(at, 2) == "--") {
    std::size_t line_end = sql.find('\n', at);
    if (line_end == std::string_view::npos) line_end = sql.size() - 1;
    at = line_end + 1;
  }
  while (at < sql.size()) {
    std::size_t open = sql.find("{{", at);
    if (open == std::string_view::npos) break;
    std::size_t close = sql.find("}}", open);
    ZK_ASSERT(close != std::string_view::npos);
    std::string_view name = sql.substr(open + 2, close - open - 2);
    out += sql.substr(at, open - at);
    std::size_t found = slots.size();
    for (std::size_t i = 0; i < slots.size(); ++i)
      if (slots[i].name == name) found = i;
    ZK_ASSERT(found < slots.size());
    used[found] = true;
    out += slots[found].text;
    at = close + 2;
  }
  out += sql.substr(at);
  for (bool was : used) ZK_ASSERT(was);
  return out;
}

}  // namespace zhike::db
