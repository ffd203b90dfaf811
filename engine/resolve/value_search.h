// SPDX-License-Identifier: Apache-2.0
// Values similar to a text that the index has never seen, through the same kinds of features as the batch's index of
// similar values; one typing error is found by trying all of them against the dictionary, which costs no memory.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "resolve/index_data.h"

namespace zhike::resolve {

// Reused between calls; grows with the index. One per thread.
struct ValueSearchSpace {
  std::vector<std::uint16_t> shared;
  std::vector<std::uint32_t> met;
};

// By value, ascending; levels between exact and different. O(values that share features).
std::vector<Similar> find_similar(const IndexField& field, std::string_view text, ValueSearchSpace& space);
// The chance of agreeing with a text never seen, given its similar values.
ChanceBits chance_of_new(const IndexField& field, const FieldModel& model, std::string_view text, const std::vector<Similar>& similar);
// Puts a value into the features, so that later texts find it.
void add_to_features(IndexField& field, std::uint32_t code);

}  // namespace zhike::resolve
