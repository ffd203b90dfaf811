// SPDX-License-Identifier: Apache-2.0
#include "resolve/letters.h"

#include <algorithm>
#include <bit>

namespace zhike::resolve {

Letters letters_of(std::u32string_view text) {
  Letters letters{0, static_cast<std::uint32_t>(text.size())};
  for (const char32_t c : text) letters.set |= std::uint32_t{1} << (c % 32);
  return letters;
}

// Letters that one side alone holds cannot be matched.
bool may_be_alike(Letters a, Letters b) {
  if (a.length < 3 || b.length < 3) return false;
  const int most = std::min(static_cast<int>(a.length) - std::popcount(a.set & ~b.set),
                            static_cast<int>(b.length) - std::popcount(b.set & ~a.set));
  if (most <= 0) return false;
  const double jaro = (static_cast<double>(most) / a.length + static_cast<double>(most) / b.length + 1) / 3;
  return jaro + 0.4 * (1 - jaro) >= swap_similarity;
}

}  // namespace zhike::resolve
