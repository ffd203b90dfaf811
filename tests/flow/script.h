// SPDX-License-Identifier: Apache-2.0
// A golden test file as a list of commands. The format is told in tests/flow/README.md.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"

namespace zhike::flow_test {

enum class Verb { load_standard, load_rows, import, run, restart, query, statement };

struct Command {
  Verb verb;
  int line = 0;                     // of the file, for messages
  std::vector<std::string> words;   // after the verb
  std::vector<std::string> block;   // the lines below: rows, a file's content, or a statement
  std::vector<std::string> expected;  // of a query: the lines after ----
  std::string error;                // name of the error code that must come; empty: it must succeed
};

struct Skip {
  std::string configuration, why;
};

struct Script {
  std::string path, goal;
  std::vector<Skip> skips;
  std::vector<Command> commands;
};

// Fails with bad_request when the file has no goal, or with the line that is not understood.
Result<Script> read_script(const std::string& path);

// The cells of one line of comma-separated text; a quoted empty cell is told from an empty one by `quoted`.
struct Cell {
  std::string text;
  bool quoted = false;
};
std::vector<Cell> read_cells(std::string_view line);

}  // namespace zhike::flow_test
