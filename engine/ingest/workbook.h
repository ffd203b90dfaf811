// SPDX-License-Identifier: Apache-2.0
// One sheet of an XLSX workbook as CSV text. Runs in the child process of child.h.
#pragma once

#include <string>

#include "base/result.h"

namespace zhike::ingest {

// Writes the sheet (empty: the first) to the file descriptor `out`: shared and inline texts, stored results of
// formulas, dates as ISO 8601 by their number format, the value of a merged cell in its first cell only.
// Fails with unreadable, not_found (sheet) or too_large.
Status write_workbook(const std::string& path, const std::string& sheet, int out);

}  // namespace zhike::ingest
