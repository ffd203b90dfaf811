// SPDX-License-Identifier: Apache-2.0
#include "resolve/household_forming.h"

#include <algorithm>
#include <numeric>
#include <tuple>

namespace zhike::resolve {
namespace {

// Customers of edges as positions in `codes`, which ascends: the smaller position is the smaller customer.
struct Customers {
  std::vector<Code> codes;
  std::vector<std::pair<std::uint32_t, std::uint32_t>> ends;  // per edge
};

Customers number_customers(std::span<const HouseholdEdge> edges) {
  Customers customers;
  customers.codes.reserve(edges.size() * 2);
  for (const auto& edge : edges) customers.codes.insert(customers.codes.end(), {edge.left, edge.right});
  std::sort(customers.codes.begin(), customers.codes.end());
  customers.codes.erase(std::unique(customers.codes.begin(), customers.codes.end()), customers.codes.end());
  const auto place = [&](Code code) {
    return static_cast<std::uint32_t>(std::lower_bound(customers.codes.begin(), customers.codes.end(), code) - customers.codes.begin());
  };
  for (const auto& edge : edges) customers.ends.emplace_back(place(edge.left), place(edge.right));
  return customers;
}

// Sets of positions, each named by its smallest.
class Groups {
 public:
  explicit Groups(std::size_t count) : parent_(count), size_(count, 1) { std::iota(parent_.begin(), parent_.end(), 0U); }
  std::uint32_t of(std::uint32_t position) {
    for (; parent_[position] != position; position = parent_[position]) parent_[position] = parent_[parent_[position]];
    return position;
  }
  std::int64_t size(std::uint32_t group) const { return size_[group]; }
  void join(std::uint32_t a, std::uint32_t b) {
    const auto into = std::min(a, b), from = std::max(a, b);
    parent_[from] = into;
    size_[into] += size_[from];
  }

 private:
  std::vector<std::uint32_t> parent_;
  std::vector<std::int64_t> size_;
};

}  // namespace

std::vector<HouseholdEdge> strongest_of(std::vector<HouseholdEdge> found) {
  for (auto& edge : found)
    if (edge.left > edge.right) std::swap(edge.left, edge.right), std::swap(edge.left_id, edge.right_id);
  std::sort(found.begin(), found.end(), [](const auto& a, const auto& b) {
    return std::tie(a.left, a.right, b.related_bits, a.left_id, a.right_id) < std::tie(b.left, b.right, a.related_bits, b.left_id, b.right_id);
  });
  found.erase(std::unique(found.begin(), found.end(), [](const auto& a, const auto& b) { return a.left == b.left && a.right == b.right; }), found.end());
  return found;
}

std::vector<HouseholdMember> form_households(std::span<const HouseholdEdge> edges, std::int64_t customers_most) {
  const Customers customers = number_customers(edges);
  std::vector<std::uint32_t> strongest(edges.size());
  std::iota(strongest.begin(), strongest.end(), 0U);
  std::sort(strongest.begin(), strongest.end(), [&](std::uint32_t a, std::uint32_t b) {
    return edges[a].related_bits != edges[b].related_bits ? edges[a].related_bits > edges[b].related_bits : customers.ends[a] < customers.ends[b];
  });
  Groups groups(customers.codes.size());
  for (const auto k : strongest) {
    const auto left = groups.of(customers.ends[k].first), right = groups.of(customers.ends[k].second);
    if (left != right && groups.size(left) + groups.size(right) <= customers_most) groups.join(left, right);
  }
  std::vector<HouseholdMember> out;
  for (std::uint32_t position = 0; position < customers.codes.size(); ++position)
    if (const auto group = groups.of(position); groups.size(group) > 1) out.push_back({customers.codes[position], customers.codes[group]});
  return out;
}

std::vector<Code> household_parts(std::span<const HouseholdEdge> edges) {
  const Customers customers = number_customers(edges);
  Groups groups(customers.codes.size());
  for (const auto& [left, right] : customers.ends)
    if (const auto a = groups.of(left), b = groups.of(right); a != b) groups.join(a, b);
  std::vector<Code> parts;
  for (const auto& [left, right] : customers.ends) parts.push_back(customers.codes[groups.of(left)]);
  return parts;
}

}  // namespace zhike::resolve
