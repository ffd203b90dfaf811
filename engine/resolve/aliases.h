// SPDX-License-Identifier: Apache-2.0
// Second names of things, learned from the clusters found: ted and theodore, smith and schmidt, hackney and
// stoke newington. No table is needed.
#pragma once

#include <cstdint>
#include <vector>

#include "resolve/field.h"

namespace zhike::resolve {

struct Alias {
  std::size_t field = 0;
  std::uint32_t left = 0;  // codes, left < right
  std::uint32_t right = 0;
};

// Values of name and place fields that are different to each other, yet meet in at least three clusters, ten times
// more often than by chance and in 3 % of the rarer value's clusters, become similar (level 3). Returns the
// pairs that changed. cluster: per canonical row.
std::vector<Alias> learn_aliases(Fields& fields, const std::vector<std::uint32_t>& cluster, int threads);

}  // namespace zhike::resolve
