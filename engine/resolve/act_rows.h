// SPDX-License-Identifier: Apache-2.0
// Inside the resolve room only: an act's events as its caller is told of them.
#pragma once

#include "ledger/ledger.h"
#include "resolve/customer_code.h"
#include "resolve/decisions.h"

namespace zhike::resolve {

// Fills `events` of a result whose act is written.
Status add_event_rows(ledger::Session& session, DecisionResult& result);

// The code that a code stands for now.
Result<Code> present_code_of(ledger::Session& session, Code code);

}  // namespace zhike::resolve
