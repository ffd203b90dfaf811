// SPDX-License-Identifier: Apache-2.0
// JSON for people: indented, short lists on one line, numbers without needless exponents.
#pragma once

#include <boost/json.hpp>
#include <string>

namespace zhike::resolve {

// Numbers keep 12 significant digits. Members that are null are left out.
std::string json_text(const boost::json::value& value);

}  // namespace zhike::resolve
