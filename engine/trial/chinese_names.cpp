// SPDX-License-Identifier: Apache-2.0
// Draws Chinese names and the characters people confuse with them.
// The tables are cut from the lists once; a character is a view into the list, so nothing is copied per name.
#include "trial/chinese_names.h"

#include <array>
#include <charconv>

#include "trial/given_names.h"
#include "trial/readings.h"

namespace zhike::trial {
namespace {

std::size_t character_length(unsigned char lead) { return lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4; }

struct GivenTable {
  GivenList list;
  std::vector<std::string_view> first, second;
};

const std::vector<GivenTable>& given_tables() {
  static const std::vector<GivenTable> tables = [] {
    std::vector<GivenTable> out;
    for (const auto& list : given_lists) out.push_back({list, characters(list.first), characters(list.second)});
    return out;
  }();
  return tables;
}

std::string syllable_without_tone(std::string_view reading) { return std::string(reading.substr(0, reading.size() - 1)); }

// What southern speakers merge: zh/z ch/c sh/s, n/l, f/h, ang/an eng/en ing/in.
std::string near_key(std::string syllable) {
  if (syllable.size() > 1 && syllable[1] == 'h') syllable.erase(1, 1);
  if (syllable[0] == 'n') syllable[0] = 'l';
  if (syllable.starts_with("hu")) syllable.replace(0, 2, "f");
  if (syllable.ends_with("ng")) syllable.pop_back();
  return syllable;
}

struct Sounds {
  std::unordered_map<std::string_view, std::string_view> of;  // character -> syllable with tone
  std::unordered_map<std::string, std::vector<std::string_view>> same, syllable, near;
  std::unordered_map<std::string_view, std::vector<std::string_view>> shape;
};

const Sounds& sounds() {
  static const Sounds built = [] {
    Sounds s;
    const auto list = words(readings_list);
    for (std::size_t i = 0; i + 1 < list.size(); i += 2) {
      const auto toneless = syllable_without_tone(list[i]);
      for (auto c : characters(list[i + 1])) {
        if (!s.of.emplace(c, list[i]).second) continue;
        s.same[std::string(list[i])].push_back(c);
        s.syllable[toneless].push_back(c);
        s.near[near_key(toneless)].push_back(c);
      }
    }
    for (auto group : words(shapes_list)) {
      const auto members = characters(group);
      for (auto c : members)
        for (auto other : members)
          if (c != other) s.shape[c].push_back(other);
    }
    return s;
  }();
  return built;
}

const std::vector<std::string_view>* rivals(const Sounds& s, std::string_view character, Confusion kind) {
  if (kind == Confusion::same_shape) {
    const auto found = s.shape.find(character);
    return found == s.shape.end() ? nullptr : &found->second;
  }
  const auto read = s.of.find(character);
  if (read == s.of.end()) return nullptr;
  const auto toneless = syllable_without_tone(read->second);
  if (kind == Confusion::same_sound) return &s.same.at(std::string(read->second));
  return kind == Confusion::other_tone ? &s.syllable.at(toneless) : &s.near.at(near_key(toneless));
}

bool is_too_close(const Sounds& s, std::string_view a, std::string_view b, Confusion kind) {
  if (a == b) return true;
  if (kind == Confusion::other_tone) return s.of.at(a) == s.of.at(b);
  if (kind == Confusion::near_sound) return syllable_without_tone(s.of.at(a)) == syllable_without_tone(s.of.at(b));
  return false;
}

}  // namespace

std::vector<std::string_view> characters(std::string_view text) {
  std::vector<std::string_view> out;
  for (std::size_t at = 0; at < text.size();) {
    const auto length = character_length(static_cast<unsigned char>(text[at]));
    out.push_back(text.substr(at, length));
    at += length;
  }
  return out;
}

std::vector<std::string_view> words(std::string_view list) {
  std::vector<std::string_view> out;
  for (std::size_t at = 0; at < list.size();) {
    const auto end = std::min(list.find_first_of(" \n", at), list.size());
    if (end > at) out.push_back(list.substr(at, end - at));
    at = end + 1;
  }
  return out;
}

std::span<const Surname> surnames() {
  static const std::vector<Surname> table = [] {
    std::vector<Surname> out;
    for (auto word : words(surnames_list)) {
      const auto digits = word.find_first_of("0123456789");
      int weight = 0;
      std::from_chars(word.data() + digits, word.data() + word.size(), weight);
      out.push_back({word.substr(0, digits), static_cast<double>(weight)});
    }
    return out;
  }();
  return table;
}

std::string_view draw_surname(Random& random) {
  static const Weighted choice = [] {
    std::vector<double> weights;
    for (const auto& s : surnames()) weights.push_back(s.weight);
    return Weighted(weights);
  }();
  return surnames()[choice.pick(random)].text;
}

std::string draw_given_name(Random& random, Sex sex, int birth_year) {
  const bool female = sex == Sex::female;
  static const auto male_single = characters(single_male), female_single = characters(single_female);
  static const auto male_whole = words(fashion_male), female_whole = words(fashion_female);
  // One-character names were the fashion of the eighties and nineties; over all cohorts they are 18 of 100.
  const double single = birth_year < 1970 ? 0.14 : birth_year < 2000 ? 0.25 : 0.08;
  if (random.chance(single)) {
    const auto& list = female ? female_single : male_single;
    return std::string(list[random.front(static_cast<std::uint32_t>(list.size()), 12)]);
  }
  if (birth_year >= 2000 && random.chance(0.15)) {
    const auto& list = female ? female_whole : male_whole;
    return std::string(list[random.front(static_cast<std::uint32_t>(list.size()), 6)]);
  }
  for (const auto& table : given_tables()) {
    if (table.list.female != female || birth_year > table.list.to_year) continue;
    const auto first = table.first[random.front(static_cast<std::uint32_t>(table.first.size()), 10)];
    // 婷婷, 莉莉: the doubled name of girls born after 1985.
    const auto second = female && birth_year >= 1985 && random.chance(0.06)
                            ? first
                            : table.second[random.front(static_cast<std::uint32_t>(table.second.size()), 10)];
    if (first == second && !(female && birth_year >= 1985)) return std::string(first);
    return std::string(first) + std::string(second);
  }
  return "明";
}

std::string draw_minority_name(Random& random, Sex sex) {
  static const auto male = words(minority_male), female = words(minority_female);
  return std::string(random.one_of(sex == Sex::female ? female : male)) + "·" + std::string(random.one_of(male));
}

std::string reading(std::string_view text) {
  std::string out;
  for (auto c : characters(text)) {
    const auto found = sounds().of.find(c);
    if (found != sounds().of.end()) out += found->second.substr(0, found->second.size() - 1);
  }
  return out;
}

std::string confused_character(Random& random, std::string_view character, Confusion kind) {
  const auto& s = sounds();
  const auto* choices = rivals(s, character, kind);
  if (choices == nullptr) return {};
  // A few draws instead of a filtered copy; most groups hold several true rivals.
  for (int attempt = 0; attempt < 8; ++attempt) {
    const auto other = random.one_of(*choices);
    if (!is_too_close(s, character, other, kind)) return std::string(other);
  }
  return {};
}

std::string traditional(std::string_view text) {
  static const std::unordered_map<std::string_view, std::string_view> pairs = [] {
    std::unordered_map<std::string_view, std::string_view> out;
    for (auto word : words(traditional_list)) {
      const auto two = characters(word);
      out.emplace(two[0], two[1]);
    }
    return out;
  }();
  std::string out;
  for (auto c : characters(text)) {
    const auto found = pairs.find(c);
    out += found == pairs.end() ? c : found->second;
  }
  return out;
}

}  // namespace zhike::trial
