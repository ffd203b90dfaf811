// SPDX-License-Identifier: Apache-2.0
// Inside the db room only: the DuckDB handles behind Database and Connection, and the translation of its errors.
#pragma once

#include <duckdb.h>

#include <atomic>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "db/connection.h"

namespace zhike::db {

struct Database::State {
  duckdb_database database = nullptr;
  bool attached = false;  // the lake is attached under the name "lake"
  std::atomic<int> sinks_count{0};  // each has a name of its own: a function stays known as long as the database is open
  ~State() {
    if (database) duckdb_close(&database);
  }
};

struct Connection::State {
  std::shared_ptr<Database::State> database;
  duckdb_connection connection = nullptr;
  std::vector<std::shared_ptr<Source>> sources;
  bool in_transaction = false;
  ~State() {
    if (connection) duckdb_disconnect(&connection);
  }
};

duckdb_type stored_type(SourceType type);

// What DuckDB said as one of our codes; values that it quotes are cut off, since they may be personal.
Error translate(duckdb_error_type type, std::string_view message);
// The type that a message names in its first words: all a pending statement tells of its failure.
duckdb_error_type type_told_by(std::string_view message);

}  // namespace zhike::db
