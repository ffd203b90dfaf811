// SPDX-License-Identifier: Apache-2.0
#include "measure/quality_history.h"

#include <set>

#include "measure_sql.h"

namespace zhike::measure {
namespace {

ledger::Value value_of(const std::optional<double>& number) { return number ? ledger::Value(*number) : ledger::Value(); }

std::optional<double> number_of(const ledger::Statement& row, int column) {
  if (row.is_null(column)) return std::nullopt;
  return row.number(column);
}

QualityRow row_of(const ledger::Statement& row) {
  return {row.text(1), row.text(2), row.text(3), row.whole(4), row.whole(5), number_of(row, 6), number_of(row, 7), number_of(row, 8), number_of(row, 9)};
}

Result<std::set<std::int64_t>> runs_in(db::Connection& lake) {
  ZK_TRY_SET(db::Rows rows, lake.query(sql::quality_runs));
  std::set<std::int64_t> runs;
  for (std::size_t i = 0; i < rows.size(); ++i) runs.insert(rows.whole(i, 0));
  return runs;
}

}  // namespace

Status keep_history(ledger::Ledger& ledger, std::int64_t run_id, const std::vector<QualityRow>& rows) {
  return ledger.write([&](ledger::Session& session) -> Status {
    ZK_TRY(session.execute(sql::history_forget, {run_id}));
    ZK_TRY_SET(auto keep, session.prepare(sql::history_keep));
    for (const auto& row : rows) {
      if (!row.ratio) continue;
      ZK_TRY(keep.bind({run_id, row.dimension, row.scope, row.name, row.numerator, row.denominator, *row.ratio, value_of(row.target),
                        value_of(row.previous), value_of(row.coverage)}));
      ZK_TRY(keep.step());
    }
    return done();
  });
}

Status each_lost_run(const ledger::Ledger& ledger, db::Connection& lake, std::int64_t run_id,
                     const std::function<Status(std::int64_t, const std::vector<QualityRow>&)>& take) {
  ZK_TRY_SET(const auto held, runs_in(lake));
  return ledger.read([&](ledger::Session& session) -> Status {
    ZK_TRY_SET(const std::int64_t last, session.whole(sql::history_last, {run_id}));
    if (last == 0 || held.contains(last)) return done();
    ZK_TRY_SET(auto kept, session.prepare(sql::history_rows));
    ZK_TRY(kept.bind({run_id}));
    std::int64_t run = 0;
    std::vector<QualityRow> rows;
    const auto hand_on = [&]() -> Status { return rows.empty() || held.contains(run) ? done() : take(run, rows); };
    for (;;) {
      ZK_TRY_SET(const bool more, kept.step());
      if (!more) return hand_on();
      if (kept.whole(0) != run) {
        ZK_TRY(hand_on());
        rows.clear();
        run = kept.whole(0);
      }
      rows.push_back(row_of(kept));
    }
  });
}

}  // namespace zhike::measure
