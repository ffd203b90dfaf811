// SPDX-License-Identifier: Apache-2.0
#include "measure/kept_quality.h"

#include "measure_sql.h"

namespace zhike::measure {
namespace {

ledger::Value value_of(const std::optional<double>& number) { return number ? ledger::Value(*number) : ledger::Value(); }

std::optional<double> number_of(const ledger::Statement& row, int column) {
  if (row.is_null(column)) return std::nullopt;
  return row.number(column);
}

}  // namespace

Status keep_quality(ledger::Ledger& ledger, std::int64_t run_id, const std::vector<QualityRow>& rows) {
  return ledger.write([&](ledger::Session& session) -> Status {
    ZK_TRY_SET(auto keep, session.prepare(sql::quality_keep));
    for (const auto& row : rows) {
      if (!row.ratio) continue;
      ZK_TRY(keep.bind({run_id, row.dimension, row.scope, row.name, row.numerator, row.denominator, *row.ratio, value_of(row.target),
                        value_of(row.previous), value_of(row.coverage)}));
      ZK_TRY(keep.step());
    }
    return done();
  });
}

Result<std::int64_t> last_kept_run(const ledger::Ledger& ledger, std::int64_t before_run_id) {
  std::int64_t run_id = 0;
  ZK_TRY(ledger.read([&](ledger::Session& session) -> Status {
    ZK_TRY_SET(run_id, session.whole(sql::quality_kept_run, {before_run_id}));
    return done();
  }));
  return run_id;
}

Result<std::vector<QualityRow>> kept_quality(const ledger::Ledger& ledger, std::int64_t run_id) {
  std::vector<QualityRow> rows;
  ZK_TRY(ledger.read([&](ledger::Session& session) -> Status {
    ZK_TRY_SET(auto row, session.prepare(sql::quality_kept));
    ZK_TRY(row.bind({run_id}));
    for (;;) {
      ZK_TRY_SET(const bool more, row.step());
      if (!more) return done();
      rows.push_back({row.text(0), row.text(1), row.text(2), row.whole(3), row.whole(4), number_of(row, 5), number_of(row, 6), number_of(row, 7),
                      number_of(row, 8)});
    }
  }));
  return rows;
}

}  // namespace zhike::measure
