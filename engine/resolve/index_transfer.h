// SPDX-License-Identifier: Apache-2.0
// The index as it is stored: a head of small things, and its arrays as they lie in memory.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "resolve/index_data.h"

namespace zhike::resolve {

struct StoredForm {
  std::string head;
  std::vector<std::string_view> arrays;  // of the data, which must stand still meanwhile
};
// What was added to lists since they were made gets its place among the rest first, without what belongs to rows that are
// gone; so changes are no longer watched, and no delta tells of them.
StoredForm stored_form(IndexData& data, int threads);

// False when the bytes are not those of an index of this version.
bool read_head(std::string_view head, IndexData& data);
// Makes room for the arrays that the head speaks of. Where each is to be put, in their order; nothing when `sizes`, in bytes,
// are not those of such arrays. prepare_index_data() does the rest.
std::vector<char*> make_room(std::span<const std::uint64_t> sizes, IndexData& data);

}  // namespace zhike::resolve
