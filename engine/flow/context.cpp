// SPDX-License-Identifier: Apache-2.0
#include "flow/context.h"

#include "base/clock.h"
#include "base/failpoint.h"
#include "flow/cancel_watch.h"

namespace zhike::flow {

Context::Context(Workspace& workspace, db::Connection connection, Progress& progress, const CancelFlag& cancelled,
                 RunOptions options)
    : workspace_(&workspace), connection_(std::move(connection)), standard_(workspace.standard()), progress_(&progress),
      cancelled_(&cancelled), options_(std::move(options)) {}

Context::Context(Context&& other) noexcept
    : workspace_(other.workspace_), connection_(std::move(other.connection_)), standard_(std::move(other.standard_)),
      progress_(other.progress_), cancelled_(other.cancelled_), options_(std::move(other.options_)), run_id_(other.run_id_),
      finished_(other.finished_), watch_(std::move(other.watch_)), steps_(std::move(other.steps_)) {
  other.finished_ = true;
}

Context::~Context() {
  if (!finished_) (void)finish(Error{ErrorCode::internal, "the run was left unfinished"});
}

Result<Context> Context::start(Workspace& workspace, std::string_view operation, Progress& progress,
                               const CancelFlag& cancelled, RunOptions options) {
  ZK_TRY_SET(db::Connection connection, workspace.lake().connect());
  Context context(workspace, std::move(connection), progress, cancelled, std::move(options));
  context.finished_ = true;  // until the ledger knows the run
  ZK_TRY(workspace.ledger().write([&](ledger::Session& session) -> Status {
    // A run that never ended belongs to a process that died; the workspace lock says that nobody else is working.
    ZK_TRY(session.execute("UPDATE run SET state = 'failed', reason = 'the process ended', ended_at = ?1 WHERE state = 'running'",
                           {now_utc()}));
    ZK_TRY(session.execute("INSERT INTO run (operation, standard_hash, state, started_at) VALUES (?1, ?2, 'running', ?3)",
                           {std::string(operation), context.standard_->hash, now_utc()}));
    context.run_id_ = session.last_id();
    return done();
  }));
  context.finished_ = false;
  context.watch_ = std::make_unique<CancelWatch>(cancelled, context.connection_.interrupter());
  return context;
}

Status Context::step(std::string_view name, const std::function<Result<std::int64_t>()>& work) {
  if (is_cancelled()) return Error{ErrorCode::cancelled, "stopped on request before step " + std::string(name)};
  progress_->step_started(name);
  std::int64_t started = monotonic_ms();
  auto rows = work();
  std::int64_t took = monotonic_ms() - started;
  if (!rows.ok()) return rows.error();
  progress_->step_done(name, rows.value(), took);
  steps_.push_back({std::string(name), rows.value(), took});
  if (is_cancelled()) return Error{ErrorCode::cancelled, "stopped on request after step " + std::string(name)};
  return failpoint("step." + std::string(name));
}

Result<std::int64_t> Context::run_sql(std::string_view name, std::string_view sql, const std::vector<db::Slot>& slots,
                                      const db::Parameters& parameters) {
  std::string statement = db::fill_slots(sql, slots);
  if (options_.explain && options_.explained) options_.explained(name, statement);
  ZK_TRY_SET(db::Rows rows, connection_.query(statement, parameters));
  return rows.empty() || rows.columns() == 0 || rows.type(0) != db::ColumnType::whole ? 0 : rows.whole(0, 0);
}

Status Context::step_sql(std::string_view name, std::string_view sql, const std::vector<db::Slot>& slots,
                         const db::Parameters& parameters) {
  return step(name, [&] { return run_sql(name, sql, slots, parameters); });
}

Status Context::finish(const Status& outcome) {
  if (finished_) return outcome;
  finished_ = true;
  watch_.reset();
  Status written = workspace_->ledger().write([&](ledger::Session& session) -> Status {
    std::int64_t position = 0;
    for (const auto& step : steps_)
      ZK_TRY(session.execute("INSERT INTO step VALUES (?1, ?2, ?3, 'done', ?4, ?5)",
                             {run_id_, position++, step.name, step.rows, step.milliseconds}));
    std::string state = outcome.ok() ? "done" : outcome.error().code == ErrorCode::cancelled ? "cancelled" : "failed";
    return session.execute("UPDATE run SET state = ?2, reason = ?3, ended_at = ?4 WHERE run_id = ?1",
                           {run_id_, state, outcome.ok() ? std::string() : outcome.error().message, now_utc()});
  });
  if (!outcome.ok()) return outcome;
  return written;
}

}  // namespace zhike::flow
