// SPDX-License-Identifier: Apache-2.0
// The one clock. ZHIKE_NOW (ISO 8601, UTC) fixes it, so that tests and demonstrations repeat exactly.
#pragma once

#include <cstdint>
#include <string>

namespace zhike {

// Now, in UTC, as 2026-11-22T08:30:00Z.
std::string now_utc();
// Milliseconds that only go forward, for measuring.
std::int64_t monotonic_ms();

}  // namespace zhike
