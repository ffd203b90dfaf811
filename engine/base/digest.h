// SPDX-License-Identifier: Apache-2.0
// Digests under which partners exchange identifiers: MD5 (RFC 1321), SHA-256 (FIPS 180-4), SM3 (GB/T 32905-2016).
// For matching only: MD5 proves nothing.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace zhike {

// Two lower-case digits for each byte.
std::string hexadecimal(std::string_view bytes);

// algorithm: md5, sha256 or sm3. Lower-case hexadecimal digits; empty for an unknown algorithm.
std::string digest(std::string_view algorithm, std::string_view bytes);
// How many digits it has; 0 for an unknown algorithm.
std::size_t digest_digits(std::string_view algorithm);
// The text as digest() would write it, when it can be the digest of one of these algorithms.
std::optional<std::string> read_digest(std::string_view text, const std::vector<std::string>& algorithms);

}  // namespace zhike
