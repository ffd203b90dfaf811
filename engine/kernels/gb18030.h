// SPDX-License-Identifier: Apache-2.0
// GB18030 by flat tables: filled from ICU at first use, then brought from the 2005 edition (ICU 72) to that of 2022,
// in which 18 characters moved from the private use area to their Unicode places.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace zhike::kernels {

// The code point at `position`, which moves behind it; U+FFFD (and one byte) when ill-formed or not assigned.
char32_t decode_gb18030(std::string_view bytes, std::size_t& position);
std::size_t find_invalid_gb18030(std::string_view bytes);  // bytes.size() when there is none
void append_gb18030(std::string& out, char32_t code_point);

}  // namespace zhike::kernels
