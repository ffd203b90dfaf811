// SPDX-License-Identifier: Apache-2.0
// Inside the profile room only: small pieces of SQL text made from names of the standard.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "standard/condition.h"
#include "standard/standard.h"

namespace zhike::profile {

std::string joined(const std::vector<std::string>& parts, std::string_view between);
std::vector<std::string> split(std::string_view text, char at);
std::string quoted_list(const std::vector<std::string>& values);  // 'a', 'b'

// When a field is expected of a customer, over the columns of profile.customer (`from` is put before them, with its dot):
// "false" for an optional one.
Result<std::string> expected_when(const standard::Field& field, const std::string& from);

}  // namespace zhike::profile
