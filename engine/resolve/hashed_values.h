// SPDX-License-Identifier: Apache-2.0
// Inside the resolve room only: identifiers that came hashed. A digest of a value that also came plain counts as that value;
// digests of one algorithm match one another anyway.
#pragma once

#include <string>
#include <vector>

namespace zhike::resolve {

// `values` with every digest (md5, sha256 or sm3 as listed) of another of them replaced by it; other digests in small letters.
// A mainland mobile number is also met under its digest without the country code. O(values).
std::vector<std::string> with_digests_replaced(const std::vector<std::string>& values, const std::vector<std::string>& algorithms);

}  // namespace zhike::resolve
