// SPDX-License-Identifier: Apache-2.0
#include "standardise/changes.h"

#include <algorithm>
#include <map>

#include "base/hash.h"
#include "base/program.h"
#include "kernels/checks.h"
#include "standardise_sql.h"

namespace zhike::standardise {
namespace {

using db::quote_identifier;
using db::quote_literal;

// Taking rows away and adding others costs more for each than writing all of them in one stream.
constexpr double changed_share_most = 0.2;

// Empty when this program cannot be told from another build.
std::string basis_of(flow::Context& context, const CarriedFields& carried) {
  const std::string program = build_id();
  if (program.empty()) return {};
  std::string fields;
  for (const auto& [source, ids] : std::map<std::string, std::set<std::string>>(carried.begin(), carried.end())) {
    fields += quote_literal(source) + ":";
    for (const auto& id : ids) fields += quote_literal(id);
  }
  return sha256(context.standard().hash + "\n" + program + "\n" + fields);
}

// What the clock may have changed since `day`: checks that failed then, and dates between that day and this one.
struct Clock {
  std::string checks = "''";
  std::string aged = "FALSE";
  bool told_by_dates = true;  // every field that is held against today is a date or a time
};

Clock clock_of(const standard::Standard& standard, const CarriedFields& carried, const std::string& day) {
  Clock clock;
  for (const auto* field : standard.collected()) {
    const bool is_carried = std::any_of(carried.begin(), carried.end(), [&](const auto& source) { return source.second.contains(field->id); });
    for (const auto& verb : field->check) {
      if (!kernels::depends_on_today(verb.name, verb.arguments)) continue;
      clock.checks += ", " + quote_literal(verb.name);
      if (!is_carried) continue;
      clock.told_by_dates &= field->type == standard::DataType::date || field->type == standard::DataType::time;
      // A day more on both sides: a time may lie on another day elsewhere.
      clock.aged += "\n   OR CAST(stored." + quote_identifier(field->id) + " AS DATE) BETWEEN CAST(" + quote_literal(day) +
                    " AS DATE) - 1 AND CAST(" + quote_literal(kernels::china_today()) + " AS DATE) + 1";
    }
  }
  return clock;
}

}  // namespace

Result<bool> find_changes(flow::Context& context, const CarriedFields& carried) {
  auto& lake = context.lake();
  ZK_TRY_SET(const std::int64_t tables, lake.count(
      "SELECT count(*) FROM duckdb_tables() WHERE database_name = current_database() AND schema_name = 'standardise' "
      "AND table_name IN ('basis', 'customer_stored', 'finding')"));
  if (tables < 3) return false;
  ZK_TRY_SET(const auto kept, lake.query(sql::read_basis));
  const std::string basis = basis_of(context, carried);
  if (basis.empty() || kept.empty() || kept.text(0, 0) != basis) return false;
  const std::string day(kept.text(0, 1));
  const Clock clock = clock_of(context.standard(), carried, day);
  if (!clock.told_by_dates && day != kernels::china_today()) return false;
  ZK_TRY_SET(const std::int64_t changed, context.run_sql("standardise.changed", sql::changed, {{"clock_checks", clock.checks}, {"aged", clock.aged}}));
  ZK_TRY_SET(const std::int64_t stored, lake.count(sql::count_stored));
  return static_cast<double>(changed) <= changed_share_most * static_cast<double>(stored);
}

Status keep_basis(flow::Context& context, const CarriedFields& carried) {
  const db::Slot basis{"basis", quote_literal(basis_of(context, carried))}, day{"day", quote_literal(kernels::china_today())};
  ZK_TRY(context.run_sql("standardise.basis", sql::basis, {basis, day}));
  return done();
}

}  // namespace zhike::standardise
