// SPDX-License-Identifier: Apache-2.0
// Evidence of a pair. The hot paths are chance_sum and levels; parts() says the same in pieces for people.
#include "resolve/scorer.h"

#include <algorithm>
#include <cmath>

#include "kernels/jaro_winkler.h"
#include "resolve/similar_values.h"

namespace zhike::resolve {
namespace {

// Members of one household whose given names are alike, before anything is learned.
constexpr double namesake_share = 0.05;

bool is_inherited(Kind kind) { return kind == Kind::given_name || kind == Kind::han_given_name; }
// Worth of an exchanged name that the other field has never seen.
constexpr double unseen_name_bits = 12;

std::vector<Letters> letters_of_all(const Field& field) {
  std::vector<Letters> out;
  for (std::size_t value = 0; value < field.points.size(); ++value) out.push_back(letters_of(field.points[value]));
  return out;
}

}  // namespace

double start_m(Kind kind, int level) {
  if (level == exact_level) return 0.7;
  if (level == different_level(kind)) return 0.1;
  return 0.2 / (levels_count(kind) - 3);
}

double start_m_related(const FieldModel& field, int level) {
  if (!field.inherited) return start_m(field.kind, level);
  return level == different_level(field.kind) ? 1 - namesake_share : namesake_share / (levels_count(field.kind) - 2);
}

double log_one_plus_exp2(double bits) {
  // Below 2^-53 the sum is 1 in a double, and so it is for most pairs of strangers.
  if (bits < -54) return 0;
  return bits > 40 ? bits : std::log2(1 + std::exp2(bits));
}

double PairParts::total(std::size_t fields_count) const {
  double sum = prior;
  for (std::size_t f = 0; f < fields_count; ++f) sum += field[f];
  sum += swap;
  sum += dependence;
  sum += related_penalty;
  return sum;
}

void Scorer::start(int threads) {
  model.fields.clear();
  for (const auto& field : fields_->field) {
    FieldModel learned;
    learned.name = field.name;
    learned.kind = field.kind;
    learned.shared = !field.personal;
    learned.inherited = method.namesakes && field.personal && is_inherited(field.kind);
    learned.filled_share = field.filled / static_cast<double>(std::max<std::size_t>(fields_->rows, 1));
    learned.values_count = field.values_count() - 1;
    for (int level = 1; level < field.levels(); ++level)
      learned.m[level] = start_m(field.kind, level);
    for (int level = 1; level < field.levels(); ++level) learned.m_related[level] = start_m_related(learned, level);
    model.fields.push_back(learned);
  }
  model.prior_bits = model.prior_related_bits = -std::log2(std::max<double>(2, static_cast<double>(fields_->rows)));
  model.m_swap = {1, 0.02, 0.02};
  if (fields_->given != no_field) {
    given_letters_ = letters_of_all(fields_->field[fields_->given]);
    family_letters_ = letters_of_all(fields_->field[fields_->family]);
  }
  estimate_u(*fields_, model, false);
  estimate_chance(*fields_, model, method, chance, threads);
  refresh();
}

void Scorer::refresh_chance(int threads) {
  estimate_u(*fields_, model, method.decontaminated_u);
  estimate_chance(*fields_, model, method, chance, threads);
}

void Scorer::refresh() {
  logs_ = ModelLogs(model);
  dependence_of_.assign(model.fields.size(), -1);
  for (std::size_t k = 0; k < model.dependences.size(); ++k) dependence_of_[model.dependences[k].child] = static_cast<int>(k);
  for (std::size_t f = 0; f < model.fields.size(); ++f) in_related_[f] = model.fields[f].shared || model.fields[f].inherited;
  for (std::size_t k = 0; k < model.m_swap.size(); ++k) log_m_swap_[k] = std::log2(model.m_swap[k]);
}

PairLevels Scorer::levels(std::uint32_t left, std::uint32_t right) const {
  PairLevels levels;
  const auto a = fields_->codes(left);
  const auto b = fields_->codes(right);
  for (std::size_t f = 0; f < fields_->size(); ++f)
    levels.of[f] = static_cast<std::uint8_t>(level_of(fields_->field[f], a[f], b[f]));
  mark_swap(left, right, levels);
  return levels;
}

bool Scorer::may_be_swapped(const std::uint32_t* left, const std::uint32_t* right) const {
  const std::size_t given = fields_->given;
  const std::size_t family = fields_->family;
  const auto possible = [&](std::uint32_t given_value, std::uint32_t family_value) {
    if (given_value == 0 || family_value == 0) return false;
    return fields_->same_text[0][given_value] == family_value ||
           may_be_alike(given_letters_[given_value], family_letters_[family_value]);
  };
  const bool given_moved = possible(left[given], right[family]);
  const bool family_moved = possible(right[given], left[family]);
  if (given_moved && family_moved) return true;
  return (given_moved && (left[family] == 0 || right[given] == 0)) || (family_moved && (left[given] == 0 || right[family] == 0));
}

void Scorer::mark_swap(std::uint32_t left, std::uint32_t right, PairLevels& levels) const {
  const std::size_t given = fields_->given;
  if (given == no_field) return;
  const std::size_t family = fields_->family;
  const Field& given_field = fields_->field[given];
  const Field& family_field = fields_->field[family];
  if (agrees(given_field.kind, levels.of[given]) || agrees(family_field.kind, levels.of[family])) return;
  const auto a = fields_->codes(left);
  const auto b = fields_->codes(right);
  if (!may_be_swapped(a.data(), b.data())) return;
  const auto alike = [&](std::uint32_t given_value, std::uint32_t family_value) {
    if (given_value == 0 || family_value == 0) return false;
    if (fields_->same_text[0][given_value] == family_value) return true;
    return may_be_alike(given_letters_[given_value], family_letters_[family_value]) &&
           kernels::jaro_winkler(given_field.points[given_value], family_field.points[family_value]) >= swap_similarity;
  };
  const bool given_moved = alike(a[given], b[family]);
  const bool family_moved = alike(b[given], a[family]);
  const bool one_seen = (given_moved && (a[family] == 0 || b[given] == 0)) || (family_moved && (a[given] == 0 || b[family] == 0));
  if (given_moved && family_moved) levels.of[PairLevels::swap] = 1;
  else if (one_seen) levels.of[PairLevels::swap] = 2;
  else return;
  levels.of[given] = levels.of[family] = missing_level;
}

double Scorer::field_chance(std::size_t field, std::uint32_t left, std::uint32_t right, int level) const {
  return 0.5 * (static_cast<double>(chance_at(field, left)[level]) + chance_at(field, right)[level]);
}

double Scorer::email_correction(std::uint32_t left, std::uint32_t right, const PairLevels& levels, double bits) const {
  if (!method.dependence || fields_->email == no_field || fields_->given == no_field) return 0;
  const int email = levels.of[fields_->email];
  if (email == missing_level || email == different_level(Kind::email) || (email != exact_level && !email_lift_on)) return 0;
  double lift = 0;
  const std::array name_fields = {fields_->given, fields_->family};
  for (std::size_t which = 0; which < name_fields.size(); ++which) {
    const std::size_t name = name_fields[which];
    const int level = levels.of[name];
    if (!agrees(fields_->field[name].kind, level)) continue;
    lift += email == exact_level ? name_share_of_email * field_chance(name, left, right, level) : model.email_lift[which][email];
  }
  return std::max(0.0, std::min(lift, bits));
}

double Scorer::swap_chance(std::uint32_t left, int swap) const {
  if (swap == 0) return 0;
  const auto codes = fields_->codes(left);
  const auto as_family = fields_->same_text[0][codes[fields_->given]];
  const auto as_given = fields_->same_text[1][codes[fields_->family]];
  const double x = as_family != 0 ? chance[fields_->family][as_family][exact_level] : unseen_name_bits;
  const double y = as_given != 0 ? chance[fields_->given][as_given][exact_level] : unseen_name_bits;
  return swap == 1 ? x + y : std::min(x, y);
}

double Scorer::dependence(std::uint32_t left, std::uint32_t right, const PairLevels& levels) const {
  double sum = 0;
  for (const auto& link : model.dependences) {
    const int a = levels.of[link.parent];
    const int b = levels.of[link.child];
    if (!agrees(model.fields[link.parent].kind, a) || !agrees(model.fields[link.child].kind, b)) continue;
    const double smaller = std::min(field_chance(link.parent, left, right, a), field_chance(link.child, left, right, b));
    sum += std::max(0.0, std::min(link.lift_bits, smaller));
  }
  return sum;
}

double Scorer::log_m_of(std::size_t field, const PairLevels& levels) const {
  const int level = levels.of[field];
  const int link = dependence_of_[field];
  if (link < 0) return logs_.m[field][level];
  const int parent = levels.of[model.dependences[static_cast<std::size_t>(link)].parent];
  return parent == missing_level ? logs_.m[field][level] : logs_.m_dependent[static_cast<std::size_t>(link)][parent][level];
}

ChanceSum Scorer::chance_sum(std::uint32_t left, std::uint32_t right, const PairLevels& levels) const {
  ChanceSum sum;
  for (std::size_t f = 0; f < fields_->size(); ++f) {
    // Nothing where one of the two is missing, whatever its place in the table: asked for, it would be guessed wrong too often.
    const int level = levels.of[f];
    double bits = 0.5 * (static_cast<double>(chance_at(f, left)[level]) + chance_at(f, right)[level]);
    if (f == fields_->email) bits -= email_correction(left, right, levels, bits + logs_.m[f][level]);
    sum.all += bits;
    sum.shared += in_related_[f] ? bits : 0;
  }
  sum.all += swap_chance(left, levels.of[PairLevels::swap]);
  if (!model.dependences.empty()) {
    const double twice = dependence(left, right, levels);
    sum.all -= twice;
    sum.shared -= twice;
  }
  return sum;
}

ChanceSum Scorer::pattern_sum(const PairLevels& levels) const {
  ChanceSum sum;
  for (std::size_t f = 0; f < fields_->size(); ++f) {
    if (levels.of[f] == missing_level) continue;
    sum.all += log_m_of(f, levels);
    if (in_related_[f]) sum.shared += logs_.m_related[f][levels.of[f]];
  }
  sum.all += log_m_swap_[levels.of[PairLevels::swap]];
  return sum;
}

PairScore Scorer::score(const ChanceSum& chance_part, const ChanceSum& pattern) const {
  const double related = model.prior_related_bits + pattern.shared + chance_part.shared;
  if (!method.related_class) return {model.prior_bits + pattern.all + chance_part.all, related};
  return {model.prior_bits + pattern.all + chance_part.all - log_one_plus_exp2(related), related};
}

PairParts Scorer::parts(std::uint32_t left, std::uint32_t right, const PairLevels& levels) const {
  PairParts parts;
  parts.prior = model.prior_bits;
  parts.related = model.prior_related_bits;
  for (std::size_t f = 0; f < fields_->size(); ++f) {
    const int level = levels.of[f];
    if (level == missing_level) continue;
    double bits = field_chance(f, left, right, level);
    if (f == fields_->email) bits -= email_correction(left, right, levels, bits + logs_.m[f][level]);
    if (in_related_[f]) parts.related += bits + logs_.m_related[f][level];
    parts.field[f] = bits + log_m_of(f, levels);
  }
  if (const int swap = levels.of[PairLevels::swap]; swap != 0) parts.swap = swap_chance(left, swap) + log_m_swap_[swap];
  if (!model.dependences.empty()) parts.dependence = -dependence(left, right, levels);
  parts.related += parts.dependence;
  parts.related_penalty = method.related_class ? -log_one_plus_exp2(parts.related) : 0;
  return parts;
}

PairScore Scorer::exact_score(std::uint32_t left, std::uint32_t right, const PairLevels& levels) const {
  const auto all = parts(left, right, levels);
  return {all.total(fields_->size()), all.related};
}

}  // namespace zhike::resolve
