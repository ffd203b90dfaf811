// SPDX-License-Identifier: Apache-2.0
// Inside the ledger room only: what SQLite said as one of our codes, without any value of a row.
#pragma once

#include <string_view>

#include "base/result.h"

struct sqlite3;

namespace zhike::ledger {

Error sqlite_error(sqlite3* handle, std::string_view doing);

}  // namespace zhike::ledger
