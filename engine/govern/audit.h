// SPDX-License-Identifier: Apache-2.0
// The audit chain: who did what when, each row bound to the one before it by SHA-256, so that an edited, deleted or
// reordered row is found. Rows never hold a customer's value.
#pragma once

#include <string>

#include "base/result.h"
#include "ledger/ledger.h"

namespace zhike::govern {

struct Act {
  std::string actor, operation, result;
  std::string object;   // a pseudonym: CUID, batch number, version; never a name or number of a person
  std::string purpose;
};

// Appends one row; durable when it returns.
Status record_act(ledger::Ledger& ledger, const Act& act);

// The sequence number of the first row that does not fit the chain; 0 when all fit.
Result<std::int64_t> first_broken_act(const ledger::Ledger& ledger);

}  // namespace zhike::govern
