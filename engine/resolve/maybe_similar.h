// SPDX-License-Identifier: Apache-2.0
// Inside the matching engine only: what rules most pairs out before any list of similar values is looked at.
#pragma once

#include <array>
#include <cstdint>

#include "resolve/field.h"

namespace zhike::resolve {

// Which values may be similar to those of one record: a few bits that stay in the nearest cache.
class MaybeSimilar {
 public:
  void clear(std::size_t field) { bits_[field].fill(0); }
  void add(std::size_t field, std::uint32_t code) { bits_[field][slot_of(code) / 64] |= std::uint64_t{1} << (slot_of(code) % 64); }
  // False only where add() was not called with the code.
  bool holds(std::size_t field, std::uint32_t code) const { return bits_[field][slot_of(code) / 64] >> (slot_of(code) % 64) & 1; }

 private:
  static std::uint32_t slot_of(std::uint32_t code) { return code * 0x9E3779B9U >> 19; }
  std::array<std::array<std::uint64_t, 128>, fields_most> bits_{};
};

}  // namespace zhike::resolve
