// SPDX-License-Identifier: Apache-2.0
// Opening: a bare in-memory engine with the signed httpfs extension (its OpenSSL encrypts the lake; without it DuckDB
// refuses to write encrypted files), then the lake attached with its key, then everything from outside locked.
#include <unistd.h>

#include <filesystem>

#include "base/hash.h"
#include "db/handles.h"

namespace zhike::db {
namespace {

Status set(duckdb_config config, const char* name, const std::string& value) {
  if (duckdb_set_config(config, name, value.c_str()) == DuckDBError)
    return Error{ErrorCode::internal, std::string("DuckDB refused the setting ") + name};
  return done();
}

Status configure(duckdb_config config, const OpenOptions& options) {
  ZK_TRY(set(config, "autoinstall_known_extensions", "false"));
  ZK_TRY(set(config, "autoload_known_extensions", "false"));
  ZK_TRY(set(config, "allow_community_extensions", "false"));
  // load_cipher() has compared the one extension that is loaded with the file this program was built with. DuckDB would
  // check its signature in addition, with a hash in plain C: 0.2 s of each start.
  ZK_TRY(set(config, "allow_unsigned_extensions", "true"));
  ZK_TRY(set(config, "preserve_insertion_order", "true"));
  std::int64_t bytes = options.memory_bytes;
  if (bytes <= 0) bytes = static_cast<std::int64_t>(sysconf(_SC_PHYS_PAGES)) * sysconf(_SC_PAGE_SIZE) / 5 * 2;
  ZK_TRY(set(config, "memory_limit", std::to_string(bytes >> 20) + "MiB"));
  if (options.threads > 0) ZK_TRY(set(config, "threads", std::to_string(options.threads)));
  if (!options.temporary_folder.empty()) ZK_TRY(set(config, "temp_directory", options.temporary_folder));
  return done();
}

// DuckDB refuses to write encrypted files without the OpenSSL of its httpfs extension.
Status load_cipher(Connection& connection, const std::string& folder) {
  std::string path = (std::filesystem::path(folder) / "httpfs.duckdb_extension").string();
  auto hash = sha256_file(path);
  if (!hash.ok()) return Error{ErrorCode::internal, "httpfs.duckdb_extension is missing beside the program; install Zhike again"};
  if (hash.value() != ZHIKE_HTTPFS_SHA256)
    return Error{ErrorCode::internal, "httpfs.duckdb_extension is not the file this program was built with; install Zhike again"};
  return connection.execute("LOAD " + quote_literal(path));
}

}  // namespace

Database::Database() : state_(std::make_shared<State>()) {}
Database::~Database() = default;
Database::Database(Database&&) noexcept = default;
Database& Database::operator=(Database&&) noexcept = default;

Result<Database> Database::open(const OpenOptions& options) {
  Database database;
  duckdb_config config;
  if (duckdb_create_config(&config) == DuckDBError) return Error{ErrorCode::internal, "DuckDB gave no configuration"};
  Status configured = configure(config, options);
  if (!configured.ok()) {
    duckdb_destroy_config(&config);
    return configured.error();
  }
  char* message = nullptr;
  duckdb_state opened = duckdb_open_ext(nullptr, &database.state_->database, config, &message);
  duckdb_destroy_config(&config);
  if (opened == DuckDBError) {
    Error error = translate(DUCKDB_ERROR_INTERNAL, message ? message : "DuckDB could not start");
    duckdb_free(message);
    return error;
  }
  ZK_TRY_SET(Connection connection, database.connect());
  ZK_TRY(connection.execute("SET enable_progress_bar = false"));
  ZK_TRY(connection.execute("SET TimeZone = 'UTC'"));
  if (!options.path.empty()) {
    ZK_ASSERT(!options.key.empty());
    ZK_TRY(load_cipher(connection, options.extension_folder));
    ZK_TRY(connection.execute("SET temp_file_encryption = true"));
    // Measured on a million rows of 52 columns: choosing the best compression costs 6.8 CPU seconds a table, dictionary
    // alone 2.3, at a third of a kilobyte a row. The lake is made anew by every run, so time wins.
    ZK_TRY(connection.execute("SET force_compression = 'dictionary'"));
    // A thread reads and writes whole row groups. At DuckDB's 122,880 rows a base of 100,000 records is the work of one thread,
    // and the ends of what two threads wrote are packed again at the next checkpoint. By default a thread packs what it wrote
    // when five groups are full, and one thread alone what is left over at the end. Import to quality of a million records:
    // 33.8 s before, 26.6 with these two.
    ZK_TRY(connection.execute("SET write_buffer_row_group_count = 1"));
    ZK_TRY(connection.execute("ATTACH " + quote_literal(options.path) + " AS lake (ENCRYPTION_KEY " +
                              quote_literal(options.key) + ", ROW_GROUP_SIZE 32768)"));
    database.state_->attached = true;
    ZK_TRY(connection.execute("USE lake"));
  }
  if (!options.external_access) {
    ZK_TRY(connection.execute("SET enable_external_access = false"));
    ZK_TRY(connection.execute("SET lock_configuration = true"));
  }
  return database;
}

Result<Connection> Database::connect() const {
  Connection connection;
  connection.state_->database = state_;
  if (duckdb_connect(state_->database, &connection.state_->connection) == DuckDBError)
    return Error{ErrorCode::internal, "DuckDB refused a connection"};
  if (state_->attached) ZK_TRY(connection.execute("USE lake"));
  return connection;
}

}  // namespace zhike::db
