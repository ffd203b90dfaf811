// SPDX-License-Identifier: Apache-2.0
// What people and identity rules say, taken into the index whole.
#pragma once

#include <cstdint>
#include <vector>

#include "resolve/index.h"
#include "resolve/index_data.h"

namespace zhike::resolve {

// What take_told() needs; bad_request otherwise.
Status check_told(const IndexData& data, const IndexTold& told);
// Puts it in place of what was told before and adds the rows that hear something new to `seeds`. O(rows + pairs log pairs).
void take_told(IndexData& data, const IndexTold& told, std::vector<std::uint32_t>& seeds);

}  // namespace zhike::resolve
