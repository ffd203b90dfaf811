// SPDX-License-Identifier: Apache-2.0
// Inside the operations room only: what happened to customers, as sentences.
#pragma once

#include <cstdint>
#include <string>

#include "operations/operation.h"

namespace zhike::operations {

struct HappenedOut {
  std::string kind, cuid, other, cause;
  std::int64_t records_count = 0;
};
// "P1 absorbed P2 (3 records), by a verdict".
std::string event_words(const HappenedOut& happened, const Terminal& terminal);
std::string cause_words(const std::string& cause, const Terminal& terminal);

}  // namespace zhike::operations
