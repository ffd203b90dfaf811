// SPDX-License-Identifier: Apache-2.0
// The comparators of personal names, in Latin letters and Chinese characters and between the two.
#pragma once

#include <cstdint>

#include "resolve/field.h"

namespace zhike::resolve {

// Syllables of every value: what Chinese names are compared by.
void prepare_sounds(Field& field);
int compare_names(const Field& field, std::uint32_t left, std::uint32_t right);
int compare_han_names(const Field& field, std::uint32_t left, std::uint32_t right);
int compare_rest_of_name(const Field& field, std::uint32_t left, std::uint32_t right);
int compare_other_names(const Field& field, std::uint32_t left, std::uint32_t right);

}  // namespace zhike::resolve
