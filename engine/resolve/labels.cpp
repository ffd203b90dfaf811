// SPDX-License-Identifier: Apache-2.0
#include "resolve/labels.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace zhike::resolve {
namespace {

constexpr double pseudo_pairs = 50;

std::pair<std::uint32_t, std::uint32_t> canonical_pair(const Prepared& prepared, const LabelledPair& label) {
  const auto a = prepared.canonical_row[label.left], b = prepared.canonical_row[label.right];
  return {std::min(a, b), std::max(a, b)};
}

}  // namespace

void move_weights(Prepared& prepared, const std::vector<LabelledPair>& labels) {
  auto& scorer = prepared.scorer;
  std::vector<std::array<double, levels_most>> seen(scorer.model.fields.size());
  std::size_t same = 0;
  for (const auto& label : labels) {
    if (!label.same) continue;
    ++same;
    const auto [left, right] = canonical_pair(prepared, label);
    const auto levels = scorer.levels(left, right);
    for (std::size_t f = 0; f < seen.size(); ++f) seen[f][levels.of[f]] += 1;
  }
  if (same < labels_same_least) return;
  for (std::size_t f = 0; f < seen.size(); ++f) {
    auto& m = scorer.model.fields[f].m;
    const int levels = levels_count(scorer.model.fields[f].kind);
    double filled = 0;
    for (int level = 1; level < levels; ++level) filled += seen[f][level];
    for (int level = 1; level < levels; ++level) {
      const double wanted = (pseudo_pairs * m[level] + seen[f][level]) / (pseudo_pairs + filled);
      m[level] *= std::exp2(std::clamp(std::log2(wanted / m[level]), -m_moves_most_bits, m_moves_most_bits));
    }
  }
  scorer.refresh();
}

double moved_cut(const Prepared& prepared, const std::vector<LabelledPair>& labels, double cut_bits) {
  const auto judged = judge_labels(prepared, labels);
  const auto same = static_cast<std::size_t>(std::count_if(judged.begin(), judged.end(), [](const auto& pair) { return pair.same; }));
  if (std::min(same, judged.size() - same) < labels_each_least) return cut_bits;
  const auto fit = fit_logistic(judged);
  const double crossing = std::clamp(-fit.offset / fit.slope, -cut_moves_most_bits, cut_moves_most_bits);
  const double n = static_cast<double>(judged.size());
  return cut_bits + crossing * n / (n + pseudo_pairs);
}

std::vector<JudgedPair> judge_labels(const Prepared& prepared, const std::vector<LabelledPair>& labels) {
  std::vector<JudgedPair> out;
  for (const auto& label : labels) {
    const auto [left, right] = canonical_pair(prepared, label);
    if (left == right) continue;
    out.push_back({prepared.scorer.exact_score(left, right, prepared.scorer.levels(left, right)).weight, label.same});
  }
  return out;
}

}  // namespace zhike::resolve
