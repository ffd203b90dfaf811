// SPDX-License-Identifier: Apache-2.0
// How a delimited file is written: delimiter, quote, escape, line end, header. Sniffed from its first lines.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace zhike::ingest {

struct Dialect {
  char delimiter = ',';
  char quote = '"';
  char escape = '"';      // the quote itself (doubled), or a backslash
  char line_end = '\n';   // '\r' for files with CR alone; a CR before LF is dropped
  bool has_header = true;
  bool header_is_guess = false;  // its words are known to nobody, and the lines below hold nothing but words either
  bool operator==(const Dialect&) const = default;
};
// "comma, quote \", header", as people are shown it.
std::string describe(const Dialect& dialect);

// The delimiter that cuts most of the first lines into the same number of cells (more than one), preferring more cells.
// `text` is the beginning of the file in UTF-8; `is_known_name` tells whether a cell is a column name of the standard.
Dialect sniff_dialect(std::string_view text, const std::function<bool(std::string_view)>& is_known_name);

// Sets has_header and header_is_guess: whether the first record of such a file names the columns.
void sniff_header(std::string_view text, Dialect& dialect, const std::function<bool(std::string_view)>& is_known_name);

// Column names from a header row: trimmed, never empty (c3), unique without regard to case (name_2).
std::vector<std::string> column_names(const std::vector<std::string_view>& header);
std::vector<std::string> numbered_names(std::size_t count);

}  // namespace zhike::ingest
