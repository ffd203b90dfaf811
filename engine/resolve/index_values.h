// SPDX-License-Identifier: Apache-2.0
// Values that come with new records: numbered in the order of the records, and linked to those similar to them.
#pragma once

#include <span>
#include <vector>

#include "resolve/index_data.h"
#include "resolve/index_query.h"

namespace zhike::resolve {

// Afterwards every text of the records has a number. The same whatever the number of threads.
void add_values(IndexData& data, std::span<const CleanRecord> records, int threads);

}  // namespace zhike::resolve
