// SPDX-License-Identifier: Apache-2.0
// A workspace is a directory: workspace.json (what it is, the wrapped key), workspace.key (0600, unless a passphrase is
// used), ledger.db, lake.duckdb, archive/*.parquet, standards/ (the files people edit), spill/, lock.
// One process works in it at a time; an interrupted one leaves nothing that the next cannot open.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "base/result.h"
#include "db/connection.h"
#include "ledger/ledger.h"
#include "standard/standard.h"

namespace zhike::flow {

// Asked for when the workspace was made with a passphrase; returns it, or an error (no terminal).
using AskPassphrase = std::function<Result<std::string>()>;

struct InitOptions {
  std::string folder;
  bool passphrase = false;       // else a key file
  AskPassphrase ask;
};
struct OpenOptions {
  std::string folder;
  std::string key_file;          // empty: folder/workspace.key
  AskPassphrase ask;
  std::int64_t memory_bytes = 0; // of the lake; 0: its default
  int threads = 0;
  int wait_seconds = 5;          // for another process to finish
};

class Workspace {
 public:
  // Makes the directory (it must be absent or empty), its key, stores and standards, and publishes the standard.
  static Status make(const InitOptions& options);
  // Fails with no_workspace, wrong_key, busy, standard_invalid, disk_full.
  static Result<std::unique_ptr<Workspace>> open(const OpenOptions& options);
  ~Workspace();

  const std::string& folder() const;
  ledger::Ledger& ledger();
  db::Database& lake();
  // The active standard: the newest published version of the ledger.
  std::shared_ptr<const standard::Standard> standard() const;
  void use_standard(std::shared_ptr<const standard::Standard> active);
  std::string standards_folder() const;  // the files people edit
  std::string archive_folder() const;
  // For COPY ... TO archive files: `ENCRYPTION_CONFIG {footer_key: 'archive'}`; the key is registered at open.
  static constexpr const char* archive_key_name = "archive";
  // Deletes the lake and makes an empty one (rebuild).
  Status reset_lake();
  // Keyed, for values that must be found again without being readable: 128 bits as 32 hexadecimal digits.
  std::string blind_index(std::string_view column, std::string_view value) const;

 private:
  Workspace();
  struct State;
  std::unique_ptr<State> state_;
};

// Where libduckdb's extensions and the shipped standards lie (ZHIKE_RESOURCES, beside the program, or the build's).
std::string resource_folder(const std::string& name);

}  // namespace zhike::flow
