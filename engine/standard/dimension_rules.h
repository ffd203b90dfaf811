// SPDX-License-Identifier: Apache-2.0
// The coding rule of a dimension: form, widths, parents, forbidden letters, successors, dates (standard.md section 2).
#pragma once

#include <string>
#include <vector>

#include "standard/standard.h"

namespace zhike::standard {

// Letters own codes do not use because they are read as digits or as each other.
inline constexpr std::string_view forbidden_letters = "OISZV";

// Problems with `path` below the dimension ("items[3].code"); `file` is left empty.
std::vector<Problem> check_dimension(const Dimension& dimension);

// Whether a record may carry `code`: a published item, valid on `date` (YYYY-MM-DD; empty: whenever), or below one where
// the dimension is open below. Dimensions kept in a table of the kernels are judged there, not here: always true.
bool is_valid_code(const Dimension& dimension, std::string_view code, std::string_view date = {});

}  // namespace zhike::standard
