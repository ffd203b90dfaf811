// SPDX-License-Identifier: Apache-2.0
#include "resolve/index_told.h"

#include <algorithm>
#include <iterator>

namespace zhike::resolve {
namespace {

using Pairs = std::vector<std::pair<std::uint32_t, std::uint32_t>>;  // rows, left < right, sorted

void settle(Pairs& pairs) {
  std::sort(pairs.begin(), pairs.end());
  pairs.erase(std::unique(pairs.begin(), pairs.end()), pairs.end());
}

Pairs present_pairs(const IndexData& data, const std::vector<std::pair<std::int64_t, std::int64_t>>& told) {
  Pairs pairs;
  for (const auto& [left, right] : told) {
    const auto a = data.row_of(left), b = data.row_of(right);
    if (a == IndexData::nobody || b == IndexData::nobody || a == b) continue;
    pairs.emplace_back(std::min(a, b), std::max(a, b));
  }
  settle(pairs);
  return pairs;
}

Pairs known_pairs(const IndexData& data, const GrowingLists<std::uint32_t>& partners) {
  Pairs pairs;
  for (std::uint32_t row = 0; row < partners.size(); ++row) {
    if (!data.is_there(row)) continue;
    partners.each(row, [&](std::uint32_t other) {
      if (row < other && data.is_there(other)) pairs.emplace_back(row, other);
    });
  }
  settle(pairs);
  return pairs;
}

void replace(const IndexData& data, GrowingLists<std::uint32_t>& partners, const Pairs& now, std::vector<std::uint32_t>& seeds) {
  const Pairs before = known_pairs(data, partners);
  Pairs different;
  std::set_symmetric_difference(before.begin(), before.end(), now.begin(), now.end(), std::back_inserter(different));
  if (different.empty()) return;
  for (const auto& [left, right] : different) seeds.insert(seeds.end(), {left, right});
  std::vector<Link> links;
  for (const auto& [left, right] : now) links.push_back({left, right});
  partners = partners_of(links, static_cast<std::uint32_t>(data.rows()));
}

}  // namespace

Status check_told(const IndexData& data, const IndexTold& told) {
  bool fits = told.identity.size() == data.identity.size();
  for (const auto& keys : told.identity) fits = fits && keys.size() == told.record_ids.size();
  return fits ? done() : Error{ErrorCode::bad_request, "identity keys have another form than those of the index"};
}

void take_told(IndexData& data, const IndexTold& told, std::vector<std::uint32_t>& seeds) {
  replace(data, data.same, present_pairs(data, told.same), seeds);
  replace(data, data.different, present_pairs(data, told.different), seeds);
  for (std::size_t rule = 0; rule < told.identity.size(); ++rule) {
    for (std::size_t k = 0; k < told.record_ids.size(); ++k) {
      const auto row = data.row_of(told.record_ids[k]);
      if (row == IndexData::nobody || data.identity[rule][row] == told.identity[rule][k]) continue;
      data.set_identity(rule, row, told.identity[rule][k]);
      seeds.push_back(row);
    }
  }
}

}  // namespace zhike::resolve
