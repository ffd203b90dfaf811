// SPDX-License-Identifier: Apache-2.0
// The slow twin of normalise(): every step by itself, NFKC by ICU for every text.
#pragma once

#include <string>
#include <string_view>

namespace zhike::kernels::reference {

std::string normalised(std::string_view raw);

}  // namespace zhike::kernels::reference
