// SPDX-License-Identifier: Apache-2.0
// What each run measured, kept in the ledger: the lake can be made again from the batches of today, the figures of an
// earlier day cannot.
#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "db/connection.h"
#include "ledger/ledger.h"
#include "measure/quality_rows.h"

namespace zhike::measure {

// Keeps the rows that have a ratio; those of an earlier try of the same run are replaced.
Status keep_history(ledger::Ledger& ledger, std::int64_t run_id, const std::vector<QualityRow>& rows);

// Hands on, run by run, what the ledger holds of the runs before this one and the lake does not. Reads next to nothing
// when the lake holds the last of them.
Status each_lost_run(const ledger::Ledger& ledger, db::Connection& lake, std::int64_t run_id,
                     const std::function<Status(std::int64_t, const std::vector<QualityRow>&)>& take);

}  // namespace zhike::measure
