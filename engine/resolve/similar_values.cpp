// SPDX-License-Identifier: Apache-2.0
// Every value is cut into features; values that share enough of them are compared. All in flat sorted arrays.
#include "resolve/similar_values.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <string_view>
#include <utility>
#include <vector>

#include "kernels/pinyin.h"
#include "kernels/text.h"
#include "resolve/clean_text.h"
#include "resolve/coded_table.h"
#include "resolve/levels.h"
#include "resolve/parallel.h"
#include "resolve/radix_sort.h"

namespace zhike::resolve {
namespace {

using Value = std::uint32_t;

// A feature that proves likeness by itself (a deletion neighbour) or one of several that must add up: the upper half of
// its hash above, the value that has it below. Two features that share a hash only cost a comparison.
using Feature = std::uint64_t;
Feature feature(std::uint64_t hash, Value value) { return (hash & 0xFFFFFFFF00000000ULL) | value; }
Value value_of(Feature feature) { return static_cast<Value>(feature); }
std::uint64_t key_of(Feature feature) { return feature >> 32; }
std::uint64_t hash_number(std::uint64_t number) { return hash_text({reinterpret_cast<const char*>(&number), sizeof number}, 12); }

enum class Cut : std::uint8_t { grams, words, pieces, day_parts, characters, brand, nothing };

Cut cut_of(Kind kind) {
  switch (kind) {
    case Kind::category: return Cut::nothing;
    case Kind::date: return Cut::day_parts;
    case Kind::han_given_name:
    case Kind::han_surname:
    case Kind::other_name: return Cut::characters;
    case Kind::organisation_name: return Cut::brand;
    case Kind::address:
    case Kind::rest_of_name: return Cut::words;
    case Kind::identifier:
    case Kind::phone: return Cut::pieces;
    default: return Cut::grams;
  }
}

// Features of more values than this say too little for their price.
std::size_t values_most(Cut cut, Kind kind) {
  if (kind == Kind::email) return 300;
  switch (cut) {
    case Cut::words:
    case Cut::brand: return 500;
    case Cut::pieces: return 150;
    case Cut::day_parts: return static_cast<std::size_t>(-1);
    default: return 1500;
  }
}

bool has_deletion_neighbours(Kind kind) {
  return kind == Kind::given_name || kind == Kind::surname || kind == Kind::identifier || kind == Kind::phone ||
         kind == Kind::email || kind == Kind::postcode || kind == Kind::place || kind == Kind::organisation_name ||
         kind == Kind::other_name;
}

std::uint64_t hash_points(std::u32string_view text, std::uint64_t seed) {
  return hash_text({reinterpret_cast<const char*>(text.data()), text.size() * sizeof(char32_t)}, seed);
}

void add_grams(std::vector<Feature>& out, std::u32string_view text, Value value, std::size_t length) {
  std::u32string framed(1, U'\1');
  framed += text.substr(0, 64);
  if (framed.size() < length) framed.resize(length, U'\2');
  for (std::size_t k = 0; k + length <= framed.size(); ++k)
    out.push_back(feature(hash_points(std::u32string_view(framed).substr(k, length), 1), value));
}

// Thirds from the front and from the back, so that one slip shifts only some of them, and both halves.
void add_pieces(std::vector<Feature>& out, std::u32string_view text, Value value) {
  const std::size_t n = text.size();
  for (std::size_t k = 0; k < 3; ++k)
    out.push_back(feature(hash_points(text.substr(n * k / 3, n * (k + 1) / 3 - n * k / 3), 2 + k), value));
  // What a mask leaves: the beginning and the last four.
  if (n >= 10) out.push_back(feature(hash_points(text.substr(n - 4), hash_points(text.substr(0, n >= 15 ? 6 : 2), 13)), value));
  if (n < 5) return;
  out.push_back(feature(hash_points(text.substr(0, (n - 1) / 2), 5), value));
  out.push_back(feature(hash_points(text.substr(n - n / 2), 6), value));
}

// A cleaned name in Latin letters is its brand behind one part mark (clean_organisation_name).
std::string_view words_of_brand(std::string_view cleaned) {
  return cleaned.substr(std::min(cleaned.size(), cleaned.find_last_of('\xA0') + 1));
}

// Chinese: the brand, as written and as heard, and the whole as heard. Latin: words, and neighbouring words for those
// that are too frequent alone.
void add_brand(std::vector<Feature>& out, const OrganisationParts& parts, std::string_view text, Value value) {
  if (parts.han) {
    out.push_back(feature(hash_points(parts.brand, 20), value));
    out.push_back(feature(hash_text(parts.brand_sound, 21), value));
    out.push_back(feature(hash_text(parts.sound, 22), value));
    // Read by people who write no Chinese: the first word of a name in Latin letters.
    auto read = kernels::pinyin(kernels::to_utf8(parts.brand));
    std::erase(read, ' ');
    out.push_back(feature(hash_text(read, 23), value));
    return;
  }
  const auto words = split_words(text);
  for (std::size_t k = 0; k < words.size(); ++k) {
    out.push_back(feature(hash_text(words[k], 23), value));
    if (k > 0) out.push_back(feature(hash_text(words[k], hash_text(words[k - 1], 24)), value));
  }
}

// How a name sounds, in one piece: what 晓明 and xiaoming have in common.
void add_sound(std::vector<Feature>& out, const Field& field, Value value) {
  if (field.sound.empty()) return;
  auto sound = field.sound[value];
  std::erase(sound, ' ');
  out.push_back(feature(hash_text(sound, 12), value));
}

void add_features(std::vector<Feature>& out, const Field& field, Value value, Cut cut, std::size_t gram_length) {
  const std::u32string_view text = field.points[value];
  switch (cut) {
    case Cut::grams: add_grams(out, text, value, gram_length); break;
    case Cut::brand: add_brand(out, field.parts[value], words_of_brand(field.values[value]), value); break;
    case Cut::pieces: add_pieces(out, text, value); break;
    case Cut::day_parts: {
      const Day& day = field.days[value];
      out.push_back(feature(hash_number(static_cast<std::uint64_t>(day.year) + 10'000), value));
      out.push_back(feature(hash_number(static_cast<std::uint64_t>(day.month) * 100 + static_cast<std::uint64_t>(day.day)), value));
      break;
    }
    case Cut::characters:
      if (kernels::is_han(text[0]))
        for (const char32_t c : text) out.push_back(feature(hash_number(c), value));
      for (const auto syllable : split_words(field.sound.empty() ? field.values[value] : field.sound[value]))
        out.push_back(feature(hash_text(syllable, 7), value));
      break;
    case Cut::words:
      for (const auto word : split_words(field.values[value])) {
        out.push_back(feature(hash_text(word, 8), value));
        if (field.kind == Kind::rest_of_name && word.size() > 3) out.push_back(feature(hash_text(word.substr(0, 3), 9), value));
      }
      break;
    case Cut::nothing: break;
  }
}

// The text itself and every text with one code point left out: two texts one edit apart share one of these.
void add_deletions(std::vector<Feature>& out, std::u32string_view text, Value value) {
  if (text.size() < 4 || text.size() > 40) return;
  out.push_back(feature(hash_points(text, 10), value));
  std::u32string shorter(text.substr(1));
  for (std::size_t k = 0;; ++k) {
    if (k == 0 || text[k] != text[k - 1]) out.push_back(feature(hash_points(shorter, 10), value));
    if (k + 1 == text.size()) break;
    shorter[k] = text[k];
  }
}

// Which values have each feature, and which features each value has; only features shared by several values.
struct FeatureIndex {
  Lists<Value> values;
  Lists<std::uint32_t> features;
  std::vector<std::uint32_t> features_count;  // per value, unshared and skipped ones included
};

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
  index.features.begin = begin;
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

// Bounds that rule most pairs of values out without looking at the texts; never one that a comparator would accept.
class Sieve {
 public:
  explicit Sieve(const Field& field) : kind_(field.kind) {
    if (kind_ == Kind::identifier || kind_ == Kind::phone || kind_ == Kind::given_name || kind_ == Kind::surname) {
      for (const auto& text : field.points) {
        counts_.push_back(histogram_of(text));
        length_.push_back(static_cast<std::uint32_t>(text.size()));
      }
    }
  }

  bool may_be_alike(Value a, Value b) const {
    if (counts_.empty()) return true;
    const int apart = distance(counts_[a], counts_[b]);
    // Two edits at most; names, Jaro-Winkler of at least .77.
    if (kind_ == Kind::identifier || kind_ == Kind::phone) return apart <= 4;
    const int lengths = static_cast<int>(length_[a] + length_[b]);
    if (length_[a] > 60 || length_[b] > 60) return true;
    const double matched = (lengths - apart) / 2.0;  // at most so many letters have a partner
    const double jaro = (matched / length_[a] + matched / length_[b] + 1) / 3;
    return matched > 0 && jaro + 0.4 * (1 - jaro) >= 0.77 - 1e-9;
  }

 private:
  Kind kind_;
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

// Pairs (left < right) of one piece of values.
class Search {
 public:
  Search(const Field& field, Cut cut, const Sieve& sieve, const FeatureIndex& parts, const FeatureIndex& deletions)
      : field_(field), cut_(cut), sieve_(sieve), parts_(parts), deletions_(deletions), shared_(field.values.size(), 0) {}

  void run(Value left, std::vector<Found>& out) {
    met_.clear();
    walk(deletions_, left, 1000);
    walk(parts_, left, 1);
    const auto before = static_cast<std::ptrdiff_t>(out.size());
    for (const Value right : met_) {
      const auto shared = std::exchange(shared_[right], 0);
      if (shared < 1000 && !enough_shared(field_, parts_, cut_, left, right, shared)) continue;
      if (!sieve_.may_be_alike(left, right)) continue;
      const int level = compare_values(field_, left, right);
      if (level != field_.different()) out.push_back({left, {right, static_cast<std::uint8_t>(level)}});
    }
    std::sort(out.begin() + before, out.end(), in_order);
  }

 private:
  // Found pair by pair, so that the counts need not know which pairs the index happened to meet.
  bool is_close_number(int level) const { return field_.kind == Kind::number && level == close_number_level; }

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

  const Field& field_;
  Cut cut_;
  const Sieve& sieve_;
  const FeatureIndex& parts_;
  const FeatureIndex& deletions_;
  std::vector<std::uint32_t> shared_;
  std::vector<Value> met_;
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

// Near dates are too many to be listed: their share is read off a sample of rows, which come in random order.
void count_near_dates(Field& field, int threads) {
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
      field.similar_rows[value][near_date_level] = static_cast<float>(near) * scale;
    }
  });
}

// Close numbers likewise: rows between two bounds, less those that are equal or one slip away.
void count_close_numbers(Field& field) {
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
    field.similar_rows[value][close_number_level] = static_cast<float>(std::max(0.0, within - nearer));
  }
}

std::size_t gram_length_of(const Field& field) {
  double length = 0;
  for (const auto& text : field.points) length += static_cast<double>(text.size());
  return length / std::max(1.0, static_cast<double>(field.values.size()) - 1) > 9 ? 3 : 2;
}

}  // namespace

void build_index(Field& field, int threads) {
  const Cut cut = cut_of(field.kind);
  const std::size_t gram_length = gram_length_of(field);
  std::vector<Feature> parts;
  std::vector<Feature> deletions;
  for (Value value = 1; value < field.values_count(); ++value) {
    add_features(parts, field, value, cut, gram_length);
    if (has_deletion_neighbours(field.kind))
      add_deletions(deletions, field.parts.empty() ? field.points[value] : field.parts[value].whole, value);
    add_sound(deletions, field, value);
    if (field.kind == Kind::email)
      deletions.push_back(feature(hash_text(std::string_view(field.values[value]).substr(0, field.values[value].find('@')), 11), value));
  }
  const auto part_index = index_features(std::move(parts), field.values_count(), values_most(cut, field.kind));
  const auto deletion_index = index_features(std::move(deletions), field.values_count(), 100);
  const Sieve sieve(field);
  constexpr std::size_t piece = 256;
  std::vector<std::vector<Found>> found(field.values.size() / piece + 1);
  std::vector<std::unique_ptr<Search>> search(static_cast<std::size_t>(threads));
  parallel_pieces(field.values.size(), piece, threads, [&](std::size_t first, std::size_t last, int thread) {
    auto& mine = search[static_cast<std::size_t>(thread)];
    if (!mine) mine = std::make_unique<Search>(field, cut, sieve, part_index, deletion_index);
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
  field.similar_rows.assign(field.values.size(), {});
  parallel_pieces(field.values.size(), 1024, threads, [&](std::size_t first, std::size_t last, int) {
    for (std::size_t value = std::max<std::size_t>(first, 1); value < last; ++value)
      for (const auto& similar : field.similar[value])
        field.similar_rows[value][similar.level] += static_cast<float>(field.count[similar.value]);
  });
  if (field.kind == Kind::date) count_near_dates(field, threads);
  if (field.kind == Kind::number && field.close_within >= 0) count_close_numbers(field);
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
