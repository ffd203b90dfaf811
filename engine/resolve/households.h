// SPDX-License-Identifier: Apache-2.0
// Inside the resolve room only: who lives together, and who belongs to whom. Households come from the engine's class "related"
// (Edge::related above 0 with weight below 0: the same address and surname, another person); relations are declared by people.
// Neither ever merges customers. Household codes (H...) last as customers' codes do.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "flow/context.h"
#include "resolve/household_forming.h"
#include "resolve/lake_tables.h"

namespace zhike::resolve {

// Finds the households of a run, gives them their codes in the ledger, and writes resolve.household, resolve.household_edge
// and resolve.household_basis. How many households there are.
Result<std::int64_t> write_households(flow::Context& context, const std::vector<Solved>& solved, const std::vector<std::string>& cuids, std::int64_t customers_most);

// The same from the stored pairs, after the records of resolve_changed have changed. Pairs below edge_floor_bits that came with
// them are found by the next run over all records.
Result<std::int64_t> write_households_again(flow::Context& context, std::int64_t customers_most);

// The same answer, but only customers that acts of the registry or changed records have touched since the tables were written,
// and whoever hangs together with them, are looked at. All of them where ledger and tables do not follow from each other.
Result<std::int64_t> write_households_changed(flow::Context& context, std::int64_t customers_most);

}  // namespace zhike::resolve
