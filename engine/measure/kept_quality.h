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

struct KeptQuality {
  std::int64_t run_id = 0;  // 0: no run before has measured anything
  std::vector<QualityRow> rows;
};
// Of the last finished run before this one.
Result<KeptQuality> last_kept_quality(const ledger::Ledger& ledger, std::int64_t before_run_id);

}  // namespace zhike::measure
