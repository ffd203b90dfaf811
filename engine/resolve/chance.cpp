// SPDX-License-Identifier: Apache-2.0
// Chance of agreement from counts; see reference "value-level chance" in README.md.
#include "resolve/chance.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "base/parallel.h"

namespace zhike::resolve {
namespace {

double pairs_of(double n) { return n * (n - 1) / 2; }

// A small table cannot tell how rare its values are: five rows hold no value rarer than one in five. It is judged as a
// part of a base of this many rows (the stored prior): values seen once or twice are as rare as they would be there, and
// what repeats beyond the pair is scaled up.
constexpr double base_rows_least = 300;
double base_rows(double filled) { return std::max(filled, base_rows_least); }

// Rows of the base that hold the value besides the pair. A category's share is what it is, however few the rows are.
double others(Kind kind, double filled, double count, double rest, bool pair_left_out) {
  const double scale = base_rows(filled) / std::max<double>(filled, 1);
  if (scale > 1 && kind == Kind::category) return count * scale;
  if (!pair_left_out) return count * scale;
  return std::max(count - 2.0, 0.0) * scale + rest;
}

// Row pairs at each level, from the counts of the values alone.
std::array<double, levels_most> pairs_at_levels(const Field& field) {
  std::array<double, levels_most> pairs{};
  for (std::size_t value = 1; value < field.values.size(); ++value) {
    const double count = field.count[value];
    pairs[exact_level] += pairs_of(count);
    for (int level = 2; level < field.different(); ++level) pairs[level] += count * field.similar_rows[value][level] / 2;
  }
  return pairs;
}

// The part of a value's own rows that is never chance: 1 for fields where strangers agree, near 0 for identifiers.
double smoothing(const FieldModel& model, double filled) { return std::clamp(model.u[exact_level] * filled, 0.02, 1.0); }

float bits(double share) { return static_cast<float>(-std::log2(std::min(1.0, share))); }

// Bits by a number of rows, which for most values is a small one: their logarithms are worked out once, as many as pay for
// so many values. The windows of the index hold a few values each.
template <class Rule>
class BitsOfCount {
 public:
  BitsOfCount(std::size_t values, Rule rule) : rule_(std::move(rule)), known_count_(std::min(known_.size(), values / 4)) {
    for (std::size_t rows = 0; rows < known_count_; ++rows) known_[rows] = rule_(static_cast<double>(rows));
  }
  float operator()(double rows) const {
    const auto whole = rows < static_cast<double>(known_count_) ? static_cast<std::size_t>(rows) : known_count_;
    return whole < known_count_ && static_cast<double>(whole) == rows ? known_[whole] : rule_(rows);
  }

 private:
  Rule rule_;
  std::array<float, 1024> known_;
  std::size_t known_count_;
};

}  // namespace

void estimate_u(const Fields& fields, Model& model, bool decontaminate) {
  const double odds = std::exp2(model.prior_bits);
  const double lambda = odds / (1 + odds);
  for (std::size_t f = 0; f < fields.size(); ++f) {
    const Field& field = fields.field[f];
    FieldModel& learned = model.fields[f];
    const auto pairs = pairs_at_levels(field);
    const double total = std::max(1.0, pairs_of(field.filled));
    const double base_total = pairs_of(base_rows(field.filled));
    double agreeing = 0;
    for (int level = 1; level < field.different(); ++level) {
      agreeing += pairs[level];
      const double share = pairs[level] / total;
      const double clean = decontaminate ? (share - lambda * learned.m[level]) / (1 - lambda) : share;
      learned.u[level] = std::min(1.0, std::max({clean, share * 0.02, 0.5 / base_total}));
    }
    learned.u[field.different()] = std::clamp((total - agreeing) / total, 0.5 / total, 1.0);
  }
}

ValueChance::ValueChance(Kind kind, double filled, const FieldModel& learned, const Method& method)
    : kind_(kind), filled_(filled), rest_(smoothing(learned, filled)), different_(different_level(kind)), pair_left_out_(method.pair_left_out) {
  for (int level = 1; level <= different_; ++level) typical_[level] = bits(learned.u[level]);
}

// The two rows of the pair are not evidence of how frequent their value is.
float ValueChance::equal(double rows) const { return bits(others(kind_, filled_, rows, rest_, pair_left_out_) / base_rows(filled_)); }
float ValueChance::alike(double rows) const {
  return bits((std::max(rows - 1.0, 0.0) * base_rows(filled_) / filled_ + rest_) / base_rows(filled_));
}
float ValueChance::unlike(double rows) const { return bits(std::max(1 - rows / filled_, 1e-3)); }

ChanceBits ValueChance::of(double count, const std::array<float, levels_most>& similar_rows) const {
  ChanceBits out = typical_;
  out[exact_level] = equal(count);
  double near = count;
  for (int level = 2; level < different_; ++level) {
    out[level] = (typical_[level] + alike(similar_rows[level])) / 2;
    near += similar_rows[level];
  }
  out[different_] = unlike(near);
  return out;
}

void estimate_chance(const Fields& fields, const Model& model, const Method& method, std::vector<ChanceTable>& chance,
                     int threads) {
  chance.resize(fields.size());
  for (std::size_t f = 0; f < fields.size(); ++f) {
    const Field& field = fields.field[f];
    const ValueChance one(field.kind, field.filled, model.fields[f], method);
    const ChanceBits& typical = one.typical();
    // Values of one rarity are worked out once; tables made by hand have none, and each value counts for itself.
    const auto& counts = field.similar_rows.rarity ? field.rarity_count : field.count;
    const auto& similar_rows = field.similar_rows.different;
    const std::size_t different = field.similar_rows.rarity ? similar_rows.size() : field.values.size();
    chance[f].rarity = field.similar_rows.rarity;
    auto& table = chance[f].different;
    if (!method.value_chance || different == 0) {
      table.assign(different, typical);
      continue;
    }
    const BitsOfCount equal(different, [&](double rows) { return one.equal(rows); });
    const BitsOfCount alike(different, [&](double rows) { return one.alike(rows); });
    const BitsOfCount unlike(different, [&](double rows) { return one.unlike(rows); });
    table.resize(different);
    table[0] = typical;  // of the missing value
    parallel_pieces(different, 4096, threads, [&](std::size_t first, std::size_t last, int) {
      for (std::size_t k = std::max<std::size_t>(first, 1); k < last; ++k) {
        ChanceBits out = typical;
        const auto& similar = similar_rows[k];
        out[exact_level] = equal(counts[k]);
        double near = counts[k];
        for (int level = 2; level < field.different(); ++level) {
          out[level] = (typical[level] + alike(similar[level])) / 2;
          near += similar[level];
        }
        out[field.different()] = unlike(near);
        table[k] = out;
      }
    });
  }
}

}  // namespace zhike::resolve
