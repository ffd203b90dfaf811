// SPDX-License-Identifier: Apache-2.0
// From the archive into the lake. An import, a resumed import, a rebuild and the replay after an undo all come by here.
#pragma once

#include <cstdint>
#include <string>

#include "flow/context.h"
#include "ingest/batches.h"

namespace zhike::ingest {

struct LoadCounts {
  std::int64_t created = 0, updated = 0, unchanged = 0, duplicate = 0;
};

// Makes the temporary table ingest_identified: line and record_id of every line of a batch of records, from its archive.
Status identify_batch(flow::Context& context, const BatchRow& batch);
// Loads an archived batch in one transaction. The batch must not be loaded.
Result<LoadCounts> load_batch(flow::Context& context, const BatchRow& batch);
// Takes a loaded batch out of the lake in one transaction: what it replaced comes back, and what later batches of the
// source (`later`, loaded, in order) had found known already becomes theirs. Needs all loaded batches of the source.
Status unload_batch(flow::Context& context, const BatchRow& batch, const std::vector<BatchRow>& others);

}  // namespace zhike::ingest
