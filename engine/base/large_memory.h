// SPDX-License-Identifier: Apache-2.0
// Memory for arrays that are read here and there, not from end to end. What stands in one line of the cache by its size
// stands in one by its place too (below 16 KiB, where all stays in the cache anyway, as malloc does it); for arrays of
// megabytes the system is asked for huge pages.
#pragma once

#include <cstddef>
#include <new>
#include <utility>
#include <vector>

namespace zhike {

// Throws std::bad_alloc. Not filled.
void* allocate_large(std::size_t bytes);
void free_large(void* memory) noexcept;

template <class T>
struct LargeAllocator {
  using value_type = T;
  LargeAllocator() = default;
  template <class Other>
  LargeAllocator(const LargeAllocator<Other>&) noexcept {}
  T* allocate(std::size_t count) { return static_cast<T*>(allocate_large(count * sizeof(T))); }
  void deallocate(T* memory, std::size_t) noexcept { free_large(memory); }
  template <class Other>
  bool operator==(const LargeAllocator<Other>&) const noexcept { return true; }
};
template <class T>
using LargeVector = std::vector<T, LargeAllocator<T>>;

// For arrays of plain values that are filled from outside: resize(count) leaves what is new unfilled, so that its pages are
// first touched by whoever fills it; resize(count, value) fills.
template <class T>
struct UnfilledAllocator : LargeAllocator<T> {
  using value_type = T;
  template <class Other>
  struct rebind {
    using other = UnfilledAllocator<Other>;
  };
  UnfilledAllocator() = default;
  template <class Other>
  UnfilledAllocator(const UnfilledAllocator<Other>&) noexcept {}
  template <class Made>
  void construct(Made* place) noexcept {
    ::new (static_cast<void*>(place)) Made;
  }
  template <class Made, class... From>
  void construct(Made* place, From&&... from) {
    ::new (static_cast<void*>(place)) Made(std::forward<From>(from)...);
  }
};
template <class T>
using UnfilledVector = std::vector<T, UnfilledAllocator<T>>;

}  // namespace zhike
