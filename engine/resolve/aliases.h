// SPDX-License-Identifier: Apache-2.0
// Second names of things, learned from the clusters found: ted and theodore, smith and schmidt, hackney and
// stoke newington. No table is needed.
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "resolve/field.h"

namespace zhike::resolve {

struct AliasPair {
  std::size_t field = 0;
  std::uint32_t left = 0;  // codes, left < right
  std::uint32_t right = 0;
};

// Values of name and place fields that are different to each other, yet meet in at least three clusters, ten times
// more often than by chance and in 3 % of the rarer value's clusters, become similar (level 3). Returns the
// pairs that changed. cluster: per canonical row.
std::vector<AliasPair> learn_aliases(Fields& fields, const std::vector<std::uint32_t>& cluster, int threads);
// Puts pairs of values (codes) of a field at the alias level and keeps them in its `aliases`. Chance is to be refreshed then.
void add_aliases(Fields& fields, std::size_t field, const std::vector<std::pair<std::uint32_t, std::uint32_t>>& aliases, int threads);

}  // namespace zhike::resolve
