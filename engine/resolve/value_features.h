// SPDX-License-Identifier: Apache-2.0
// Inside the matching engine only: what values of a field are cut into, so that those that are alike share a part.
#pragma once

#include <cstdint>
#include <vector>

#include "resolve/field.h"

namespace zhike::resolve {

// The upper half of a part's hash above, the value that has it below. Two parts that share a hash only cost a comparison.
using Feature = std::uint64_t;
inline std::uint32_t value_of(Feature feature) { return static_cast<std::uint32_t>(feature); }
inline std::uint64_t key_of(Feature feature) { return feature >> 32; }

enum class Cut : std::uint8_t { grams, words, pieces, day_parts, characters, brand, nothing };

struct ValueFeatures {
  Cut cut = Cut::nothing;
  std::vector<Feature> parts;             // by ascending value; several must add up
  std::vector<Feature> proofs;            // by ascending value; one is enough: a text with one letter left out
  std::vector<std::uint32_t> left_out;    // e-mails, per value: parts that too many share to be of use; else empty
  std::size_t values_most = 0;            // a part of more values than this says too little for its price
};

// O(characters of all values).
ValueFeatures features_of(const Field& field);

}  // namespace zhike::resolve
