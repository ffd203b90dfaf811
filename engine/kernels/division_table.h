// SPDX-License-Identifier: Apache-2.0
// Lines "state, code, successor, name" separated by tabs: C current, R retired, A another name of a current code.
// Made by tools/generate_tables.py, ordered by level, then state, then code.
#pragma once

#include <string_view>

namespace zhike::kernels {

std::string_view division_table();

}  // namespace zhike::kernels
