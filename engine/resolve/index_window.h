// SPDX-License-Identifier: Apache-2.0
// A few rows of the index as a table of their own, so that the batch's scorer, linkage and waterfalls work on them
// unchanged: there is one piece of code that says what a pair weighs.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "resolve/index_data.h"
#include "resolve/index_query.h"
#include "resolve/prepared.h"

namespace zhike::resolve {

struct Window {
  std::unique_ptr<Prepared> prepared;  // model and chance of the index; local row k is rows[k]
  std::vector<std::uint32_t> rows;     // by the order that ties go by; IndexData::nobody = the query
  std::uint32_t query = 0;             // its local row, if there is one
  std::uint64_t query_order = 0;

  std::uint32_t local(std::uint32_t row, const IndexData& data) const;
};

enum class WindowPairs : std::uint8_t { all, with_query, with_asking };  // which pairs will be looked at

// rows: each once, all there. query may be null. O(rows² log) for all pairs, O(rows log) for those with the query.
Window make_window(const IndexData& data, std::vector<std::uint32_t> rows, const Query* query, WindowPairs pairs);
// For the pairs of some of the rows with others: one window costs less than one for each.
Window make_window(const IndexData& data, std::vector<std::uint32_t> rows, std::span<const std::uint32_t> asking);

}  // namespace zhike::resolve
