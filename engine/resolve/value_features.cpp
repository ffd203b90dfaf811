// SPDX-License-Identifier: Apache-2.0
// One way to cut for each kind: grams, words, pieces of numbers, parts of dates, characters and sounds, brands.
#include "resolve/value_features.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "kernels/pinyin.h"
#include "kernels/text.h"
#include "resolve/clean_text.h"
#include "resolve/coded_table.h"

namespace zhike::resolve {
namespace {

using Value = std::uint32_t;

Feature feature(std::uint64_t hash, Value value) { return (hash & 0xFFFFFFFF00000000ULL) | value; }
std::uint64_t hash_number(std::uint64_t number) { return hash_text({reinterpret_cast<const char*>(&number), sizeof number}, 12); }

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

// Grams that begin in the first `most` code points.
void add_grams(std::vector<Feature>& out, std::u32string_view text, Value value, std::size_t length, std::size_t most) {
  std::u32string framed(1, U'\1');
  framed += text.substr(0, 64);
  if (framed.size() < length) framed.resize(length, U'\2');
  const std::size_t end = std::min(framed.size() - length + 1, most < framed.size() ? most + 1 : framed.size());
  for (std::size_t k = 0; k < end; ++k) out.push_back(feature(hash_points(std::u32string_view(framed).substr(k, length), 1), value));
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
    case Cut::grams: add_grams(out, text, value, gram_length, text.size()); break;
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

// The text itself and every text with one of the first `most` code points left out: two texts one edit apart share one.
void add_deletions(std::vector<Feature>& out, std::u32string_view text, Value value, std::size_t most) {
  if (text.size() < 4 || text.size() > 40) return;
  out.push_back(feature(hash_points(text, 10), value));
  std::u32string shorter(text.substr(1));
  for (std::size_t k = 0; k < most; ++k) {
    if (k == 0 || text[k] != text[k - 1]) out.push_back(feature(hash_points(shorter, 10), value));
    if (k + 1 == text.size()) break;
    shorter[k] = text[k];
  }
}

std::size_t gram_length_of(const Field& field) {
  double length = 0;
  for (std::size_t value = 0; value < field.points.size(); ++value) length += static_cast<double>(field.points[value].size());
  return length / std::max(1.0, static_cast<double>(field.values.size()) - 1) > 9 ? 3 : 2;
}

// An e-mail by its name part; the domain's grams too, where it is not so frequent that they would be left out anyway.
// A slip in the domain leaves the name part equal, which is a proof by itself.
void add_emails(ValueFeatures& out, const Field& field, std::size_t gram_length) {
  const auto domain_of = [&](Value value) {
    const std::u32string_view text = field.points[value];
    return text.substr(std::min(text.find(U'@'), text.size()));
  };
  std::unordered_map<std::u32string_view, std::uint32_t> values_of;
  for (Value value = 1; value < field.values_count(); ++value) ++values_of[domain_of(value)];
  out.left_out.assign(field.values.size(), 0);
  for (Value value = 1; value < field.values_count(); ++value) {
    const std::u32string_view text = field.points[value];
    const auto domain = domain_of(value);
    const std::size_t name = text.size() - domain.size();
    const bool frequent = values_of[domain] > out.values_most && text.size() < 64;
    if (frequent && domain.size() + 1 > gram_length) out.left_out[value] = static_cast<std::uint32_t>(domain.size() + 1 - gram_length);
    add_grams(out.parts, text, value, gram_length, frequent ? name : text.size());
    add_deletions(out.proofs, text, value, std::max<std::size_t>(name, 1));
    add_sound(out.proofs, field, value);
    out.proofs.push_back(feature(hash_points(text.substr(0, name), 11), value));
  }
}

}  // namespace

ValueFeatures features_of(const Field& field) {
  ValueFeatures out;
  out.cut = cut_of(field.kind);
  out.values_most = values_most(out.cut, field.kind);
  const std::size_t gram_length = gram_length_of(field);
  if (field.kind == Kind::email) {
    add_emails(out, field, gram_length);
    return out;
  }
  for (Value value = 1; value < field.values_count(); ++value) {
    const std::u32string_view text = field.parts.empty() ? field.points[value] : field.parts[value].whole;
    add_features(out.parts, field, value, out.cut, gram_length);
    if (has_deletion_neighbours(field.kind)) add_deletions(out.proofs, text, value, text.size());
    add_sound(out.proofs, field, value);
  }
  return out;
}

}  // namespace zhike::resolve
