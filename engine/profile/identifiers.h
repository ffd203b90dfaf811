// SPDX-License-Identifier: Apache-2.0
// Inside the profile room only: which fields tell one customer from another.
#pragma once

#include <vector>

#include "standard/standard.h"

namespace zhike::profile {

// Collected fields that identify directly, names left out: mobile, e-mail, documents, accounts, WeChat ids, devices.
std::vector<const standard::Field*> identifier_fields(const standard::Standard& standard);

}  // namespace zhike::profile
