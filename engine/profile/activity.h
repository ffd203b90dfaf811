// SPDX-License-Identifier: Apache-2.0
// Inside the profile room only: the fields that follow from events, as SQL made from the standard's `derive` verbs.
#pragma once

#include <string>
#include <vector>

#include "db/value.h"
#include "standard/standard.h"

namespace zhike::profile {

// Ids of the fields that sql/activity.sql works out, in the order of the standard.
std::vector<std::string> activity_fields(const standard::Standard& standard);
// The slots of sql/activity.sql.
std::vector<db::Slot> activity_slots(const standard::Standard& standard);

}  // namespace zhike::profile
