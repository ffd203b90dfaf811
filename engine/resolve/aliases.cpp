// SPDX-License-Identifier: Apache-2.0
// Counting which values meet in clusters.
#include "resolve/aliases.h"

#include <algorithm>
#include <numeric>
#include <utility>

#include "base/parallel.h"
#include "resolve/similar_values.h"

namespace zhike::resolve {
namespace {

constexpr std::uint8_t alias_level = 3;
constexpr double clusters_least = 3;
constexpr double times_chance_least = 10;
constexpr double share_least = 0.03;
constexpr std::size_t values_most = 40;  // a cluster with more values of a field is no evidence

bool has_aliases(Kind kind) {
  return kind == Kind::given_name || kind == Kind::surname || kind == Kind::place || kind == Kind::rest_of_name;
}

using ValuePair = std::pair<std::uint32_t, std::uint32_t>;

struct Meetings {
  std::vector<ValuePair> pairs;              // one entry per cluster in which the two meet, sorted
  std::vector<std::uint32_t> clusters_of;    // per value
  double clusters = 0;                       // that have the field at all
};

Meetings count_meetings(const Field& field, const std::vector<std::uint32_t>& rows_by_cluster,
                        const std::vector<std::uint32_t>& cluster) {
  Meetings meetings;
  meetings.clusters_of.assign(field.values.size(), 0);
  std::vector<std::uint32_t> values;
  for (std::size_t first = 0; first < rows_by_cluster.size();) {
    values.clear();
    std::size_t last = first;
    for (; last < rows_by_cluster.size() && cluster[rows_by_cluster[last]] == cluster[rows_by_cluster[first]]; ++last)
      if (const auto code = field.code[rows_by_cluster[last]]; code != 0) values.push_back(code);
    first = last;
    std::sort(values.begin(), values.end());
    values.erase(std::unique(values.begin(), values.end()), values.end());
    if (values.empty() || values.size() > values_most) continue;
    ++meetings.clusters;
    for (std::size_t a = 0; a < values.size(); ++a) {
      ++meetings.clusters_of[values[a]];
      for (std::size_t b = a + 1; b < values.size(); ++b) meetings.pairs.emplace_back(values[a], values[b]);
    }
  }
  std::sort(meetings.pairs.begin(), meetings.pairs.end());
  return meetings;
}

std::vector<ValuePair> find_aliases(const Field& field, const Meetings& meetings) {
  std::vector<ValuePair> aliases;
  for (std::size_t first = 0; first < meetings.pairs.size();) {
    const auto [a, b] = meetings.pairs[first];
    std::size_t last = first;
    while (last < meetings.pairs.size() && meetings.pairs[last] == meetings.pairs[first]) ++last;
    const double together = static_cast<double>(last - first);
    first = last;
    const double of_a = meetings.clusters_of[a];
    const double of_b = meetings.clusters_of[b];
    if (together < clusters_least || together < times_chance_least * of_a * of_b / meetings.clusters ||
        together < share_least * std::min(of_a, of_b))
      continue;
    const int level = level_of(field, a, b);
    if (level == field.different() || level > alias_level) aliases.emplace_back(a, b);
  }
  return aliases;
}

// The lists of similar values with the aliases in them, each list sorted as before.
void insert(Field& field, const std::vector<ValuePair>& aliases, int threads) {
  std::vector<ValuePair> both = aliases;
  for (const auto& [a, b] : aliases) both.emplace_back(b, a);
  std::sort(both.begin(), both.end());
  Lists<Similar> lists;
  std::size_t next = 0;
  for (std::uint32_t value = 0; value < field.values_count(); ++value) {
    const auto begin = static_cast<std::ptrdiff_t>(lists.items.size());
    const auto old = field.similar[value];
    lists.items.insert(lists.items.end(), old.begin(), old.end());
    for (; next < both.size() && both[next].first == value; ++next) {
      const auto at = std::find_if(lists.items.begin() + begin, lists.items.end(),
                                   [&](const Similar& similar) { return similar.value >= both[next].second; });
      if (at != lists.items.end() && at->value == both[next].second) at->level = alias_level;
      else lists.items.insert(at, {both[next].second, alias_level});
    }
    lists.begin.push_back(lists.items.size());
  }
  field.similar = std::move(lists);
  count_similar_rows(field, threads);
}

// The rows of each cluster side by side, ascending; clusters are named by rows.
std::vector<std::uint32_t> listed_by_cluster(const std::vector<std::uint32_t>& cluster) {
  std::vector<std::uint32_t> at(cluster.size() + 1, 0), rows(cluster.size());
  for (const auto name : cluster) ++at[name + 1];
  std::partial_sum(at.begin(), at.end(), at.begin());
  for (std::uint32_t row = 0; row < rows.size(); ++row) rows[at[cluster[row]]++] = row;
  return rows;
}

}  // namespace

void add_aliases(Fields& fields, std::size_t f, const std::vector<ValuePair>& aliases, int threads) {
  Field& field = fields.field[f];
  insert(field, aliases, threads);
  if (!fields.row_rarity.empty()) set_row_rarity(fields, f, threads);
  field.aliases.insert(field.aliases.end(), aliases.begin(), aliases.end());
}

std::vector<AliasPair> learn_aliases(Fields& fields, const std::vector<std::uint32_t>& cluster, int threads) {
  const auto rows = listed_by_cluster(cluster);
  std::vector<std::vector<ValuePair>> aliases(fields.size());
  parallel_pieces(fields.size(), 1, threads, [&](std::size_t first, std::size_t last, int) {
    for (std::size_t f = first; f < last; ++f)
      if (const Field& field = fields.field[f]; has_aliases(field.kind)) aliases[f] = find_aliases(field, count_meetings(field, rows, cluster));
  });
  std::vector<AliasPair> added;
  for (std::size_t f = 0; f < fields.size(); ++f) {
    if (!aliases[f].empty()) add_aliases(fields, f, aliases[f], threads);
    for (const auto& [left, right] : aliases[f]) added.push_back({f, left, right});
  }
  return added;
}

}  // namespace zhike::resolve
