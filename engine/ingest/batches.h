// SPDX-License-Identifier: Apache-2.0
// The ledger's book of sources, mappings and batches. A batch is archiving -> archived -> loaded, later maybe undone.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "ingest/mapping.h"
#include "ledger/ledger.h"

namespace zhike::ingest {

struct SourceRow {
  std::string source_id, kind, department;
  std::int64_t trust = 50;
};

struct BatchRow {
  std::int64_t batch_id = 0;
  SourceRow source;
  std::string entity, file_name, file_hash, archive_file, archive_hash, reject_hash, state, received_at;
  std::int64_t file_bytes = 0, rows_count = 0, rejected_count = 0;
  Mapping mapping;
};

// Writes the source as it is now; a later import may change kind, trust or department.
Status save_source(ledger::Ledger& ledger, const SourceRow& source);
Result<std::optional<SourceRow>> find_source(const ledger::Ledger& ledger, const std::string& source_id);
Result<std::vector<SourceRow>> all_sources(const ledger::Ledger& ledger);
// The newest mapping saved for files of this shape.
Result<std::optional<std::string>> find_mapping(const ledger::Ledger& ledger, const std::string& source_id, const std::string& shape);

// Opens a batch in state archiving, unless the same file was imported from this source with this mapping before: then
// that batch is given, loaded. The source must be saved.
Result<BatchRow> open_batch(ledger::Ledger& ledger, BatchRow batch, const std::string& shape);
Status set_archived(ledger::Ledger& ledger, const BatchRow& batch);
Status set_state(ledger::Ledger& ledger, std::int64_t batch_id, const std::string& state, const std::string& reason = "");
// In the order of their numbers; `where` is a condition over the columns of batch, empty for all.
Result<std::vector<BatchRow>> find_batches(const ledger::Ledger& ledger, const std::string& where);

}  // namespace zhike::ingest
