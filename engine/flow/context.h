// SPDX-License-Identifier: Apache-2.0
// What a stage works with during one run: the lake's connection, the active standard, progress, cancellation, and the
// record of its steps. A stage is an ordered list of named steps; each step is one row of the ledger's step table.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/progress.h"
#include "db/connection.h"
#include "flow/workspace.h"

namespace zhike::flow {

struct StepTime {
  std::string name;
  std::int64_t rows = 0;
  std::int64_t milliseconds = 0;
};

struct RunOptions {
  bool explain = false;  // each statement is handed to `explained` before it runs
  bool keep = false;     // intermediate tables stay
  std::function<void(std::string_view step, std::string_view statement)> explained;
};

class CancelWatch;

class Context {
 public:
  // Opens a run in the ledger. `operation` is the operation's id, or the stage's name.
  static Result<Context> start(Workspace& workspace, std::string_view operation, Progress& progress,
                               const CancelFlag& cancelled, RunOptions options = {});
  Context(Context&&) noexcept;
  Context& operator=(Context&&) = delete;
  ~Context();  // a run that was not finished is recorded as failed

  Workspace& workspace() { return *workspace_; }
  db::Connection& lake() { return connection_; }
  const standard::Standard& standard() const { return *standard_; }
  std::int64_t run_id() const { return run_id_; }
  const RunOptions& options() const { return options_; }
  Progress& progress() { return *progress_; }
  bool is_cancelled() const { return cancelled_->load(); }

  // Runs `work`, which returns the number of rows it made, as the step `name`: looks at the cancel flag first, passes the
  // failpoint "step.NAME" after it, records time and rows.
  Status step(std::string_view name, const std::function<Result<std::int64_t>()>& work);
  // The same for one statement; `slots` fills its {{names}}. Rows = first column of the answer when there is one.
  Status step_sql(std::string_view name, std::string_view sql, const std::vector<db::Slot>& slots = {},
                  const db::Parameters& parameters = {});
  // Not a step of its own: a statement inside a step, shown by --explain.
  Result<std::int64_t> run_sql(std::string_view name, std::string_view sql, const std::vector<db::Slot>& slots = {},
                               const db::Parameters& parameters = {});

  const std::vector<StepTime>& steps() const { return steps_; }
  // Closes the run in the ledger with the outcome and hands it back.
  Status finish(const Status& outcome);

 private:
  Context(Workspace& workspace, db::Connection connection, Progress& progress, const CancelFlag& cancelled, RunOptions options);
  Workspace* workspace_;
  db::Connection connection_;
  std::shared_ptr<const standard::Standard> standard_;
  Progress* progress_;
  const CancelFlag* cancelled_;
  RunOptions options_;
  std::int64_t run_id_ = 0;
  bool finished_ = false;
  std::unique_ptr<CancelWatch> watch_;  // stops a long statement when the flag is set
  std::vector<StepTime> steps_;
};

}  // namespace zhike::flow
