// SPDX-License-Identifier: Apache-2.0
// The valid name nearest to one that is not known, for error messages.
#pragma once

#include <span>
#include <string_view>

namespace zhike::kernels {

// Damerau-Levenshtein over bytes, case ignored. Empty when nothing is near (more than a third of the letters differ,
// at least two being allowed). The first of equally near ones wins.
std::string_view nearest_name(std::string_view name, std::span<const std::string_view> candidates);

}  // namespace zhike::kernels
