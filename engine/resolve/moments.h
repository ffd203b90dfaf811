// SPDX-License-Identifier: Apache-2.0
// Inside the resolve room only: days and times as people write them. They are compared as text, so that only the one form
// of each is taken, and only when the calendar has it.
#pragma once

#include <string_view>

namespace zhike::resolve {

bool is_day(std::string_view text);     // 2026-01-31
bool is_moment(std::string_view text);  // 2026-01-31T08:30:00Z

}  // namespace zhike::resolve
