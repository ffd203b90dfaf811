// SPDX-License-Identifier: Apache-2.0
// What is kept after a run for explaining pairs: the fields with their indexes and the learned scorer.
#pragma once

#include <cstdint>
#include <vector>

#include "resolve/linkage.h"
#include "resolve/scorer.h"

namespace zhike::resolve {

struct Prepared {
  explicit Prepared(Fields assembled) : fields(std::move(assembled)), scorer(fields) {}
  Prepared(const Prepared&) = delete;
  Prepared& operator=(const Prepared&) = delete;

  Fields fields;
  Scorer scorer;
  std::vector<std::uint32_t> canonical_row;  // row of the table -> canonical row
  LinkageRules rules;                        // what bound the clusters, by canonical row
  // What the second look went by (fragments.h), per canonical row and in bits; empty without it.
  std::vector<std::uint8_t> fragment_sizes;
  std::vector<double> fragment_bits;
  std::vector<std::uint32_t> fragment;       // Linkage::fragment
};

}  // namespace zhike::resolve
