// SPDX-License-Identifier: Apache-2.0
// Statements are always prepared: DuckDB then refuses several in one text, and values never become SQL.
#include "db/connection.h"

#include <algorithm>
#include <chrono>
#include <thread>

#include "db/chunk.h"
#include "db/handles.h"

namespace zhike::db {
namespace {

struct Statement {
  duckdb_prepared_statement handle = nullptr;
  ~Statement() { duckdb_destroy_prepare(&handle); }
};
struct Answer {
  duckdb_result handle{};
  ~Answer() { duckdb_destroy_result(&handle); }
};

struct Pending {
  duckdb_pending_result handle = nullptr;
  ~Pending() { duckdb_destroy_pending(&handle); }
};

// Takes part in the work until the answer is there. duckdb_execute_prepared would ask for work in a busy loop while the
// last tasks are in other threads' hands: measured, a quarter of an import's processor time, taken from those threads.
// False when the statement failed.
bool work_on(duckdb_pending_result pending) {
  using std::chrono::microseconds;
  constexpr microseconds shortest{20}, longest{320};
  microseconds pause = shortest;
  for (;;) {
    duckdb_pending_state state = duckdb_pending_execute_task(pending);
    if (state == DUCKDB_PENDING_RESULT_NOT_READY) {
      pause = shortest;
    } else if (state == DUCKDB_PENDING_NO_TASKS_AVAILABLE) {
      std::this_thread::sleep_for(pause);
      pause = std::min(pause * 2, longest);
    } else {
      return state == DUCKDB_PENDING_RESULT_READY;
    }
  }
}

duckdb_state bind(duckdb_prepared_statement statement, idx_t at, const Value& value) {
  if (const auto* whole = std::get_if<std::int64_t>(&value)) return duckdb_bind_int64(statement, at, *whole);
  if (const auto* number = std::get_if<double>(&value)) return duckdb_bind_double(statement, at, *number);
  if (const auto* flag = std::get_if<bool>(&value)) return duckdb_bind_boolean(statement, at, *flag);
  if (const auto* text = std::get_if<std::string>(&value))
    return duckdb_bind_varchar_length(statement, at, text->data(), text->size());
  return duckdb_bind_null(statement, at);
}

ColumnType column_type(duckdb_type type) {
  switch (type) {
    case DUCKDB_TYPE_BOOLEAN: return ColumnType::flag;
    case DUCKDB_TYPE_TINYINT: case DUCKDB_TYPE_SMALLINT: case DUCKDB_TYPE_INTEGER: case DUCKDB_TYPE_BIGINT:
    case DUCKDB_TYPE_UTINYINT: case DUCKDB_TYPE_USMALLINT: case DUCKDB_TYPE_UINTEGER: case DUCKDB_TYPE_UBIGINT:
      return ColumnType::whole;
    case DUCKDB_TYPE_FLOAT: case DUCKDB_TYPE_DOUBLE: case DUCKDB_TYPE_HUGEINT: return ColumnType::number;
    case DUCKDB_TYPE_VARCHAR: return ColumnType::text;
    case DUCKDB_TYPE_DATE: return ColumnType::date;
    case DUCKDB_TYPE_TIMESTAMP: case DUCKDB_TYPE_TIMESTAMP_TZ: return ColumnType::time;
    case DUCKDB_TYPE_LIST: return ColumnType::list;
    default: return ColumnType::other;
  }
}

// The failure of a source is told with its own code; DuckDB would hand on only a text.
Status run(duckdb_prepared_statement statement, const std::vector<std::shared_ptr<Source>>& sources, duckdb_result* result) {
  Pending pending;
  if (duckdb_pending_prepared(statement, &pending.handle) == DuckDBError) {
    const char* message = duckdb_pending_error(pending.handle);
    if (!message) message = "the statement could not be started";
    return translate(type_told_by(message), message);
  }
  bool ready = work_on(pending.handle);
  if (ready && duckdb_execute_pending(pending.handle, result) != DuckDBError) return done();
  for (const auto& source : sources)
    if (auto failure = source->take_failure()) return *failure;
  const char* message = ready ? duckdb_result_error(result) : duckdb_pending_error(pending.handle);
  if (!message) message = "the statement failed";
  return translate(ready ? duckdb_result_error_type(result) : type_told_by(message), message);
}

}  // namespace

Connection::Connection() : state_(std::make_unique<State>()) {}
Connection::~Connection() = default;
Connection::Connection(Connection&&) noexcept = default;
Connection& Connection::operator=(Connection&&) noexcept = default;

Result<Rows> Connection::query(std::string_view sql, const Parameters& parameters) {
  Statement statement;
  std::string text(sql);
  if (duckdb_prepare(state_->connection, text.c_str(), &statement.handle) == DuckDBError) {
    const char* message = duckdb_prepare_error(statement.handle);
    if (!message) message = "the statement could not be prepared";
    return translate(type_told_by(message), message);
  }
  for (const auto& parameter : parameters) {
    std::string name(parameter.name);
    idx_t at = 0;
    if (duckdb_bind_parameter_index(statement.handle, &at, name.c_str()) == DuckDBError) continue;
    if (bind(statement.handle, at, parameter.value) == DuckDBError)
      return Error{ErrorCode::internal, "the parameter $" + name + " could not be bound"};
  }
  Answer answer;
  ZK_TRY(run(statement.handle, state_->sources, &answer.handle));
  Rows rows;
  idx_t columns = duckdb_column_count(&answer.handle);
  for (idx_t i = 0; i < columns; ++i) {
    rows.names_.emplace_back(duckdb_column_name(&answer.handle, i));
    rows.types_.push_back(column_type(duckdb_column_type(&answer.handle, i)));
  }
  while (duckdb_data_chunk handle = duckdb_fetch_chunk(answer.handle)) {
    std::size_t size = duckdb_data_chunk_get_size(handle);
    auto chunk = std::make_unique<Rows::Chunk>(handle);
    if (size == 0) continue;
    rows.starts_.push_back(rows.size_);
    rows.size_ += size;
    rows.chunks_.push_back(std::move(chunk));
  }
  return rows;
}

Status Connection::execute(std::string_view sql, const Parameters& parameters) {
  ZK_TRY(query(sql, parameters));
  return done();
}

Result<std::int64_t> Connection::count(std::string_view sql, const Parameters& parameters) {
  ZK_TRY_SET(Rows rows, query(sql, parameters));
  return rows.empty() ? 0 : rows.whole(0, 0);
}

Status Connection::transaction(const std::function<Status()>& work) {
  if (state_->in_transaction) return work();
  ZK_TRY(execute("BEGIN TRANSACTION"));
  state_->in_transaction = true;
  Status worked = work();
  state_->in_transaction = false;
  if (!worked.ok()) {
    // The first failure is what the caller must hear; a rollback that fails too changes nothing for it.
    (void)execute("ROLLBACK");
    return worked.error();
  }
  return execute("COMMIT");
}

AnyOrder::AnyOrder(Connection& connection) : connection_(connection) { (void)connection_.execute("SET preserve_insertion_order = false"); }
AnyOrder::~AnyOrder() { (void)connection_.execute("SET preserve_insertion_order = true"); }

void Connection::interrupt() { duckdb_interrupt(state_->connection); }

std::function<void()> Connection::interrupter() const {
  return [connection = state_->connection] { duckdb_interrupt(connection); };
}

}  // namespace zhike::db
