// SPDX-License-Identifier: Apache-2.0
// The waterfall of a pair, from the same parts that made its weight.
#include <algorithm>
#include <cmath>

#include "resolve/prepared.h"
#include "resolve/resolve.h"

namespace zhike::resolve {
namespace {

Evidence field_evidence(const Prepared& prepared, const PairLevels& levels, const PairParts& parts, std::size_t f,
                        std::uint32_t left, std::uint32_t right) {
  const Field& field = prepared.fields.field[f];
  const FieldModel& learned = prepared.scorer.model.fields[f];
  const int level = levels.of[f];
  Evidence evidence;
  evidence.name = field.name;
  evidence.left = field.values[field.code[left]];
  evidence.right = field.values[field.code[right]];
  evidence.level = info(field.kind).labels[level];
  evidence.bits = parts.field[f];
  if (level != missing_level)
    evidence.frequency_bits = prepared.scorer.field_chance(f, left, right, level) + std::log2(learned.u[level]);
  return evidence;
}

}  // namespace

Waterfall explain(const Outcome& outcome, std::uint32_t left, std::uint32_t right) {
  const Prepared& prepared = *outcome.prepared;
  const Fields& fields = prepared.fields;
  const std::uint32_t a = prepared.canonical_row[left];
  const std::uint32_t b = prepared.canonical_row[right];
  const bool turned = a > b;
  const std::uint32_t first = std::min(a, b);
  const std::uint32_t second = std::max(a, b);
  const auto levels = prepared.scorer.levels(first, second);
  const auto parts = prepared.scorer.parts(first, second, levels);
  Waterfall waterfall;
  waterfall.prior_bits = parts.prior;
  for (std::size_t f = 0; f < fields.size(); ++f)
    waterfall.fields.push_back(field_evidence(prepared, levels, parts, f, first, second));
  if (const int swap = levels.of[PairLevels::swap]; swap != 0) {
    const auto& given = fields.field[fields.given];
    const auto& family = fields.field[fields.family];
    Evidence evidence{"name order", given.values[given.code[first]] + " " + family.values[family.code[first]],
                      given.values[given.code[second]] + " " + family.values[family.code[second]],
                      swap == 1 ? "given name and surname exchanged" : "exchanged, as far as can be seen", parts.swap, 0};
    waterfall.fields.push_back(evidence);
  }
  if (turned)
    for (auto& evidence : waterfall.fields) std::swap(evidence.left, evidence.right);
  waterfall.dependence_bits = parts.dependence;
  waterfall.related_bits = parts.related_penalty;
  waterfall.total_bits = parts.total(fields.size());
  return waterfall;
}

}  // namespace zhike::resolve
