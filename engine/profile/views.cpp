// SPDX-License-Identifier: Apache-2.0
#include "base/clock.h"
#include "profile/golden.h"
#include "profile/identifiers.h"
#include "profile/sql_text.h"
#include "profile_sql.h"

namespace zhike::profile {
namespace {

using db::quote_identifier;
using db::quote_literal;

constexpr std::string_view union_all = "\nUNION ALL\n";

std::string branch(std::string_view sql, const standard::Field& field) {
  return db::fill_slots(sql, {{"column", quote_identifier(field.id)}, {"field", quote_literal(field.id)}});
}

Result<std::string> gaps(const standard::Standard& standard) {
  std::vector<std::string> branches;
  std::string today = "CAST(" + quote_literal(now_utc()) + " AS TIMESTAMPTZ)";
  for (const auto& field : standard.fields) {
    if (field.id == "cuid") continue;
    if (field.required != "optional") {
      ZK_TRY_SET(std::string expected, expected_when(field, "golden."));
      branches.push_back(db::fill_slots(sql::gap_missing, {{"column", quote_identifier(field.id)},
                                                           {"field", quote_literal(field.id)},
                                                           {"expected", expected}}));
    }
    if (field.collected && field.fresh_days > 0)
      branches.push_back(db::fill_slots(sql::gap_stale, {{"column", quote_identifier(field.id)},
                                                         {"field", quote_literal(field.id)},
                                                         {"days", std::to_string(field.fresh_days)},
                                                         {"today", today}}));
  }
  return joined(branches, union_all);
}

}  // namespace

std::vector<const standard::Field*> identifier_fields(const standard::Standard& standard) {
  std::vector<const standard::Field*> fields;
  for (const auto& field : standard.fields) {
    bool identifies = field.identity == "direct" || field.match_kind == "identifier" || field.match_kind == "phone" || field.match_kind == "email";
    bool names = field.match_kind == "name" || field.id == "legal_rep_name";
    if (field.collected && identifies && !names) fields.push_back(&field);
  }
  return fields;
}

Status make_views(flow::Context& context) {
  const auto& standard = context.standard();
  std::vector<std::string> lineage, alternatives, identifiers;
  for (const auto& field : standard.fields) {
    if (field.id == "cuid") continue;
    if (!field.collected) {
      lineage.push_back(branch(sql::lineage_derived, field));
      continue;
    }
    lineage.push_back(branch(sql::lineage_branch, field));
    alternatives.push_back(branch(sql::alternative_branch, field));
  }
  for (const auto* field : identifier_fields(standard)) identifiers.push_back(branch(sql::identifier_branch, *field));
  ZK_TRY_SET(std::string gap, gaps(standard));
  ZK_TRY(context.run_sql("profile.lineage", sql::lineage, {{"branches", joined(lineage, union_all)}}));
  ZK_TRY(context.run_sql("profile.alternative", sql::alternative, {{"branches", joined(alternatives, union_all)}}));
  ZK_TRY(context.run_sql("profile.identifier", sql::identifier, {{"branches", joined(identifiers, union_all)}}));
  ZK_TRY(context.run_sql("profile.timeline", sql::timeline));
  ZK_TRY(context.run_sql("profile.record", sql::record));
  ZK_TRY(context.run_sql("profile.gap", sql::gap, {{"branches", gap}}));
  return done();
}

}  // namespace zhike::profile
