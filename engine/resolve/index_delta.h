// SPDX-License-Identifier: Apache-2.0
// What changes have made of an index, as bytes: taken over by plain insertion, nothing is searched for or clustered again.
// An index that takes over all deltas since it was stored is the one that wrote them, array by array.
#pragma once

#include <string>
#include <string_view>

#include "resolve/index_data.h"

namespace zhike::resolve {

// From here on it is kept in mind what changes. Costs memory for what changes only.
void watch_changes(IndexData& data);

// What has changed since watch_changes(), and the run that the index belongs to from then on. O(rows told about + changes).
std::string write_delta(IndexData& data, std::string_view belongs_to);

// The run alone; empty when there is none.
std::string delta_belongs_to(std::string_view delta);
// False when the delta does not follow on this index. prepare_index_data() is due after the last.
bool take_delta(std::string_view delta, IndexData& data);

}  // namespace zhike::resolve
