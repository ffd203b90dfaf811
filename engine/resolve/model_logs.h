// SPDX-License-Identifier: Apache-2.0
// log2 of what a model learned. A level that was never learned counts 0.
#pragma once

#include <array>
#include <vector>

#include "resolve/resolve.h"

namespace zhike::resolve {

using LevelBits = std::array<double, levels_most>;  // one number per level

struct ModelLogs {
  ModelLogs() = default;
  explicit ModelLogs(const Model& model);

  std::vector<LevelBits> m, m_related;                         // per field
  std::vector<std::array<LevelBits, levels_most>> m_dependent;  // per dependence: by the parent's level, then the child's
};

}  // namespace zhike::resolve
