// SPDX-License-Identifier: Apache-2.0
// How frequent values are, counted anew in an index that has grown: the chance of each value, and how likely two records
// are one customer at all. What was learned from pairs (m, dependences, aliases) stays.
#pragma once

#include <cstdint>
#include <vector>

#include "resolve/index_data.h"

namespace zhike::resolve {

// By which share the index has grown or shrunk since its values were counted.
double count_drift(const IndexData& data);

// Afterwards every pair weighs what its two values say in the present records. Returns the rows whose cluster may be
// another one by that: they have a pair near the cut. O(values + similar values + pairs near the cut).
std::vector<std::uint32_t> recount(IndexData& data, int threads);

}  // namespace zhike::resolve
