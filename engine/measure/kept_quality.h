// SPDX-License-Identifier: Apache-2.0
// What each run measured of quality, kept in the ledger: the lake can be made again from the batches of today, the figures
// of an earlier day cannot.
#pragma once

#include <cstdint>
#include <vector>

#include "ledger/ledger.h"
#include "measure/quality_rows.h"

namespace zhike::measure {

// Keeps the rows that have a ratio. Once per run.
Status keep_quality(ledger::Ledger& ledger, std::int64_t run_id, const std::vector<QualityRow>& rows);

// The last finished run before this one that measured something, 0 when there is none.
Result<std::int64_t> last_kept_run(const ledger::Ledger& ledger, std::int64_t before_run_id);
// What keep_quality() kept of a run.
Result<std::vector<QualityRow>> kept_quality(const ledger::Ledger& ledger, std::int64_t run_id);

}  // namespace zhike::measure
