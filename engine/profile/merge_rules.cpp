// SPDX-License-Identifier: Apache-2.0
#include "profile/merge_rules.h"

#include <algorithm>
#include <cmath>

#include "kernels/text.h"
#include "profile/sql_text.h"

namespace zhike::profile {
namespace {

constexpr int tie_bits = 40, key_bits_max = 126;
constexpr std::int64_t count_max = 1023;

std::int64_t length_of(const Candidate& candidate) {
  return std::min<std::int64_t>(static_cast<std::int64_t>(kernels::length(candidate.text)), 1023);
}

constexpr MergeRule table[] = {
    {"manual_first", 0, nullptr},
    {"verified_first", 1, [](const Candidate& c) -> std::int64_t { return c.passes; }},
    {"most_trusted", 7, [](const Candidate& c) { return c.trust; }},
    {"most_recent", 34, [](const Candidate& c) { return c.seconds; }},
    {"earliest", 34, [](const Candidate& c) { return 17179869183 - c.seconds; }},
    {"most_complete", 14, [](const Candidate& c) { return c.address_parts * 1024 + length_of(c); }},
    {"most_frequent", 10, nullptr},
    {"longest_valid", 10, length_of},
    {"most_restrictive", 6, [](const Candidate& c) { return c.place; }},
    {"smallest", 44, [](const Candidate& c) { return 17592186044415 - c.size; }},
    {"largest", 44, [](const Candidate& c) { return c.size; }},
};

std::int64_t soundness(const Candidate& candidate) { return candidate.sound; }

// A record id is a hash; modulo a prime below 2^40 it still tells the records of one customer apart.
std::int64_t tie(const Candidate& candidate) { return 1099511627775 - candidate.record_id % 1099511627689; }

std::string argument(const standard::Verb& verb, const std::string& name) {
  auto found = verb.arguments.find(name);
  return found == verb.arguments.end() ? std::string() : found->second;
}

}  // namespace

std::span<const MergeRule> merge_rules() { return table; }

const MergeRule* find_merge_rule(std::string_view id) {
  for (const auto& rule : table)
    if (rule.id == id) return &rule;
  return nullptr;
}

Result<Chain> Chain::make(const standard::Field& field) {
  Chain chain;
  auto add = [&](std::string_view rule, std::int64_t (*rank)(const Candidate&), int width) {
    chain.slots_.push_back({rule, rank, width, 0});
  };
  add(sound_rule, soundness, 1);
  for (const auto& verb : field.survivorship) {
    const auto* rule = find_merge_rule(verb.name);
    if (!rule) return Error{ErrorCode::standard_invalid, "field " + field.id + " names the survivorship rule " + verb.name + ", which does not exist"};
    for (const auto& slot : chain.slots_)
      if (slot.rule == rule->id) return Error{ErrorCode::standard_invalid, "field " + field.id + " names the survivorship rule " + verb.name + " twice"};
    if (rule->id == "manual_first") chain.manual_ = true;
    if (rule->bits == 0) continue;
    if (rule->id == "verified_first") {
      chain.verified_by_ = argument(verb, "by");
      chain.verified_values_ = split(argument(verb, "values"), '|');
    }
    if (rule->id == "most_restrictive") chain.order_ = split(argument(verb, "order"), '|');
    add(rule->id, rule->rank, rule->bits);
  }
  add(tie_rule, tie, tie_bits);
  int shift = 0;
  for (std::size_t i = chain.slots_.size(); i-- > 0;) {
    chain.slots_[i].shift = shift;
    if (!chain.slots_[i].rank) chain.frequency_shift_ = shift;
    shift += chain.slots_[i].bits;
  }
  if (shift > key_bits_max)
    return Error{ErrorCode::standard_invalid, "the survivorship chain of field " + field.id + " is too long: leave out its last rules"};
  return chain;
}

std::int64_t Chain::place_of(std::string_view text) const {
  for (std::size_t i = 0; i < order_.size(); ++i)
    if (order_[i] == text) return static_cast<std::int64_t>(order_.size() - i);
  return 0;
}

Key Chain::key(const Candidate& candidate) const {
  Key key = 0;
  for (const auto& slot : slots_)
    if (slot.rank) key |= static_cast<Key>(std::clamp<std::int64_t>(slot.rank(candidate), 0, (std::int64_t{1} << slot.bits) - 1)) << slot.shift;
  return key;
}

Key Chain::with_count(Key best, std::size_t count) const {
  if (frequency_shift_ < 0) return best;
  return best | static_cast<Key>(std::min<std::int64_t>(static_cast<std::int64_t>(count), count_max)) << frequency_shift_;
}

std::string_view Chain::decided_by(Key best, Key second) const {
  for (const auto& slot : slots_)
    if (best >> slot.shift != second >> slot.shift) return slot.rule;
  return tie_rule;
}

std::int64_t size_of_date(std::int64_t days) { return std::clamp<std::int64_t>(days + 719162, 0, 17592186044415); }

std::int64_t size_of_time(std::int64_t microseconds) {
  return std::clamp<std::int64_t>(microseconds / 1'000'000 + 62135596800, 0, 17592186044415);
}

std::int64_t size_of_number(double value) {
  if (!std::isfinite(value)) return 0;
  return std::llround(std::clamp(value * 100 + 8796093022208.0, 0.0, 17592186044415.0));
}

}  // namespace zhike::profile
