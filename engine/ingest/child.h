// SPDX-License-Identifier: Apache-2.0
// Workbooks and Parquet files are unpacked by a child process with limits on memory, time and files, since a crafted
// one can bring its reader down. The child is this same program, started as `zhike --read-file KIND PATH SHEET`;
// it writes the table as CSV to its standard output, which the parent reads as it reads any CSV.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "base/result.h"
#include "ingest/byte_stream.h"

namespace zhike::ingest {

// The option a program's main() looks for before anything else: if (argc > 1 && argv[1] == read_file_option) return read_file_child(argc, argv).
inline constexpr const char* read_file_option = "--read-file";
int read_file_child(int argc, char** argv);

struct ChildTable {
  std::unique_ptr<ByteStream> csv;
  // After the end of `csv`: done(), or why the file could not be read. Before it: ends the child.
  std::function<Status()> close;
};
// `kind` is "parquet" or "xlsx". With ZHIKE_READ_IN_PROCESS set (debuggers, test programs without the dispatch) the
// child's work is done by a fork of this process instead of a fresh program.
Result<ChildTable> read_in_child(const std::string& kind, const std::string& path, const std::string& sheet);

// Refuses workbooks that unpack to more than 1 GB or more than 200 times their size. Looks at the directory only.
Status check_zip(const std::string& path);

}  // namespace zhike::ingest
