// SPDX-License-Identifier: Apache-2.0
// Values that share enough features are compared. All in flat sorted arrays.
#include "resolve/similar_values.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <memory>
#include <string_view>
#include <utility>
#include <vector>

#include "base/parallel.h"
#include "resolve/coded_table.h"
#include "resolve/levels.h"
#include "resolve/radix_sort.h"
#include "resolve/value_features.h"
#include "resolve/value_shape.h"

namespace zhike::resolve {
namespace {

using Value = std::uint32_t;

// Which values have each feature, and which features each value has; only features shared by several values.
struct FeatureIndex {
  Lists<Value> values;
  Lists<std::uint32_t> features;
  std::vector<std::uint32_t> features_count;  // per value, unshared and skipped ones included
};

constexpr std::size_t proof_values_most = 100;

FeatureIndex index_features(std::vector<Feature> features, Value values_count, std::size_t most) {
  FeatureIndex index;
  sort_by_upper_half(features);
  // Values come in ascending order, so repeats within a value stand side by side.
  features.erase(std::unique(features.begin(), features.end()), features.end());
  index.features_count.assign(values_count, 0);
  std::vector<std::uint64_t> begin(values_count + 1, 0);
  for (std::size_t first = 0; first < features.size();) {
    std::size_t last = first;
    while (last < features.size() && key_of(features[last]) == key_of(features[first])) ++index.features_count[value_of(features[last++])];
    if (last - first > 1 && last - first <= most) {
      for (std::size_t k = first; k < last; ++k) {
        index.values.items.push_back(value_of(features[k]));
        ++begin[value_of(features[k]) + 1];
      }
      index.values.begin.push_back(index.values.items.size());
    }
    first = last;
  }
  std::vector<Feature>().swap(features);
  for (std::size_t v = 0; v < values_count; ++v) begin[v + 1] += begin[v];
  index.features.begin.assign(begin.begin(), begin.end());
  index.features.items.resize(index.values.items.size());
  for (std::size_t list = 0; list < index.values.size(); ++list)
    for (const Value v : index.values[list]) index.features.items[begin[v]++] = static_cast<std::uint32_t>(list);
  return index;
}

// How often each code point stands in a text, folded into 16 counters. One edit moves at most two counters by one.
using Histogram = std::array<std::uint8_t, 16>;

Histogram histogram_of(std::u32string_view text) {
  Histogram counts{};
  for (const char32_t c : text) counts[c % counts.size()] = static_cast<std::uint8_t>(std::min(counts[c % counts.size()] + 1, 255));
  return counts;
}

int distance(const Histogram& a, const Histogram& b) {
  int sum = 0;
  for (std::size_t k = 0; k < a.size(); ++k) sum += std::abs(static_cast<int>(a[k]) - static_cast<int>(b[k]));
  return sum;
}

// Bounds that rule most pairs of names out without looking at the texts; never one that the comparator would accept.
class Sieve {
 public:
  explicit Sieve(const Field& field) {
    if (field.kind != Kind::given_name && field.kind != Kind::surname) return;
    for (std::size_t value = 0; value < field.points.size(); ++value) {
      counts_.push_back(histogram_of(field.points[value]));
      length_.push_back(static_cast<std::uint32_t>(field.points[value].size()));
    }
  }

  // Could their Jaro-Winkler be .77?
  bool may_be_alike(Value a, Value b) const {
    if (counts_.empty()) return true;
    const int apart = distance(counts_[a], counts_[b]);
    const int lengths = static_cast<int>(length_[a] + length_[b]);
    if (length_[a] > 60 || length_[b] > 60) return true;
    const double matched = (lengths - apart) / 2.0;  // at most so many letters have a partner
    const double jaro = (matched / length_[a] + matched / length_[b] + 1) / 3;
    return matched > 0 && jaro + 0.4 * (1 - jaro) >= 0.77 - 1e-9;
  }

 private:
  std::vector<Histogram> counts_;
  std::vector<std::uint32_t> length_;
};

// Have the two values enough features in common to be worth a comparison?
bool enough_shared(const Field& field, const FeatureIndex& index, Cut cut, Value a, Value b, std::uint32_t shared) {
  if (cut == Cut::grams) {
    const auto fewer = std::min(index.features_count[a], index.features_count[b]);
    return shared >= std::max(1.0, std::ceil(0.34 * fewer));
  }
  if (field.kind == Kind::address)
    return shared >= 2 || std::min(field.tokens[a].size(), field.tokens[b].size()) <= 1;
  return true;
}

struct Found {
  Value left = 0;
  Similar right;
};

bool in_order(const Found& a, const Found& b) {
  return a.left != b.left ? a.left < b.left : a.right.value < b.right.value;
}

// Of numbers: the shape of each value, and those of the values in the lists, in their order.
struct Shapes {
  LargeVector<Shape> of_value;
  LargeVector<Shape> of_parts;
  LargeVector<Shape> of_proofs;
};

Shapes shapes_of(const Field& field, const FeatureIndex& parts, const FeatureIndex& proofs) {
  Shapes shapes;
  for (std::size_t value = 0; value < field.points.size(); ++value) shapes.of_value.push_back(shape_of(field.points[value]));
  for (const Value value : parts.values.items) shapes.of_parts.push_back(shapes.of_value[value]);
  for (const Value value : proofs.values.items) shapes.of_proofs.push_back(shapes.of_value[value]);
  return shapes;
}

// Pairs (left < right) of one piece of values.
class Search {
 public:
  Search(const Field& field, Cut cut, const Sieve& sieve, const Shapes& shapes, const FeatureIndex& parts, const FeatureIndex& proofs)
      : field_(field), cut_(cut), sieve_(sieve), shapes_(shapes), parts_(parts), proofs_(proofs),
        shared_(cut == Cut::pieces ? 0 : field.values.size(), 0) {}

  void run(Value left, std::vector<Found>& out) {
    met_.clear();
    const auto before = static_cast<std::ptrdiff_t>(out.size());
    if (cut_ == Cut::pieces) {
      pick_by_shape(proofs_, left);
      pick_by_shape(parts_, left);
      std::sort(met_.begin(), met_.end());
      met_.erase(std::unique(met_.begin(), met_.end()), met_.end());
      for (const Value right : met_) compare(left, right, out);
      return;
    }
    walk(proofs_, left, proof);
    walk(parts_, left, 1);
    for (const Value right : met_) {
      const auto shared = std::exchange(shared_[right], 0);
      if (shared < proof && !enough_shared(field_, parts_, cut_, left, right, shared)) continue;
      if (sieve_.may_be_alike(left, right)) compare(left, right, out);
    }
    std::sort(out.begin() + before, out.end(), in_order);
  }

 private:
  static constexpr std::uint32_t proof = 1000;  // more than all parts together

  void compare(Value left, Value right, std::vector<Found>& out) const {
    const int level = compare_values(field_, left, right);
    if (level != field_.different()) out.push_back({left, {right, static_cast<std::uint8_t>(level)}});
  }

  void walk(const FeatureIndex& index, Value left, std::uint32_t weight) {
    if (index.features.items.empty()) return;
    for (const auto feature : index.features[left]) {
      const auto values = index.values[feature];
      for (auto at = std::upper_bound(values.begin(), values.end(), left); at != values.end(); ++at) {
        if (shared_[*at] == 0) met_.push_back(*at);
        shared_[*at] += weight;
      }
    }
  }

  // Shapes stand in the order of the lists, so nothing else is read.
  void pick_by_shape(const FeatureIndex& index, Value left) {
    if (index.features.items.empty()) return;
    const Shape own = shapes_.of_value[left];
    const auto& shapes = &index == &parts_ ? shapes_.of_parts : shapes_.of_proofs;
    for (const auto feature : index.features[left]) {
      const auto values = index.values[feature];
      const auto behind = static_cast<std::size_t>(std::upper_bound(values.begin(), values.end(), left) - values.begin());
      const std::size_t count = values.size() - behind;
      close_.resize(std::max(close_.size(), count));
      close_shapes_(own, shapes.data() + index.values.begin[feature] + behind, count, close_.data());
      for (std::size_t k = 0; k < count; ++k)
        if (close_[k] != 0) met_.push_back(values[behind + k]);
    }
  }

  const Field& field_;
  Cut cut_;
  const Sieve& sieve_;
  const Shapes& shapes_;
  const FeatureIndex& parts_;
  const FeatureIndex& proofs_;
  CloseShapes close_shapes_ = close_shapes(instructions_here().back());
  std::vector<std::uint32_t> shared_;
  std::vector<Value> met_;
  std::vector<std::uint8_t> close_;  // of the values at hand, those that may be close
};

// Initials: a name of one letter is alike to every name that starts with it, however many those are.
void add_initials(const Field& field, std::vector<Found>& found) {
  if (field.kind != Kind::given_name && field.kind != Kind::surname) return;
  for (Value initial = 1; initial < field.values_count(); ++initial) {
    if (field.points[initial].size() != 1) continue;
    for (Value other = 1; other < field.values_count(); ++other) {
      if (field.points[other].size() < 2 || field.points[other][0] != field.points[initial][0]) continue;
      found.push_back({std::min(initial, other), {std::max(initial, other), 3}});
    }
  }
}

Lists<Similar> symmetric(std::vector<Found> found, Value values_count) {
  if (!std::is_sorted(found.begin(), found.end(), in_order)) std::sort(found.begin(), found.end(), in_order);
  found.erase(std::unique(found.begin(), found.end(),
                          [](const Found& a, const Found& b) { return a.left == b.left && a.right.value == b.right.value; }),
              found.end());
  Lists<Similar> lists;
  lists.begin.assign(values_count + 1, 0);
  for (const auto& pair : found) {
    ++lists.begin[pair.left + 1];
    ++lists.begin[pair.right.value + 1];
  }
  for (Value v = 0; v < values_count; ++v) lists.begin[v + 1] += lists.begin[v];
  lists.items.resize(found.size() * 2);
  auto next = lists.begin;
  // In order of the left value each list receives its smaller partners first, so all lists come out sorted.
  for (const auto& pair : found) lists.items[next[pair.right.value]++] = {pair.left, pair.right.level};
  for (const auto& pair : found) lists.items[next[pair.left]++] = pair.right;
  return lists;
}

Lists<std::uint32_t> rows_of_values(const Field& field) {
  Lists<std::uint32_t> lists;
  lists.begin.assign(field.values.size() + 1, 0);
  for (const auto code : field.code)
    if (code != 0) ++lists.begin[code + 1];
  for (std::size_t v = 0; v < field.values.size(); ++v) lists.begin[v + 1] += lists.begin[v];
  lists.items.resize(lists.begin.back());
  auto next = lists.begin;
  for (std::size_t row = 0; row < field.code.size(); ++row)
    if (field.code[row] != 0) lists.items[next[field.code[row]]++] = static_cast<std::uint32_t>(row);
  return lists;
}

using RowsAtLevels = std::array<float, levels_most>;

// Near dates are too many to be listed: their share is read off a sample of rows, which come in random order.
void count_near_dates(const Field& field, LargeVector<RowsAtLevels>& similar_rows, int threads) {
  constexpr std::size_t sample_most = 2048;
  std::vector<Value> sample;
  for (const auto code : field.code) {
    if (code != 0) sample.push_back(code);
    if (sample.size() == sample_most) break;
  }
  const float scale = static_cast<float>(field.filled / static_cast<double>(sample.size()));
  parallel_pieces(field.values.size(), 256, threads, [&](std::size_t first, std::size_t last, int) {
    for (std::size_t at = std::max<std::size_t>(first, 1); at < last; ++at) {
      const auto value = static_cast<Value>(at);
      std::uint32_t near = 0;
      for (const Value other : sample)
        near += field.days[other].year != field.days[value].year && level_beyond_index(field, value, other) == near_date_level;
      similar_rows[value][near_date_level] = static_cast<float>(near) * scale;
    }
  });
}

// Close numbers likewise: rows between two bounds, less those that are equal or one slip away.
void count_close_numbers(const Field& field, LargeVector<RowsAtLevels>& similar_rows) {
  std::vector<std::pair<double, double>> sorted;  // (number, rows up to and with it)
  for (Value value = 1; value < field.values_count(); ++value)
    if (!std::isnan(field.number[value])) sorted.emplace_back(field.number[value], field.count[value]);
  std::sort(sorted.begin(), sorted.end());
  for (std::size_t k = 1; k < sorted.size(); ++k) sorted[k].second += sorted[k - 1].second;
  const auto rows_up_to = [&](double bound) {
    const auto at = std::upper_bound(sorted.begin(), sorted.end(), std::pair(bound, HUGE_VAL));
    return at == sorted.begin() ? 0.0 : std::prev(at)->second;
  };
  for (Value value = 1; value < field.values_count(); ++value) {
    const double here = field.number[value];
    if (std::isnan(here)) continue;
    double nearer = field.count[value];
    for (const auto& similar : field.similar[value])
      if (similar.level == 2 && std::abs(field.number[similar.value] - here) <= field.close_within) nearer += field.count[similar.value];
    const double within = rows_up_to(here + field.close_within) - rows_up_to(std::nextafter(here - field.close_within, -HUGE_VAL));
    similar_rows[value][close_number_level] = static_cast<float>(std::max(0.0, within - nearer));
  }
}

// Keeps what is different of the rows per value, numbered by how many rows a value has and how many are at each level from it.
void find_rarities(Field& field, const LargeVector<RowsAtLevels>& similar_rows) {
  LargeVector<std::uint32_t> rarity(field.values.size(), 0);
  LargeVector<RowsAtLevels> different(std::min<std::size_t>(1, field.values.size()));
  field.rarity_count.assign(different.size(), 0);
  std::vector<std::uint32_t> slots(1024, 0);
  const auto start_of = [&](const RowsAtLevels& rows, std::uint32_t count) {
    return hash_text({reinterpret_cast<const char*>(rows.data()), sizeof rows}, count) & (slots.size() - 1);
  };
  for (std::uint32_t code = 1; code < field.values_count(); ++code) {
    if (2 * different.size() > slots.size()) {
      slots.assign(slots.size() * 4, 0);
      for (std::uint32_t number = 1; number < different.size(); ++number) {
        auto at = start_of(different[number], field.rarity_count[number]);
        while (slots[at] != 0) at = (at + 1) & (slots.size() - 1);
        slots[at] = number;
      }
    }
    const auto& rows = similar_rows[code];
    auto at = start_of(rows, field.count[code]);
    while (slots[at] != 0 && (field.rarity_count[slots[at]] != field.count[code] || different[slots[at]] != rows)) at = (at + 1) & (slots.size() - 1);
    if (slots[at] == 0) {
      slots[at] = static_cast<std::uint32_t>(different.size());
      different.push_back(rows);
      field.rarity_count.push_back(field.count[code]);
    }
    rarity[code] = slots[at];
  }
  field.similar_rows = {std::move(different), std::make_shared<const LargeVector<std::uint32_t>>(std::move(rarity))};
}

}  // namespace

void build_index(Field& field, int threads) {
  auto features = features_of(field);
  auto part_index = index_features(std::move(features.parts), field.values_count(), features.values_most);
  for (std::size_t value = 0; value < features.left_out.size(); ++value) part_index.features_count[value] += features.left_out[value];
  const auto proof_index = index_features(std::move(features.proofs), field.values_count(), proof_values_most);
  const Sieve sieve(field);
  const Shapes shapes = features.cut == Cut::pieces ? shapes_of(field, part_index, proof_index) : Shapes{};
  constexpr std::size_t piece = 256;
  std::vector<std::vector<Found>> found(field.values.size() / piece + 1);
  std::vector<std::unique_ptr<Search>> search(static_cast<std::size_t>(threads));
  parallel_pieces(field.values.size(), piece, threads, [&](std::size_t first, std::size_t last, int thread) {
    auto& mine = search[static_cast<std::size_t>(thread)];
    if (!mine) mine = std::make_unique<Search>(field, features.cut, sieve, shapes, part_index, proof_index);
    for (std::size_t v = std::max<std::size_t>(first, 1); v < last; ++v)
      mine->run(static_cast<Value>(v), found[first / piece]);
  });
  std::vector<Found> all;
  for (auto& some : found) all.insert(all.end(), some.begin(), some.end());
  add_initials(field, all);
  field.similar = symmetric(std::move(all), field.values_count());
  field.rows = rows_of_values(field);
  count_similar_rows(field, threads);
}

void count_similar_rows(Field& field, int threads) {
  LargeVector<RowsAtLevels> similar_rows(field.values.size(), RowsAtLevels{});
  parallel_pieces(field.values.size(), 1024, threads, [&](std::size_t first, std::size_t last, int) {
    for (std::size_t value = std::max<std::size_t>(first, 1); value < last; ++value)
      for (const auto& similar : field.similar[value])
        similar_rows[value][similar.level] += static_cast<float>(field.count[similar.value]);
  });
  if (field.kind == Kind::date) count_near_dates(field, similar_rows, threads);
  if (field.kind == Kind::number && field.close_within >= 0) count_close_numbers(field, similar_rows);
  find_rarities(field, similar_rows);
}

void set_row_rarity(Fields& fields, std::size_t f, int threads) {
  const Field& field = fields.field[f];
  const auto& rarity = *field.similar_rows.rarity;
  parallel_pieces(fields.rows, 1 << 14, threads, [&](std::size_t first, std::size_t last, int) {
    for (std::size_t row = first; row < last; ++row) fields.row_rarity[row * fields.stride() + f] = rarity[field.code[row]];
  });
}

int level_of(const Field& field, std::uint32_t left, std::uint32_t right) {
  if (left == 0 || right == 0) return missing_level;
  if (left == right) return exact_level;
  auto list = field.similar[left];
  if (const auto other = field.similar[right]; other.size() < list.size()) {
    list = other;
    std::swap(left, right);
  }
  const auto found = std::lower_bound(list.begin(), list.end(), right,
                                      [](const Similar& similar, std::uint32_t value) { return similar.value < value; });
  return found != list.end() && found->value == right ? found->level : level_beyond_index(field, left, right);
}

}  // namespace zhike::resolve
