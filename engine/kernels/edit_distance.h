// SPDX-License-Identifier: Apache-2.0
// Edit distance with transpositions (optimal string alignment): the smallest number of inserted, deleted, replaced
// or swapped neighbouring code points, no part edited twice. Not a metric: the triangle may fail by one.
// Distances above `most` are given as most + 1, and are found out early. O(most * length) after the equal ends.
#pragma once

#include <string_view>

namespace zhike::kernels {

int edit_distance(std::u32string_view left, std::u32string_view right, int most);
int edit_distance(std::string_view left, std::string_view right, int most);  // UTF-8

inline bool within_edits(std::u32string_view left, std::u32string_view right, int most) { return edit_distance(left, right, most) <= most; }

}  // namespace zhike::kernels
