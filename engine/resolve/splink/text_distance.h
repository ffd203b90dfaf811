// SPDX-License-Identifier: Apache-2.0
// The text distances of DuckDB's functions of the same names, byte for byte, so that a Splink model gives the scores it
// gave there. Our own kernels count code points and differ on purpose.
#pragma once

#include <string_view>

namespace zhike::resolve::splink {

double jaro(std::string_view left, std::string_view right);
// The common prefix counts only above a Jaro similarity of 0.7 (Winkler's own rule, and RapidFuzz's).
double jaro_winkler(std::string_view left, std::string_view right);
int levenshtein(std::string_view left, std::string_view right);
// Unrestricted: a pair of swapped letters may be edited again.
int damerau_levenshtein(std::string_view left, std::string_view right);
double jaccard(std::string_view left, std::string_view right);  // of the sets of bytes

}  // namespace zhike::resolve::splink
