// SPDX-License-Identifier: Apache-2.0
// Inside the resolve room only: decisions as acts, wherever the customers are looked up, and what their callers are told.
#pragma once

#include "ledger/ledger.h"
#include "resolve/customer_code.h"
#include "resolve/customers.h"
#include "resolve/decisions.h"

namespace zhike::resolve {

// Checks a verdict against those that stand, lets it arrange the customers it touches, and writes it with its act.
Result<DecisionResult> apply_verdict(const Desk& desk, const std::string& kind, const NewVerdict& verdict);
// See undo_identity().
Result<DecisionResult> undo_at(const Desk& desk, const UndoTarget& target, const Author& author);

// Fills `events` of a result whose act is written.
Status add_event_rows(ledger::Session& session, DecisionResult& result);

// The code that a code stands for now.
Result<Code> present_code_of(ledger::Session& session, Code code);

}  // namespace zhike::resolve
