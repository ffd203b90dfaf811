// SPDX-License-Identifier: Apache-2.0
// Level by level as in frequent item sets (Agrawal and Srikant 1994), only that the infrequent border is kept:
// pairs of frequent values first, then triples of which all pairs were too large.
#include "resolve/conjunctions.h"

#include <algorithm>
#include <bit>
#include <numeric>
#include <utility>
#include <vector>

#include "base/parallel.h"

namespace zhike::resolve {
namespace {

// More work than this many passes over the rows is not worth what the last combinations add.
constexpr double passes_most = 96;

// The frequent values of a field, or of a part of it, per row; 0 = missing or not frequent.
struct Trait {
  std::size_t field = 0;
  LargeVector<std::uint32_t> code;
  Lists<std::uint32_t> rows;  // per code
};

void drop_rare(Trait& trait, std::uint32_t codes_count, std::uint32_t frequent_above) {
  std::vector<std::uint32_t> count(codes_count, 0);
  for (const auto code : trait.code) ++count[code];
  std::vector<std::uint32_t> renumbered(codes_count, 0);
  std::uint32_t next = 0;
  for (std::uint32_t code = 1; code < codes_count; ++code)
    if (count[code] > frequent_above) renumbered[code] = ++next;
  trait.rows.begin.assign(next + 2, 0);
  for (auto& code : trait.code) {
    code = renumbered[code];
    if (code != 0) ++trait.rows.begin[code + 1];
  }
  std::partial_sum(trait.rows.begin.begin(), trait.rows.begin.end(), trait.rows.begin.begin());
  trait.rows.items.resize(trait.rows.begin.back());
  auto at = trait.rows.begin;
  for (std::size_t row = 0; row < trait.code.size(); ++row)
    if (trait.code[row] != 0) trait.rows.items[at[trait.code[row]]++] = static_cast<std::uint32_t>(row);
}

template <class Part>
Trait part_of_date(const Field& field, std::size_t f, const Part& part) {
  Trait trait;
  trait.field = f;
  trait.code.resize(field.code.size());
  for (std::size_t row = 0; row < field.code.size(); ++row)
    if (field.code[row] != 0) trait.code[row] = part(field.days[field.code[row]]);
  return trait;
}

std::vector<Trait> find_traits(const Fields& fields, std::uint32_t frequent_above) {
  std::vector<Trait> traits;
  const auto keep = [&](Trait trait, std::uint32_t codes_count) {
    drop_rare(trait, codes_count, frequent_above);
    if (!trait.rows.items.empty()) traits.push_back(std::move(trait));
  };
  for (std::size_t f = 0; f < fields.size(); ++f) {
    const Field& field = fields.field[f];
    keep({f, {field.code.begin(), field.code.end()}, {}}, field.values_count());
    if (field.kind != Kind::date) continue;
    keep(part_of_date(field, f, [](const Day& day) { return static_cast<std::uint32_t>(std::clamp<int>(day.year, 0, 9998)) + 1; }), 10000);
    keep(part_of_date(field, f, [](const Day& day) {
           return day.year_only ? 0 : static_cast<std::uint32_t>(std::clamp<int>(day.month, 0, 12) * 32 + std::clamp<int>(day.day, 0, 31));
         }), 13 * 32);
  }
  return traits;
}

struct Groups {
  Lists<std::uint32_t> small;  // 2 up to rows_most rows
  Lists<std::uint32_t> large;
};

void append(Lists<std::uint32_t>& lists, std::span<const std::uint32_t> items) {
  lists.items.insert(lists.items.end(), items.begin(), items.end());
  lists.begin.push_back(lists.items.size());
}

// Every list cut into groups by the codes of one more trait, in the order of codes and rows. `takes_part` says which rows
// are cut at all. O(rows), but for sorting the codes that several rows of a list hold.
template <class TakesPart>
Groups cut(const Lists<std::uint32_t>& lists, const Trait& by, std::uint32_t rows_most, const TakesPart& takes_part) {
  constexpr std::uint32_t alone = 1;  // a code that one row of the list holds; those of several get their place, from 2 on
  Groups out;
  // Only what is written takes memory, and nothing is copied while the lists grow.
  out.small.items.reserve(std::min(lists.items.size(), by.rows.items.size()));
  std::vector<std::uint32_t> place_of(by.rows.size(), 0);  // per code: how many rows, then where the next goes; 0 between lists
  std::vector<std::uint32_t> codes, grouped;
  std::vector<std::pair<std::uint32_t, std::uint32_t>> taken;  // (code, row)
  for (std::size_t k = 0; k < lists.size(); ++k) {
    const auto list = lists[k];
    codes.clear();
    taken.resize(list.size());
    std::size_t count = 0;
    // Without branches, so that many codes are on their way from memory at a time.
    for (const auto row : list) {
      const auto code = by.code[row];
      taken[count] = {code, row};
      count += static_cast<std::size_t>(code != 0 && takes_part(row));
    }
    taken.resize(count);
    for (const auto& [code, row] : taken)
      if (++place_of[code] == 2) codes.push_back(code);
    std::sort(codes.begin(), codes.end());
    std::uint32_t next = 2;
    for (const auto code : codes) next += std::exchange(place_of[code], next);
    grouped.resize(next);
    for (const auto& [code, row] : taken) {
      auto& place = place_of[code];
      if (place == alone) place = 0;
      else grouped[place++] = row;
    }
    std::size_t begin = 2;
    for (const auto code : codes) {
      const std::size_t end = std::exchange(place_of[code], 0);
      const std::span<const std::uint32_t> rows(grouped.data() + begin, end - begin);
      append(rows.size() <= rows_most ? out.small : out.large, rows);
      begin = end;
    }
  }
  return out;
}

// All lists of small groups one behind the other.
Lists<std::uint32_t> joined(std::vector<Groups>& parts, int threads) {
  std::vector<std::size_t> items{0}, lists{0};
  for (const auto& part : parts) {
    items.push_back(items.back() + part.small.items.size());
    lists.push_back(lists.back() + part.small.size());
  }
  Lists<std::uint32_t> all;
  all.items.resize(items.back());
  all.begin.resize(lists.back() + 1);
  parallel_pieces(parts.size(), 1, threads, [&](std::size_t first, std::size_t last, int) {
    for (std::size_t k = first; k < last; ++k) {
      auto& part = parts[k].small;
      std::copy(part.items.begin(), part.items.end(), all.items.begin() + static_cast<std::ptrdiff_t>(items[k]));
      for (std::size_t list = 1; list < part.begin.size(); ++list) all.begin[lists[k] + list] = items[k] + part.begin[list];
      part = {};
    }
  });
  return all;
}

// Calls work(first, last) for a share of the rows on each thread. Every thread reads all lists, which come one behind the
// other, and writes to its own rows only, which lie everywhere.
template <class Work>
void share_rows(std::size_t rows, int threads, const Work& work) {
  const std::size_t shares = static_cast<std::size_t>(std::max(1, std::min(threads, 8)));
  parallel_pieces(shares, 1, threads, [&](std::size_t first, std::size_t last, int) {
    for (std::size_t share = first; share < last; ++share) work(rows * share / shares, rows * (share + 1) / shares);
  });
}

// The groups of each row, the smallest first.
Lists<std::uint32_t> invert(const Lists<std::uint32_t>& rows_of, std::size_t rows, std::uint32_t rows_most, int threads) {
  // Numbers of groups by size; of one size, ascending.
  std::vector<std::size_t> begin(rows_most + 2, 0);
  for (std::size_t group = 0; group < rows_of.size(); ++group) ++begin[rows_of[group].size() + 1];
  std::partial_sum(begin.begin(), begin.end(), begin.begin());
  std::vector<std::uint32_t> order(rows_of.size());
  for (std::size_t group = 0; group < rows_of.size(); ++group) order[begin[rows_of[group].size()]++] = static_cast<std::uint32_t>(group);
  Lists<std::uint32_t> lists;
  lists.begin.assign(rows + 1, 0);
  share_rows(rows, threads, [&](std::size_t first, std::size_t last) {
    for (const auto row : rows_of.items)
      if (row - first < last - first) ++lists.begin[row + 1];
  });
  std::partial_sum(lists.begin.begin(), lists.begin.end(), lists.begin.begin());
  lists.items.resize(rows_of.items.size());
  auto at = lists.begin;
  share_rows(rows, threads, [&](std::size_t first, std::size_t last) {
    for (const auto group : order)
      for (const auto row : rows_of[group])
        if (row - first < last - first) lists.items[at[row]++] = group;
  });
  return lists;
}

}  // namespace

Conjunctions find_conjunctions(const Fields& fields, const ConjunctionLimits& limits, int threads) {
  const auto traits = find_traits(fields, limits.frequent_above);
  struct Pair {
    std::size_t a = 0;
    std::size_t b = 0;
    Lists<std::uint32_t> large;
  };
  struct Triple {
    const Pair* pair = nullptr;
    std::size_t c = 0;
    std::uint64_t needed = 0;  // the bits of in_large that all rows of a triple have
  };
  double work = 0;
  const double work_most = passes_most * static_cast<double>(fields.rows);
  std::vector<Pair> pairs;
  for (std::size_t a = 0; a < traits.size(); ++a) {
    for (std::size_t b = a + 1; b < traits.size(); ++b) {
      if (traits[a].field == traits[b].field || work > work_most) continue;
      work += static_cast<double>(std::min(traits[a].rows.items.size(), traits[b].rows.items.size()));
      pairs.push_back({a, b, {}});
    }
  }
  std::vector<Groups> found(pairs.size());
  parallel_pieces(pairs.size(), 1, threads, [&](std::size_t first, std::size_t last, int) {
    for (std::size_t k = first; k < last; ++k) {
      const auto& [a, b, large] = pairs[k];
      const bool turned = traits[b].rows.items.size() < traits[a].rows.items.size();
      found[k] = cut(traits[turned ? b : a].rows, traits[turned ? a : b], limits.rows_most, [](std::uint32_t) { return true; });
      pairs[k].large = std::move(found[k].large);
    }
  });
  std::erase_if(pairs, [](const Pair& pair) { return pair.large.items.empty(); });
  if (pairs.size() > 64) pairs.resize(64);
  // Per row, which pairs of traits put it into a large group. A bit each; pairs beyond 64 are not refined.
  LargeVector<std::uint64_t> in_large(fields.rows, 0);
  share_rows(fields.rows, threads, [&](std::size_t first, std::size_t last) {
    for (std::size_t k = 0; k < pairs.size(); ++k)
      for (const auto row : pairs[k].large.items)
        if (row - first < last - first) in_large[row] |= std::uint64_t{1} << k;
  });
  const auto bit_of = [&](std::size_t a, std::size_t b) -> std::uint64_t {
    for (std::size_t k = 0; k < pairs.size(); ++k)
      if (pairs[k].a == a && pairs[k].b == b) return std::uint64_t{1} << k;
    return 0;
  };
  std::vector<Triple> triples;
  for (const auto& pair : pairs) {
    for (std::size_t c = pair.b + 1; c < traits.size(); ++c) {
      const std::uint64_t needed = bit_of(pair.a, c) | bit_of(pair.b, c);
      if (std::popcount(needed) != 2 || work > work_most) continue;
      work += static_cast<double>(pair.large.items.size());
      triples.push_back({&pair, c, needed});
    }
  }
  const std::size_t pairs_count = found.size();
  found.resize(pairs_count + triples.size());
  parallel_pieces(triples.size(), 1, threads, [&](std::size_t first, std::size_t last, int) {
    for (std::size_t k = first; k < last; ++k) {
      const auto& triple = triples[k];
      found[pairs_count + k] = cut(triple.pair->large, traits[triple.c], limits.rows_most,
                                   [&](std::uint32_t row) { return (in_large[row] & triple.needed) == triple.needed; });
    }
  });
  Conjunctions out;
  out.rows = joined(found, threads);
  out.groups = invert(out.rows, fields.rows, limits.rows_most, threads);
  return out;
}

}  // namespace zhike::resolve
