// SPDX-License-Identifier: Apache-2.0
// The only door to SQLite: what must never be lost, encrypted, WAL, synchronous=FULL.
// One writer thread commits for everybody: it takes whatever has queued into one transaction, so that many small
// writes share one flush. Readers each have a connection of their own.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/result.h"

struct sqlite3;
struct sqlite3_stmt;

namespace zhike::ledger {

using Value = std::variant<std::monostate, std::int64_t, double, std::string>;

// A prepared statement, stepped row by row. Belongs to one thread and to the Session that made it.
class Statement {
 public:
  ~Statement();
  Statement(Statement&&) noexcept;
  Statement& operator=(Statement&&) = delete;

  // Binds ?1, ?2, ... in order and starts anew; usable again and again.
  Status bind(const std::vector<Value>& values);
  void bind_whole(int at, std::int64_t value);       // quick path for bulk writes, at counts from 1
  void bind_text(int at, std::string_view value);    // the text must live until the next step
  void bind_bytes(int at, std::string_view value);   // for BLOB columns; likewise. text() reads them
  // true: a row is there; false: the end.
  Result<bool> step();
  void reset();

  bool is_null(int column) const;
  std::int64_t whole(int column) const;
  double number(int column) const;
  std::string text(int column) const;

 private:
  friend class Session;
  explicit Statement(sqlite3_stmt* handle) : handle_(handle) {}
  sqlite3_stmt* handle_;
};

// One connection. Inside Ledger::write it is the writer's, elsewhere a reader's.
class Session {
 public:
  Result<Statement> prepare(std::string_view sql);
  Status execute(std::string_view sql, const std::vector<Value>& values = {});
  // First column of the first row; `otherwise` when there is no row.
  Result<std::int64_t> whole(std::string_view sql, const std::vector<Value>& values = {}, std::int64_t otherwise = 0);
  Result<std::string> text(std::string_view sql, const std::vector<Value>& values = {});
  // Each row as texts, for small tables.
  Result<std::vector<std::vector<std::string>>> rows(std::string_view sql, const std::vector<Value>& values = {});
  std::int64_t last_id() const;

 private:
  friend class Ledger;
  explicit Session(sqlite3* handle) : handle_(handle) {}
  sqlite3* handle_;
};

class Ledger {
 public:
  // Opens or makes the ledger and brings it to the newest migration. Fails with wrong_key, disk_full, unreadable,
  // or conflict when a newer Zhike has written it.
  static Result<Ledger> open(const std::string& path, const std::string& key);
  ~Ledger();
  Ledger(Ledger&&) noexcept;
  Ledger& operator=(Ledger&&) noexcept;

  // Runs `work` in the writer's transaction and returns when it is durable. When `work` fails, or the commit does,
  // nothing of it is kept. Safe from any thread; `work` runs on the writer thread and must not call write().
  Status write(const std::function<Status(Session&)>& work);
  // Runs `work` on a reader's connection against one snapshot. Safe from any thread.
  Status read(const std::function<Status(Session&)>& work) const;

 private:
  Ledger();
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace zhike::ledger
