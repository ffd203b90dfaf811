// SPDX-License-Identifier: Apache-2.0
#include "profile/sql_text.h"

#include "db/value.h"

namespace zhike::profile {

std::string joined(const std::vector<std::string>& parts, std::string_view between) {
  std::string out;
  for (const auto& part : parts) {
    if (&part != &parts.front()) out += between;
    out += part;
  }
  return out;
}

std::vector<std::string> split(std::string_view text, char at) {
  std::vector<std::string> parts;
  while (!text.empty()) {
    std::size_t end = text.find(at);
    parts.emplace_back(text.substr(0, end));
    if (end == std::string_view::npos) break;
    text.remove_prefix(end + 1);
  }
  return parts;
}

std::string quoted_list(const std::vector<std::string>& values) {
  std::vector<std::string> quoted;
  for (const auto& value : values) quoted.push_back(db::quote_literal(value));
  return joined(quoted, ", ");
}

Result<std::string> expected_when(const standard::Field& field, const std::string& from) {
  if (field.required != "must" && field.required != "conditional") return std::string("false");
  std::vector<std::string> letters;
  for (const auto& entity : field.entities) letters.push_back(entity == "organisation" ? "O" : "P");
  std::string out = letters.size() == 1 ? from + "party_type = " + db::quote_literal(letters[0]) : std::string("true");
  ZK_TRY_SET(auto clauses, standard::parse_condition(field.required_if));
  std::vector<std::string> any;
  for (const auto& clause : clauses) {
    std::string column = from + db::quote_identifier(clause.field);
    any.push_back(clause.values.empty() ? column + " IS NOT NULL"
                                        : "COALESCE(CAST(" + column + " AS VARCHAR) IN (" + quoted_list(clause.values) + "), false)");
  }
  if (!any.empty()) out += " AND (" + joined(any, " OR ") + ")";
  return out;
}

}  // namespace zhike::profile
