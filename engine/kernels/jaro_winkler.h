// SPDX-License-Identifier: Apache-2.0
// Jaro-Winkler similarity: 1 for equal texts, 0 when nothing is shared; typing errors late in a word weigh less.
// Winkler 1990, prefix weight 0.1 over at most four letters, for every Jaro value. Works on code points.
// Texts longer than 64 are compared by their first 64 code points, so that the marks fit one machine word.
// Symmetric in its arguments (a twin and the axioms are tested). O(length * window).
#pragma once

#include <string_view>

namespace zhike::kernels {

double jaro_winkler(std::u32string_view left, std::u32string_view right);
double jaro_winkler(std::string_view left, std::string_view right);  // UTF-8

}  // namespace zhike::kernels
