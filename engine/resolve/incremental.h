// SPDX-License-Identifier: Apache-2.0
// Clusters after a change: only those that it touches are formed anew, each together with its neighbours, by the batch's
// own linkage.
#pragma once

#include <cstdint>
#include <vector>

#include "resolve/index_data.h"
#include "resolve/index_query.h"
#include "resolve/index_search.h"

namespace zhike::resolve {

// Rows to be looked at, and what they became: cluster k is rows of `rows` with label k.
struct Regrouped {
  std::vector<std::uint32_t> rows;   // nobody = the query
  std::vector<std::uint32_t> label;  // per row of `rows`
  // Per row of `rows`; empty without a second look.
  std::vector<std::uint8_t> fragment_sizes;
  std::vector<std::uint32_t> fragment;  // a row that stands for it
};

// The rows of every cluster that one of the rows or matches is in, ascending.
std::vector<std::uint32_t> rows_around(const IndexData& data, const std::vector<std::uint32_t>& rows, const std::vector<Match>& matches);
// Forms the clusters of these rows from nothing. With a query, its matches are its links.
Regrouped regroup(const IndexData& data, std::vector<std::uint32_t> rows, const Query* query, const std::vector<Match>& matches);

// Clusters again around the seeds until nothing outside is touched any more. Returns the rows whose cluster is another
// set of rows than before; adds to `looked_at`.
std::vector<std::uint32_t> recluster(IndexData& data, std::vector<std::uint32_t> seeds, int threads, std::uint64_t& looked_at);

// Fragments become rarer as a base grows, and the rarer they are, the likelier they belong to somebody: when that has
// moved, all of them are looked at again. Returns as recluster().
std::vector<std::uint32_t> look_again_at_fragments(IndexData& data, int threads, std::uint64_t& looked_at);

// Pairs at or above this weight make two clusters neighbours: below it, they never merge (measured).
inline constexpr float touch_bits = -4;

}  // namespace zhike::resolve
