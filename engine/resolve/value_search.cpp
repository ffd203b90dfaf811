// SPDX-License-Identifier: Apache-2.0
#include "resolve/value_search.h"

#include <algorithm>
#include <bit>
#include <cmath>

#include "kernels/pinyin.h"
#include "kernels/text.h"
#include "resolve/clean_text.h"
#include "resolve/coded_table.h"
#include "resolve/levels.h"

namespace zhike::resolve {
namespace {

using Value = std::uint32_t;
using Keys = std::vector<std::uint32_t>;

constexpr std::size_t ever_longer = 8;  // a feature found on this many times more values than at first allowed is left

enum class Cut : std::uint8_t { grams, words, pieces, day_parts, characters, nothing };

Cut cut_of(Kind kind) {
  switch (kind) {
    case Kind::category: return Cut::nothing;
    case Kind::date: return Cut::day_parts;
    case Kind::han_given_name:
    case Kind::han_surname: return Cut::characters;
    case Kind::address:
    case Kind::rest_of_name: return Cut::words;
    case Kind::identifier:
    case Kind::phone: return Cut::pieces;
    default: return Cut::grams;
  }
}

// Features of more values than this say too little for their price.
std::size_t values_most(const IndexField& field) {
  if (field.kind == Kind::email) return 300;
  switch (cut_of(field.kind)) {
    case Cut::words: return 500;
    case Cut::pieces: return 150;
    case Cut::day_parts: return static_cast<std::size_t>(-1);
    default: return 1500;
  }
}

bool one_slip_is_tried(Kind kind) {
  return kind == Kind::given_name || kind == Kind::surname || kind == Kind::identifier || kind == Kind::phone ||
         kind == Kind::email || kind == Kind::postcode || kind == Kind::place;
}

std::uint32_t key_of(std::u32string_view points, std::uint64_t seed) {
  return static_cast<std::uint32_t>(
      hash_text({reinterpret_cast<const char*>(points.data()), points.size() * sizeof(char32_t)}, seed) >> 16);
}
std::uint32_t key_of(std::string_view text, std::uint64_t seed) { return static_cast<std::uint32_t>(hash_text(text, seed) >> 16); }

void add_grams(Keys& out, std::string_view text, std::size_t length) {
  std::u32string framed(1, U'\1');
  framed += kernels::code_points(text).substr(0, 64);
  if (framed.size() < length) framed.resize(length, U'\2');
  for (std::size_t k = 0; k + length <= framed.size(); ++k) out.push_back(key_of(std::u32string_view(framed).substr(k, length), 1));
}

void add_pieces(Keys& out, std::string_view text) {
  const std::size_t n = text.size();
  for (std::size_t k = 0; k < 3; ++k) out.push_back(key_of(text.substr(n * k / 3, n * (k + 1) / 3 - n * k / 3), 2 + k));
  if (n < 5) return;
  out.push_back(key_of(text.substr(0, (n - 1) / 2), 5));
  out.push_back(key_of(text.substr(n - n / 2), 6));
}

void add_characters(Keys& out, std::string_view text, Kind kind) {
  for (const char32_t c : kernels::code_points(text)) out.push_back(static_cast<std::uint32_t>(c));
  const auto sound = kind == Kind::han_surname && kernels::has_han(text) ? kernels::surname_pinyin(text) : kernels::pinyin(text);
  for (const auto syllable : split_words(sound)) out.push_back(key_of(syllable, 7));
}

// Sorted, each once.
Keys keys_of(const IndexField& field, std::string_view text) {
  Keys keys;
  switch (cut_of(field.kind)) {
    case Cut::grams: add_grams(keys, text, field.gram_length); break;
    case Cut::pieces: add_pieces(keys, text); break;
    case Cut::day_parts:
      keys.push_back(key_of(text.substr(0, 4), 3));
      keys.push_back(key_of(text.substr(4), 4));
      break;
    case Cut::characters: add_characters(keys, text, field.kind); break;
    case Cut::words:
      for (const auto word : split_words(text)) {
        keys.push_back(key_of(word, 8));
        if (field.kind == Kind::rest_of_name && word.size() > 3) keys.push_back(key_of(word.substr(0, 3), 9));
      }
      break;
    case Cut::nothing: break;
  }
  std::sort(keys.begin(), keys.end());
  keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
  return keys;
}

// A feature that proves enough by itself: the name part of an e-mail.
std::uint32_t local_part_key(std::string_view text) { return key_of(text.substr(0, text.find('@')), 11); }

std::size_t list_of(const Features& features, std::uint32_t key) {
  const auto at = std::lower_bound(features.keys.begin(), features.keys.end(), key);
  if (at != features.keys.end() && *at == key) return static_cast<std::size_t>(at - features.keys.begin());
  const auto later = features.later_keys.find(key);
  return later == features.later_keys.end() ? static_cast<std::size_t>(-1) : later->second;
}

// Calls visit(hash) for every text that is one slip in its first `most` bytes away: a byte left out, put in, changed, or
// two exchanged.
template <class Visit>
void each_slip(std::string_view text, std::size_t most, const std::vector<std::uint64_t>& alphabet, const Visit& visit) {
  const std::size_t n = text.size();
  std::vector<std::uint64_t> before(n + 1, 0);  // hash of the first k bytes
  std::vector<std::uint64_t> after(n + 1, 0);   // hash of the bytes from k on
  std::vector<std::uint64_t> power(n + 2, 1);
  for (std::size_t k = 0; k < n; ++k) before[k + 1] = before[k] * RollingHash::base + RollingHash::symbol(text[k]);
  for (std::size_t k = 1; k < power.size(); ++k) power[k] = power[k - 1] * RollingHash::base;
  for (std::size_t k = n; k-- > 0;) after[k] = RollingHash::symbol(text[k]) * power[n - 1 - k] + after[k + 1];
  for (std::size_t k = 0; k < most; ++k) {
    const std::size_t rest = n - 1 - k;
    visit(before[k] * power[rest] + after[k + 1]);
    const std::uint64_t changed = before[k] * power[rest + 1] + after[k + 1];
    for (const auto symbol : alphabet) visit(changed + symbol * power[rest]);
    if (rest > 0)
      visit(before[k] * power[rest + 1] + RollingHash::symbol(text[k + 1]) * power[rest] +
            RollingHash::symbol(text[k]) * power[rest - 1] + after[k + 2]);
  }
  for (std::size_t k = 0; k <= most; ++k) {
    const std::size_t rest = n - k;
    const std::uint64_t longer = before[k] * power[rest + 1] + after[k];
    for (const auto symbol : alphabet) visit(longer + symbol * power[rest]);
  }
}

// Gathers the values worth a comparison.
class Gathering {
 public:
  Gathering(const IndexField& field, std::string_view text, ValueSearchSpace& space) : field_(field), text_(text), space_(space) {
    if (space_.shared.size() < field.values_count()) space_.shared.resize(field.values_count() + field.values_count() / 8, 0);
    space_.met.clear();
  }

  std::vector<Value> run() {
    if (text_.size() >= 4 && text_.size() <= 40 && one_slip_is_tried(field_.kind)) try_slips();
    if (field_.kind == Kind::email) walk(local_part_key(text_), certain);
    const auto keys = keys_of(field_, text_);
    for (const auto key : keys) walk(key, 1);
    if (field_.kind == Kind::given_name || field_.kind == Kind::surname) add_initials();
    std::vector<Value> worth;
    for (const auto value : space_.met) {
      const auto shared = std::exchange(space_.shared[value], std::uint16_t{0});
      if (shared >= certain || enough(keys.size(), value, shared)) worth.push_back(value);
    }
    std::sort(worth.begin(), worth.end());
    return worth;
  }

 private:
  static constexpr std::uint16_t certain = 1000;

  void meet(Value value, std::uint16_t weight) {
    auto& shared = space_.shared[value];
    if (shared == 0) space_.met.push_back(value);
    if (shared < 60'000) shared = static_cast<std::uint16_t>(shared + weight);
  }

  void walk(std::uint32_t key, std::uint16_t weight) {
    const std::size_t list = list_of(field_.features, key);
    if (list == static_cast<std::size_t>(-1)) return;
    field_.features.values.each(list, [&](Value value) { meet(value, weight); });
  }

  void try_slips() {
    if (std::any_of(text_.begin(), text_.end(), [](char c) { return static_cast<unsigned char>(c) > 127; })) return;
    std::vector<std::uint64_t> alphabet;
    for (std::size_t c = 1; c < 128; ++c)
      if (field_.features.alphabet[c]) alphabet.push_back(c + 1);
    // A slip in the domain of an e-mail leaves its name part equal, which is found by itself.
    const std::size_t most = field_.kind == Kind::email ? std::min(text_.find('@'), text_.size()) : text_.size();
    each_slip(text_, most, alphabet, [&](std::uint64_t hash) { field_.values.slots.each(hash, [&](Value value) { meet(value, certain); }); });
  }

  // A name of one letter is alike to every name that starts with it.
  void add_initials() {
    const auto first = kernels::code_points(text_).substr(0, 1);
    const auto initial = kernels::to_utf8(first);
    if (initial.size() < text_.size()) {
      if (const auto code = field_.values.find(initial); code != 0) meet(code, certain);
      return;
    }
    for (Value value = 1; value < field_.values_count(); ++value)
      if (field_.values.texts[value].starts_with(initial)) meet(value, certain);
  }

  bool enough(std::size_t keys_count, Value value, std::uint16_t shared) const {
    if (cut_of(field_.kind) == Cut::grams) {
      return shared >= std::max(1.0, std::ceil(0.34 * static_cast<double>(std::min<std::size_t>(keys_count, field_.keys_count[value]))));
    }
    if (cut_of(field_.kind) == Cut::pieces) return std::popcount(bytes_of(text_) ^ bytes_of(field_.values.texts[value])) <= 4;
    if (field_.kind == Kind::address)
      return shared >= 2 || keys_count <= 1 || field_.values.texts[value].find(' ') == std::string_view::npos;
    return true;
  }

  // Each slip changes the set of characters by at most two; two are allowed.
  static std::uint32_t bytes_of(std::string_view text) {
    std::uint32_t set = 0;
    for (const char c : text) set |= std::uint32_t{1} << (static_cast<unsigned char>(c) % 32);
    return set;
  }

  const IndexField& field_;
  std::string_view text_;
  ValueSearchSpace& space_;
};

// The comparator works on a field of its own that holds the text and the values gathered; what it takes from the whole
// column is put in from the index.
Field scratch_field(const IndexField& field, std::string_view text, const std::vector<Value>& others) {
  Field scratch;
  scratch.name = field.name;
  scratch.kind = field.kind;
  scratch.values.emplace_back();
  scratch.values.emplace_back(text);
  for (const auto value : others) scratch.values.emplace_back(field.values.texts[value]);
  scratch.count.assign(scratch.values.size(), 1);
  scratch.count[0] = 0;
  scratch.filled = field.filled;
  prepare_values(scratch);
  for (auto& day : scratch.days)
    day.year_only = std::binary_search(field.default_days.begin(), field.default_days.end(),
                                       static_cast<std::uint32_t>(day.month) * 100 + static_cast<std::uint32_t>(day.day));
  if (scratch.token_points.empty()) return scratch;
  const auto rare = static_cast<float>(std::log2(1 + std::max(1.0, field.filled)));
  for (std::size_t token = 1; token < scratch.token_points.size(); ++token) {
    const auto word = field.words.find(kernels::to_utf8(scratch.token_points[token]));
    scratch.token_bits[token] = word == 0 ? rare : field.word_bits[word];
  }
  for (std::size_t value = 1; value < scratch.values.size(); ++value) {
    scratch.tokens_bits[value] = 0;
    for (const auto token : scratch.tokens[value]) scratch.tokens_bits[value] += scratch.token_bits[token];
  }
  return scratch;
}

}  // namespace

std::vector<Similar> find_similar(const IndexField& field, std::string_view text, ValueSearchSpace& space) {
  const auto worth = Gathering(field, text, space).run();
  if (worth.empty()) return {};
  const auto scratch = scratch_field(field, text, worth);
  std::vector<Similar> similar;
  for (std::uint32_t k = 0; k < worth.size(); ++k) {
    if (field.values.texts[worth[k]] == text) continue;
    const int level = compare_values(scratch, 1, k + 2);
    if (level != scratch.different()) similar.push_back({worth[k], static_cast<std::uint8_t>(level)});
  }
  return similar;
}

ChanceBits chance_of_new(const IndexField& field, const FieldModel& model, std::string_view text, const std::vector<Similar>& similar) {
  Fields fields;
  auto& alone = fields.field.emplace_back();
  alone.kind = field.kind;
  alone.filled = field.filled;
  alone.values.resize(2);
  alone.count = {0, 1};
  alone.similar_rows.different.resize(2);
  for (const auto& other : similar) alone.similar_rows.different[1][other.level] += static_cast<float>(field.count[other.value]);
  if (field.kind == Kind::date) alone.similar_rows.different[1][near_date_level] = field.near_dates[near_date_slot(text)];
  Model one;
  one.fields.push_back(model);
  std::vector<ChanceTable> chance;
  estimate_chance(fields, one, Method{}, chance, 1);
  return chance[0][1];
}

void add_to_features(IndexField& field, std::uint32_t code) {
  const auto text = field.values.texts[code];
  for (const char c : text) field.features.alphabet[static_cast<unsigned char>(c)] = true;
  auto keys = keys_of(field, text);
  if (cut_of(field.kind) == Cut::grams) field.keys_count.push_back(static_cast<std::uint8_t>(std::min<std::size_t>(keys.size(), 255)));
  if (field.kind == Kind::email) keys.push_back(local_part_key(text));
  auto& features = field.features;
  for (const auto key : keys) {
    std::size_t list = list_of(features, key);
    if (list == static_cast<std::size_t>(-1)) {
      list = features.values.size();
      features.values.resize(list + 1);
      features.later_keys.emplace(key, static_cast<std::uint32_t>(list));
    } else if (list < features.keys.size() && features.values.first(list).empty()) {
      continue;
    }
    if (features.values.length(list) < ever_longer * std::min<std::size_t>(values_most(field), 1U << 24)) features.values.add(list, code);
  }
}

void make_features(IndexField& field) {
  std::vector<std::uint64_t> found;  // key and value
  if (cut_of(field.kind) == Cut::grams) field.keys_count.assign(1, 0);
  for (Value value = 1; value < field.values_count(); ++value) {
    const auto text = field.values.texts[value];
    for (const char c : text) field.features.alphabet[static_cast<unsigned char>(c)] = true;
    auto keys = keys_of(field, text);
    if (cut_of(field.kind) == Cut::grams) field.keys_count.push_back(static_cast<std::uint8_t>(std::min<std::size_t>(keys.size(), 255)));
    if (field.kind == Kind::email) keys.push_back(local_part_key(text));
    for (const auto key : keys) found.push_back(static_cast<std::uint64_t>(key) << 32 | value);
  }
  std::sort(found.begin(), found.end());
  found.erase(std::unique(found.begin(), found.end()), found.end());
  Lists<Value> lists;
  const std::size_t most = values_most(field);
  for (std::size_t first = 0; first < found.size();) {
    std::size_t last = first;
    while (last < found.size() && found[last] >> 32 == found[first] >> 32) ++last;
    field.features.keys.push_back(static_cast<std::uint32_t>(found[first] >> 32));
    if (last - first <= most)
      for (std::size_t k = first; k < last; ++k) lists.items.push_back(static_cast<Value>(found[k]));
    lists.begin.push_back(lists.items.size());
    first = last;
  }
  field.features.values = GrowingLists<Value>(std::move(lists));
}

}  // namespace zhike::resolve
