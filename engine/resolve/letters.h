// SPDX-License-Identifier: Apache-2.0
// The letters of a name as a set, and how many there are: enough to rule most pairs of names out without their texts.
#pragma once

#include <cstdint>
#include <string_view>

namespace zhike::resolve {

// From here on two names are the same one, in the other's field. Jaro-Winkler.
inline constexpr double swap_similarity = 0.9;

struct Letters {
  std::uint32_t set = 0;
  std::uint32_t length = 0;
};
Letters letters_of(std::u32string_view text);
// False only where the texts' Jaro-Winkler similarity is below swap_similarity, or one has fewer than three letters.
bool may_be_alike(Letters a, Letters b);

}  // namespace zhike::resolve
