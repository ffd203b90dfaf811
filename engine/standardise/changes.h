// SPDX-License-Identifier: Apache-2.0
// Inside the standardise room only: which records a run need not clean again.
#pragma once

#include "flow/context.h"
#include "standardise/row_cleaner.h"

namespace zhike::standardise {

// Whether the rows of the last run still hold but for some records, which stand in the temporary table standardise_changed
// then. Not when that run went by another basis, or when so many changed that cleaning all is no more work.
Result<bool> find_changes(flow::Context& context, const CarriedFields& carried);
// Notes what the rows written just now follow from.
Status keep_basis(flow::Context& context, const CarriedFields& carried);

}  // namespace zhike::standardise
