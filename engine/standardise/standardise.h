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
Status run(flow::Context& context);

}  // namespace zhike::standardise
