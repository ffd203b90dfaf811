// SPDX-License-Identifier: Apache-2.0
// A second look at rows that linkage left alone for want of evidence.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "resolve/linkage.h"

namespace zhike::resolve {

inline constexpr std::size_t fragment_rows_most = 2;
using FragmentCounts = std::array<std::size_t, fragment_rows_most + 1>;  // rows by the size of their fragment; [0]: in none

// Per row: how many rows its cluster has when that is so few that they may have lost their customer, else 0.
std::vector<std::uint8_t> fragment_sizes(const std::vector<std::uint32_t>& cluster);
FragmentCounts count_fragments(std::span<const std::uint8_t> sizes);
// What a fragment owes to the rarity of such fragments, in bits by its size (from 1). Counted over the whole base: a part
// of it does not know how rare they are. counts: as linkage left the rows, before any was attached.
std::vector<double> fragment_bits(const FragmentCounts& counts, std::size_t rows);

// Where nearly every row has a partner, one that is alone has probably lost it: its clusters compete, and the best takes
// it when it is likelier than all others together and than staying alone. How many are alone is counted, not assumed, so
// that nothing happens where single records are the rule. links: as for link_clusters; O(links) and the cross pairs of
// rows that are alone or in pairs. Fills linkage.fragment. Returns how many were attached. Deterministic.
// patterns: those that the links number. With them the pairs that are links need not be scored again.
std::size_t attach_fragments(const Scorer& scorer, std::span<const ScoredLink> links, const LinkageRules& rules,
                             const std::vector<double>& fragment_bits, Linkage& linkage, int threads,
                             const std::vector<PairLevels>& patterns = {});

// What linkage is measured against: everything that any chain of links joins is one cluster.
Linkage connected_components(std::size_t rows, const std::vector<Link>& links);

}  // namespace zhike::resolve
