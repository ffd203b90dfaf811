// SPDX-License-Identifier: Apache-2.0
#include "resolve/index_bound.h"

#include <algorithm>
#include <cmath>

#include "kernels/text.h"
#include "resolve/candidates.h"
#include "resolve/levels.h"

namespace zhike::resolve {
namespace {

constexpr std::uint32_t no_code = 0xFFFFFFFFU;  // of a value never seen: equal to no row's

}  // namespace

IndexBound::IndexBound(const IndexData& data, const ModelLogs& logs, const MaybeSimilar& maybe_similar)
    : data_(data), logs_(logs), maybe_similar_(maybe_similar) {
  for (std::size_t k = 0; k < data.model.dependences.size(); ++k) {
    const auto& link = data.model.dependences[k];
    double most = 0;
    for (int a = 1; a <= different_level(data.field[link.parent].kind); ++a)
      for (int b = 1; b <= different_level(data.field[link.child].kind); ++b)
        most = std::max(most, logs.m_dependent[k][static_cast<std::size_t>(a)][static_cast<std::size_t>(b)] - logs.m[link.child][static_cast<std::size_t>(b)]);
    together_most_.push_back(static_cast<float>(most));
  }
  for (const auto& field : data.field) {
    float& most = different_most_.emplace_back(0.0F);
    for (const auto& chance : field.chances) most = std::max(most, chance[static_cast<std::size_t>(different_level(field.kind))]);
  }
}

// Of one of these levels, or of one that no list of similar values holds.
float IndexBound::most_of(std::size_t field, const QueryValue& value, std::uint32_t levels, std::uint32_t known) const {
  const auto kind = data_.field[field].kind;
  const int different = different_level(kind);
  float most = -HUGE_VALF;
  for (int level = exact_level + 1; level <= different; ++level) {
    const bool beyond = is_beyond_index(kind, level);
    if (!beyond && (levels >> level & 1) == 0) continue;
    const bool is_known = !beyond && (known >> level & 1) != 0;
    most = std::max(most, static_cast<float>(logs_.m[field][static_cast<std::size_t>(level)]) + (is_known ? 0 : most_chance(field, value, level)));
  }
  return most;
}

float IndexBound::most_chance(std::size_t field, const QueryValue& value, int level) const {
  const float own = value.chance[static_cast<std::size_t>(level)];
  return level == different_level(data_.field[field].kind) ? std::max(own, (own + different_most_[field]) / 2) : own;
}

IndexBound::Together IndexBound::together(std::size_t link, const Query& query) const {
  const auto& of = data_.model.dependences[link];
  const auto chance = std::min(query.value[of.parent].chance[exact_level], query.value[of.child].chance[exact_level]);
  const double twice = std::max(0.0, std::min(static_cast<double>(of.lift_bits), static_cast<double>(chance)));
  const double more = logs_.m_dependent[link][exact_level][exact_level] - logs_.m[of.child][exact_level];
  return {1U << of.parent | 1U << of.child, {0, together_most_[link], 0, static_cast<float>(more - twice)}};
}

Letters IndexBound::letters_of_value(const Query& query, std::size_t field) const {
  const auto& value = query.value[field];
  return value.code != 0 ? data_.field[field].letters[value.code] : letters_of(kernels::code_points(value.text));
}

void IndexBound::set(const Query& query, std::span<const std::uint32_t> levels, std::span<const std::uint32_t> known) {
  for (std::size_t f = 0; f < query.value.size(); ++f) {
    const auto& value = query.value[f];
    own_[f] = value.code != 0 ? value.code : no_code;
    const bool missing = value.text.empty();
    by_code_[f] = {};
    if (!missing)
      by_code_[f] = {0, most_of(f, value, 0, 0), most_of(f, value, levels[f], known[f]), static_cast<float>(logs_.m[f][exact_level]) + value.chance[exact_level]};
  }
  together_.clear();
  for (std::size_t k = 0; k < together_most_.size(); ++k) {
    const auto& link = data_.model.dependences[k];
    if (!query.value[link.parent].text.empty() && !query.value[link.child].text.empty()) together_.push_back(together(k, query));
  }
  if (data_.given == no_field) return;
  given_ = letters_of_value(query, data_.given);
  family_ = letters_of_value(query, data_.family);
}

// As Scorer::may_be_swapped.
bool IndexBound::may_be_exchanged(std::span<const std::uint32_t> codes) const {
  if (data_.given == no_field) return false;
  const auto given_code = codes[data_.given], family_code = codes[data_.family];
  if ((given_code != 0 && given_code == own_[data_.given]) || (family_code != 0 && family_code == own_[data_.family])) return false;
  const Letters given = data_.field[data_.given].letters[given_code], family = data_.field[data_.family].letters[family_code];
  // Texts of one or two letters are moved only when they are equal.
  const auto possible = [](Letters a, Letters b) { return a.length > 0 && b.length > 0 && ((a.set == b.set && a.length == b.length) || may_be_alike(a, b)); };
  const bool given_moved = possible(given_, family), family_moved = possible(given, family_);
  if (given_moved && family_moved) return true;
  return (given_moved && (family_.length == 0 || given.length == 0)) || (family_moved && (given_.length == 0 || family.length == 0));
}

// Without branches on the codes: nothing about a row met is known ahead.
bool IndexBound::may_reach(std::span<const std::uint32_t> codes, float known_bits, double bits) const {
  auto most = static_cast<float>(data_.model.prior_bits + one_sided_slack) + known_bits;
  std::uint32_t present = 0, equal = 0;
  for (std::size_t f = 0; f < codes.size(); ++f) {
    const std::uint32_t is_equal = codes[f] == own_[f] ? 1 : 0, is_present = codes[f] != 0 ? 1 : 0;
    const std::uint32_t may_be_similar = maybe_similar_.holds(f, codes[f]) ? is_present : 0;
    most += by_code_[f][is_present + may_be_similar + (is_equal & may_be_similar)];
    present |= is_present << f;
    equal |= is_equal << f;
  }
  for (const auto& link : together_) {
    const bool both = (present & link.fields) == link.fields, both_equal = (equal & link.fields) == link.fields;
    most += link.bits[(both_equal ? 2 : 0) | (both ? 1 : 0)];
  }
  return most >= static_cast<float>(bits) || may_be_exchanged(codes);
}

}  // namespace zhike::resolve
