// SPDX-License-Identifier: Apache-2.0
// The only door to DuckDB: open a lake, run statements, append rows, register functions written in C++.
// A Database may be shared by threads; a Connection belongs to one thread at a time.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "db/row_function.h"
#include "db/rows.h"
#include "db/sink.h"
#include "db/source.h"
#include "db/value.h"

namespace zhike::db {

struct OpenOptions {
  std::string path;              // empty: in memory only
  std::string key;               // encryption key as text; empty with an empty path only
  std::string extension_folder;  // where httpfs.duckdb_extension lies (needed when path is given)
  std::string temporary_folder;  // spill files, encrypted
  std::int64_t memory_bytes = 0;  // 0: 40 % of the machine's; DuckDB may pass it by about a fifth
  int threads = 0;               // 0: all cores
  bool external_access = true;   // false in the server: COPY and read_* are refused
};

class Connection;

class Database {
 public:
  // Opens or makes the lake at `path`, encrypted with AES-256-GCM; its tables are found without a catalogue name.
  // Fails with wrong_key, busy (another process has it open), disk_full or unreadable.
  static Result<Database> open(const OpenOptions& options);
  ~Database();
  Database(Database&&) noexcept;
  Database& operator=(Database&&) noexcept;

  Result<Connection> connect() const;

 private:
  friend class Connection;
  Database();
  struct State;
  std::shared_ptr<State> state_;
};

// text -> text; returns false for NULL. Called from several threads.
using TextFunction = std::function<bool(std::string_view, std::string&)>;
// several texts -> verdict; NULL arguments arrive as empty text.
using TextPredicate = std::function<bool(std::span<const std::string_view>)>;
// several texts -> text; NULL arguments arrive as empty text; returns false for NULL.
using TextsFunction = std::function<bool(std::span<const std::string_view>, std::string&)>;

class Connection {
 public:
  ~Connection();
  Connection(Connection&&) noexcept;
  Connection& operator=(Connection&&) noexcept;

  // One statement; several in one text are refused. Values go in as $name.
  Status execute(std::string_view sql, const Parameters& parameters = {});
  Result<Rows> query(std::string_view sql, const Parameters& parameters = {});
  // First column of the first row as a whole number; 0 when there is no row or it is NULL.
  Result<std::int64_t> count(std::string_view sql, const Parameters& parameters = {});

  // The work is kept when `work` succeeds, and undone as a whole when it fails. Inside another transaction of this
  // connection it is a part of that one.
  Status transaction(const std::function<Status()>& work);

  // name(text) -> text, evaluated in parallel.
  Status add_function(const std::string& name, TextFunction function);
  Status add_function(const std::string& name, int arguments, TextsFunction function);
  Status add_predicate(const std::string& name, int arguments, TextPredicate predicate);
  // name(text, ...) -> STRUCT, evaluated in parallel. The function lives as long as the database.
  Status add_row_function(const std::string& name, std::shared_ptr<RowFunction> function);
  // Gives the name of a function of all columns: SELECT count(name(...)) FROM ... hands every row over. The sink lives as
  // long as the database.
  Result<std::string> add_sink(std::shared_ptr<Sink> sink);
  // Makes `name()` a table: SELECT ... FROM name(). The source must outlive the statement that reads it.
  Status add_source(const std::string& name, std::shared_ptr<Source> source);

  // Stops the running statement of this connection; safe from another thread. It fails with cancelled.
  void interrupt();
  // interrupt() for a thread that may outlive a move of this object, but not its end.
  std::function<void()> interrupter() const;

 private:
  friend class Database;
  friend class Appender;
  Connection();
  struct State;
  std::unique_ptr<State> state_;
};

// While it lives, what statements write may stand in any order, so that several threads write what one source gives.
// Only a matter of speed: a database whose settings are locked writes with one.
class AnyOrder {
 public:
  explicit AnyOrder(Connection& connection);
  ~AnyOrder();
  AnyOrder(const AnyOrder&) = delete;
  AnyOrder& operator=(const AnyOrder&) = delete;

 private:
  Connection& connection_;
};

}  // namespace zhike::db
