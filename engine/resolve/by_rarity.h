// SPDX-License-Identifier: Apache-2.0
// What is alike for values that are as rare as each other, which most are: held once, with a number for each value.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <utility>

#include "base/large_memory.h"

namespace zhike::resolve {

// Per code, which of the different ones it has.
using Rarity = std::shared_ptr<const LargeVector<std::uint32_t>>;

template <class Item>
struct ByRarity {
  LargeVector<Item> different;
  Rarity rarity;  // none: each code has its own

  const Item& operator[](std::size_t code) const { return different[rarity ? (*rarity)[code] : code]; }
  std::size_t bytes() const { return different.capacity() * sizeof(Item); }
};

}  // namespace zhike::resolve
