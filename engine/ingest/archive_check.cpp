// SPDX-License-Identifier: Apache-2.0
// Whether every batch that the ledger holds as loaded still lies in the archive with the hash it was written with.
#include "base/hash.h"
#include "ingest/batches.h"
#include "ingest/ingest.h"

namespace zhike::ingest {

Result<std::vector<std::string>> damaged_archives(flow::Workspace& workspace) {
  std::vector<std::string> damaged;
  ZK_TRY_SET(auto batches, find_batches(workspace.ledger(), "state IN ('archived', 'loaded')"));
  for (const auto& batch : batches) {
    auto hash = sha256_file(workspace.archive_folder() + "/" + batch.archive_file);
    if (!hash.ok() || hash.value() != batch.archive_hash) damaged.push_back(batch.archive_file);
  }
  return damaged;
}

}  // namespace zhike::ingest
