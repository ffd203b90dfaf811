// SPDX-License-Identifier: Apache-2.0
// The second stage: from what arrived (ingest.*) to what it means (standardise.*): typed, cleaned, checked.
// Raw text stays in ingest.record; standardise.compared shows both side by side.
#pragma once

#include "base/result.h"
#include "flow/context.h"

namespace zhike::standardise {

// Makes standardise.customer, address, finding_kind, finding, event and their views anew, all or nothing.
// Fails with conflict when nothing was ever imported, standard_invalid when the standard names an unknown verb,
// cancelled. A value that cannot be cleaned never fails the run: it is missing, and a finding says so.
// Records that have not changed since the last run keep their row, where that run went by the same standard, program and
// fields carried by each source; what comes out is the same as of a run over all. whole: all records in any case.
Status run(flow::Context& context, bool whole = false);

}  // namespace zhike::standardise
