// SPDX-License-Identifier: Apache-2.0
// A batch as it arrived: an encrypted Parquet file that is never changed, and beside it one of the lines that could
// not become rows. Written under a temporary name, flushed, then renamed: a kill leaves a whole file or none.
#pragma once

#include <memory>
#include <string>

#include "flow/context.h"
#include "ingest/batches.h"
#include "ingest/input_file.h"

namespace zhike::ingest {

// Reads all of `file` into the archive and fills in the batch's archive_file, hashes and counts.
// On failure nothing of it stays.
Status write_archive(flow::Context& context, std::unique_ptr<InputFile> file, BatchRow& batch, std::vector<std::string>& notes);

// read_parquet(...) of the rows, and of the rejected lines.
std::string archived_rows(flow::Context& context, const BatchRow& batch);
std::string archived_rejects(flow::Context& context, const BatchRow& batch);
// Whether the files are those that were written. Fails with unreadable.
Status check_archive(flow::Context& context, const BatchRow& batch);
// Removes the files of a batch that was never finished.
void remove_archive(flow::Context& context, std::int64_t batch_id);

}  // namespace zhike::ingest
