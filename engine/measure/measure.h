// SPDX-License-Identifier: Apache-2.0
// Figures over the customer base. Today: data quality in six dimensions, kept per run in measure.quality.
// What counts as good comes from the standard; the definitions are in README.md beside this file.
#pragma once

#include <cstdint>

#include "base/result.h"
#include "db/connection.h"
#include "flow/context.h"

namespace zhike::measure {

// The quality step of a run: reads standardise.*, resolve.customer and profile.customer as far as they exist, and
// appends the run's rows to measure.quality. What was measured is kept in the ledger too; after a rebuild of the lake the
// figures of the run before come from there. Steps: quality.count, quality.agree, quality.write.
Status run(flow::Context& context);

struct QualityOptions {
  std::int64_t run_id = 0;
  std::string now;  // ISO 8601, UTC: against which age is measured
};
// The same on a bare lake, in one go and without the ledger. Returns the number of rows written; rows of the same run are replaced.
// bad_request when standardise.customer does not exist. One scan of the records, one of the findings.
Result<std::int64_t> measure_quality(db::Connection& lake, const standard::Standard& standard, const QualityOptions& options);

}  // namespace zhike::measure
