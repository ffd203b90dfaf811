// SPDX-License-Identifier: Apache-2.0
// Digests under which partners exchange identifiers: MD5 (RFC 1321), SHA-256 (FIPS 180-4), SM3 (GB/T 32905-2016).
// For matching only: MD5 proves nothing.
#pragma once

#include <string>
#include <string_view>

namespace zhike {

// algorithm: md5, sha256 or sm3. Lower-case hexadecimal digits; empty for an unknown algorithm.
std::string digest(std::string_view algorithm, std::string_view bytes);

}  // namespace zhike
