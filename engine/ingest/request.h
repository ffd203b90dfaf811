// SPDX-License-Identifier: Apache-2.0
// From what was asked to one job per file: folders are replaced by what their manifest lists.
#pragma once

#include <vector>

#include "ingest/batches.h"
#include "ingest/ingest.h"
#include "ingest/input_file.h"

namespace zhike::ingest {

struct FileJob {
  std::string path, shown_name;
  SourceRow source;
  MappingHints hints;
  std::string map_file;
  ReadOptions read;
};
// Fails with bad_request or not_found before anything is read.
Result<std::vector<FileJob>> file_jobs(const ledger::Ledger& ledger, const ImportRequest& request);

// The file opened, and the mapping that holds for it: given, saved, or proposed.
struct OpenedFile {
  std::unique_ptr<InputFile> file;
  Mapping mapping;
};
Result<OpenedFile> open_file(flow::Context& context, const FileJob& job);

// "139****5678", "王*": enough to recognise the kind of value.
std::string masked(std::string_view value);

}  // namespace zhike::ingest
