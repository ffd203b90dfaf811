// SPDX-License-Identifier: Apache-2.0
// The arrays of the index as bytes and back: one description of the order serves both ways.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "resolve/index.h"
#include "resolve/index_data.h"

namespace zhike::resolve {

// Texts that follow one another in the file: how long each is, the rows, the fields one by one, what joins rows.
std::vector<std::string> write_index_data(IndexData& data, int threads);
// False when the bytes are not those of an index of this version.
bool read_index_data(std::string_view bytes, IndexData& data, int threads);

std::string write_changes(std::span<const IndexChange> changes);
bool read_changes(std::string_view bytes, std::vector<IndexChange>& changes);

}  // namespace zhike::resolve
