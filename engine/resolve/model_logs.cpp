// SPDX-License-Identifier: Apache-2.0
#include "resolve/model_logs.h"

#include <cmath>

namespace zhike::resolve {
namespace {

LevelBits bits_of(const std::array<double, levels_most>& shares) {
  LevelBits bits{};
  for (std::size_t level = 1; level < bits.size(); ++level) bits[level] = shares[level] > 0 ? std::log2(shares[level]) : 0;
  return bits;
}

}  // namespace

ModelLogs::ModelLogs(const Model& model) {
  for (const auto& learned : model.fields) {
    m.push_back(bits_of(learned.m));
    m_related.push_back(bits_of(learned.m_related));
  }
  for (const auto& link : model.dependences) {
    auto& table = m_dependent.emplace_back();
    for (std::size_t level = 1; level < levels_most; ++level) table[level] = bits_of(link.m[level]);
  }
}

}  // namespace zhike::resolve
