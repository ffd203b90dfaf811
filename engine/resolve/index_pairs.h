// SPDX-License-Identifier: Apache-2.0
// The pairs of the index as a run would have stored them.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "resolve/index.h"
#include "resolve/index_data.h"

namespace zhike::resolve {

// As the functions of Index that are called so.
std::vector<IndexEdge> edges_of(const IndexData& data, std::span<const std::int64_t> record_ids, int threads);
std::vector<IndexEdge> ties_of(const IndexData& data, std::span<const std::int64_t> record_ids);
std::optional<IndexPair> pair_of(const IndexData& data, std::int64_t left_id, std::int64_t right_id);

}  // namespace zhike::resolve
