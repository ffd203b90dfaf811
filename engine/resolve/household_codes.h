// SPDX-License-Identifier: Apache-2.0
// Inside the resolve room only: the codes of households in the ledger, and what happened to them as events.
#pragma once

#include <cstdint>
#include <vector>

#include "flow/context.h"
#include "resolve/household_forming.h"

namespace zhike::resolve {

// All customers that have a household, by customer.
Result<std::vector<HouseholdMember>> read_household_codes(flow::Context& context);
// Tells how far the ledger is; 0: nothing has happened yet.
Result<std::int64_t> last_household_event(flow::Context& context);

// The codes of the households formed now, by customer; durable in the ledger when it returns. `formed` and `before` are by
// customer and speak of the same customers: of all there are, or of some that share no household, then or now, with others.
Result<std::vector<HouseholdMember>> give_household_codes(flow::Context& context, const std::vector<HouseholdMember>& formed,
                                                          const std::vector<HouseholdMember>& before);

}  // namespace zhike::resolve
