// SPDX-License-Identifier: Apache-2.0
// What a run holds in memory, counted from its tables, and what the next step will need: so that a limit stops it before
// the machine does.
#pragma once

#include <cstdint>
#include <string_view>

#include "base/spill.h"
#include "resolve/prepared.h"
#include "resolve/resolve.h"

namespace zhike::resolve {

std::uint64_t bytes_of(const Table& table);
std::uint64_t bytes_of(const Prepared& prepared);
// The fields and what finding their similar values takes at most, for so many fields at a time: features, lists, chance. An
// estimate.
std::uint64_t bytes_to_index(const Fields& fields, int at_a_time);
// Accumulators and combinations of frequent values.
std::uint64_t bytes_to_walk(const Fields& fields, int threads);

// Of what options.memory_bytes leave for pairs and links, the share in per cent that one array may hold; the rest of it is
// spilled. The same pairs lie there twice for a moment, as they are found and in one list.
SpillRules spill_rules(const Options& options, std::uint64_t percent);

// Fails with too_large when `bytes` are more than options.memory_bytes, unless that is 0.
Status check_memory(const Options& options, std::uint64_t bytes, std::string_view step);

}  // namespace zhike::resolve
