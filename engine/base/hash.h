// SPDX-License-Identifier: Apache-2.0
// Two hashes: a quick 64-bit one for keys inside the lake (XXH3), and SHA-256 for what must stand as proof.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"

namespace zhike {

std::uint64_t quick_hash(std::string_view bytes, std::uint64_t seed = 0);

// 64 lower-case hexadecimal digits.
std::string sha256(std::string_view bytes);
// Of a whole file, read in blocks. Fails with not_found or unreadable.
Result<std::string> sha256_file(const std::string& path);

}  // namespace zhike
