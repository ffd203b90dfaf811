// SPDX-License-Identifier: Apache-2.0
#include <sqlite3.h>

#include "ledger/ledger.h"
#include "ledger/sqlite_error.h"

namespace zhike::ledger {

Error sqlite_error(sqlite3* handle, std::string_view doing) {
  int code = sqlite3_extended_errcode(handle);
  std::string during(doing);
  switch (code & 0xff) {
    case SQLITE_FULL: return {ErrorCode::disk_full, "the disk is full while " + during + "; nothing half written is kept"};
    case SQLITE_NOTADB: return {ErrorCode::wrong_key, "this key does not open the ledger"};
    case SQLITE_BUSY:
    case SQLITE_LOCKED: return {ErrorCode::busy, "the ledger is in use by another process"};
    case SQLITE_INTERRUPT: return {ErrorCode::cancelled, "stopped on request"};
    case SQLITE_CONSTRAINT: return {ErrorCode::conflict, "the ledger refused a row while " + during};
    case SQLITE_IOERR: return {ErrorCode::disk_full, "the ledger could not be written while " + during + "; check the disk"};
    case SQLITE_CORRUPT: return {ErrorCode::unreadable, "the ledger is damaged; restore it from a backup"};
    case SQLITE_CANTOPEN: return {ErrorCode::unreadable, "the ledger file cannot be opened"};
    default: return {ErrorCode::internal, "ledger: " + std::string(sqlite3_errstr(code)) + " while " + during};
  }
}

Statement::~Statement() { sqlite3_finalize(handle_); }
Statement::Statement(Statement&& other) noexcept : handle_(other.handle_) { other.handle_ = nullptr; }

Status Statement::bind(const std::vector<Value>& values) {
  sqlite3_reset(handle_);
  ZK_ASSERT(static_cast<int>(values.size()) == sqlite3_bind_parameter_count(handle_));
  int at = 1;
  for (const auto& value : values) {
    if (const auto* whole = std::get_if<std::int64_t>(&value)) sqlite3_bind_int64(handle_, at, *whole);
    else if (const auto* number = std::get_if<double>(&value)) sqlite3_bind_double(handle_, at, *number);
    else if (const auto* text = std::get_if<std::string>(&value))
      sqlite3_bind_text64(handle_, at, text->data(), text->size(), SQLITE_TRANSIENT, SQLITE_UTF8);
    else sqlite3_bind_null(handle_, at);
    ++at;
  }
  return done();
}

void Statement::bind_whole(int at, std::int64_t value) { sqlite3_bind_int64(handle_, at, value); }
void Statement::bind_text(int at, std::string_view value) {
  sqlite3_bind_text64(handle_, at, value.data(), value.size(), SQLITE_STATIC, SQLITE_UTF8);
}
void Statement::bind_bytes(int at, std::string_view value) {
  sqlite3_bind_blob64(handle_, at, value.data(), value.size(), SQLITE_STATIC);
}

Result<bool> Statement::step() {
  int code = sqlite3_step(handle_);
  if (code == SQLITE_ROW) return true;
  if (code == SQLITE_DONE) return false;
  return sqlite_error(sqlite3_db_handle(handle_), "running a statement");
}

void Statement::reset() { sqlite3_reset(handle_); }
bool Statement::is_null(int column) const { return sqlite3_column_type(handle_, column) == SQLITE_NULL; }
std::int64_t Statement::whole(int column) const { return sqlite3_column_int64(handle_, column); }
double Statement::number(int column) const { return sqlite3_column_double(handle_, column); }
std::string Statement::text(int column) const {
  bool is_blob = sqlite3_column_type(handle_, column) == SQLITE_BLOB;
  const void* bytes = is_blob ? sqlite3_column_blob(handle_, column) : sqlite3_column_text(handle_, column);
  if (!bytes) return {};
  return {static_cast<const char*>(bytes), static_cast<std::size_t>(sqlite3_column_bytes(handle_, column))};
}

Result<Statement> Session::prepare(std::string_view sql) {
  sqlite3_stmt* statement = nullptr;
  if (sqlite3_prepare_v2(handle_, sql.data(), static_cast<int>(sql.size()), &statement, nullptr) != SQLITE_OK) {
    Error error = sqlite_error(handle_, "preparing a statement");
    if (error.code == ErrorCode::internal) error.message += std::string(": ") + sqlite3_errmsg(handle_);
    return error;
  }
  return Statement(statement);
}

Status Session::execute(std::string_view sql, const std::vector<Value>& values) {
  ZK_TRY_SET(Statement statement, prepare(sql));
  ZK_TRY(statement.bind(values));
  ZK_TRY(statement.step());
  return done();
}

Result<std::int64_t> Session::whole(std::string_view sql, const std::vector<Value>& values, std::int64_t otherwise) {
  ZK_TRY_SET(Statement statement, prepare(sql));
  ZK_TRY(statement.bind(values));
  ZK_TRY_SET(bool found, statement.step());
  return found && !statement.is_null(0) ? statement.whole(0) : otherwise;
}

Result<std::string> Session::text(std::string_view sql, const std::vector<Value>& values) {
  ZK_TRY_SET(Statement statement, prepare(sql));
  ZK_TRY(statement.bind(values));
  ZK_TRY_SET(bool found, statement.step());
  return found ? statement.text(0) : std::string();
}

Result<std::vector<std::vector<std::string>>> Session::rows(std::string_view sql, const std::vector<Value>& values) {
  ZK_TRY_SET(Statement statement, prepare(sql));
  ZK_TRY(statement.bind(values));
  std::vector<std::vector<std::string>> out;
  int columns = sqlite3_column_count(statement.handle_);
  for (;;) {
    ZK_TRY_SET(bool found, statement.step());
    if (!found) return out;
    auto& row = out.emplace_back();
    for (int c = 0; c < columns; ++c) row.push_back(statement.text(c));
  }
}

std::int64_t Session::last_id() const { return sqlite3_last_insert_rowid(handle_); }

}  // namespace zhike::ledger
