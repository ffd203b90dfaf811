// SPDX-License-Identifier: Apache-2.0
// Inside the operations room and for the ways in: errors, notes and reasons in the language of whoever reads them.
// The engine makes them in English; messages_zh.tsv holds the Chinese of each, and tools/tidy_messages.py that none lacks.
#pragma once

#include <string>
#include <string_view>

#include "operations/operation.h"

namespace zhike::operations {

// The Chinese of the pattern that fits the whole message, with its parts in Chinese too where they are messages; the
// message itself in English, or when no pattern fits. Of several patterns the one with the longest text of its own wins.
// Safe from any thread.
std::string told(std::string_view message, Language language);

}  // namespace zhike::operations
