// SPDX-License-Identifier: Apache-2.0
// Names of divisions as spellings of their codes: files say 杭州 where the standard says 330100.
#pragma once

#include <string>
#include <unordered_map>

namespace zhike::standardise {

// Folded name, whole or without its last word -> code in force. A name that several divisions of one level bear
// (朝阳区) is left out; a province's name beats a city's, a city's a district's. Made at first use.
const std::unordered_map<std::string, std::string>& division_names();

}  // namespace zhike::standardise
