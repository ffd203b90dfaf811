// SPDX-License-Identifier: Apache-2.0
// The command line made from the operations table: one verb per row, one option per member of its input.
// Nothing here knows an operation by name.
#pragma once

#include <boost/json.hpp>
#include <string>

#include "base/result.h"
#include "operations/operation.h"

namespace zhike::cli {

struct Settings {
  std::string workspace;   // --workspace, ZHIKE_WORKSPACE, or the current directory
  std::string key_file;
  std::string actor;       // --as: who acts, for the record; empty: the user signed in
  std::string memory;      // as 4GB, 512MB
  std::int64_t memory_bytes = 0;
  int threads = 0;
  int wait_seconds = 5;
  bool json = false;
  bool quiet = false;
  bool explain = false;
  bool keep = false;
  operations::Language language = operations::Language::en;
};

struct Command {
  std::string operation;        // id; empty when help was asked for
  boost::json::object input;
  Settings settings;
  std::string help;             // what --help or --version prints
};

// Reads the arguments. A wrong use is a bad_request.
Result<Command> read_command(int argc, char** argv);

// zh when the words of LC_ALL, LC_MESSAGES or LANG begin with zh.
operations::Language language_of_environment();

// The language of --lang, else of the environment. Known before the arguments are read: the descriptions of the options
// depend on it, and so does what is said of arguments that cannot be read.
operations::Language language_of(int argc, char** argv);

}  // namespace zhike::cli
