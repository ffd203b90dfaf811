// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "kernels/cleaners.h"
#include "kernels/text.h"
#include "profile/identifiers.h"
#include "profile/name_parts.h"
#include "profile/profile.h"
#include "profile/sql_text.h"
#include "profile_sql.h"

namespace zhike::profile {
namespace {

// The text as the field would store it; as it stands when it is no such value.
std::string cleaned_for(const standard::Field& field, const std::string& text) {
  std::string value = text, next;
  for (const auto& verb : field.clean) {
    const auto* cleaner = kernels::find_cleaner(verb.name);
    if (!cleaner || !cleaner->clean(value, next) || next.empty()) return text;
    value = next;
  }
  return value;
}

std::string pinyin_of(const std::string& text) {
  bool latin = std::all_of(text.begin(), text.end(), [](unsigned char c) { return c == ' ' || ((c | 32) >= 'a' && (c | 32) <= 'z'); });
  return latin ? kernels::lower_ascii(text) : kernels::all_han(text) ? pinyin_key(text, false) : std::string();
}

}  // namespace

Result<std::string> present_code(flow::Context& context, const std::string& cuid) {
  ZK_TRY_SET(std::int64_t exists, context.lake().count(
      "SELECT count(*) FROM information_schema.tables WHERE table_schema = 'profile' AND table_name = 'alias'"));
  if (exists == 0) return cuid;
  ZK_TRY_SET(auto rows, context.lake().query(sql::present_code, {{"cuid", cuid}}));
  return rows.empty() ? cuid : std::string(rows.text(0, 0));
}

Result<std::vector<Found>> find(flow::Context& context, const std::string& raw, std::int64_t limit) {
  std::string text = kernels::normalised(raw);
  if (text.empty()) return Error{ErrorCode::bad_request, "what is to be found? Give a name, number, address or code"};
  ZK_TRY_SET(std::int64_t exists, context.lake().count(
      "SELECT count(*) FROM information_schema.tables WHERE table_schema = 'profile' AND table_name = 'customer'"));
  if (exists == 0) return Error{ErrorCode::conflict, "there are no golden records yet: import files and run the stages first"};
  ZK_TRY_SET(std::string cuid, present_code(context, kernels::upper_ascii(text)));
  db::Parameters parameters{{"cuid", cuid}, {"text", text}, {"pinyin", pinyin_of(text)}, {"limit", limit}};
  std::vector<std::string> branches, names;
  auto fields = identifier_fields(context.standard());
  names.reserve(fields.size());  // parameters hold views of them
  for (const auto* field : fields) {
    names.push_back("value_" + field->id);
    parameters.push_back({names.back(), cleaned_for(*field, text)});
    branches.push_back(db::fill_slots(sql::find_identifier, {{"column", db::quote_identifier(field->id)},
                                                             {"field", db::quote_literal(field->id)},
                                                             {"parameter", "$" + names.back()}}));
  }
  ZK_TRY_SET(auto rows, context.lake().query(db::fill_slots(sql::find, {{"identifiers", joined(branches, "\n  UNION ALL\n  ")}}), parameters));
  std::vector<Found> found;
  for (std::size_t i = 0; i < rows.size(); ++i)
    found.push_back({rows.display(i, 0), rows.display(i, 1), rows.display(i, 2), rows.display(i, 3), rows.whole(i, 4), rows.number(i, 5)});
  return found;
}

}  // namespace zhike::profile
