// SPDX-License-Identifier: Apache-2.0
#include "base/large_memory.h"

#include <sys/mman.h>

#include <algorithm>
#include <cstdlib>
#include <new>

namespace zhike {
namespace {

constexpr std::size_t small_bytes = 16384;  // stays in the cache anyway
constexpr std::size_t line_bytes = 64;
constexpr std::size_t huge_page_bytes = std::size_t{2} << 20;

}  // namespace

void* allocate_large(std::size_t bytes) {
  if (bytes < small_bytes) {
    void* memory = std::malloc(std::max<std::size_t>(bytes, 1));
    if (memory == nullptr) throw std::bad_alloc();
    return memory;
  }
  const std::size_t step = bytes < huge_page_bytes ? line_bytes : huge_page_bytes;
  if (bytes > static_cast<std::size_t>(-1) - step) throw std::bad_alloc();
  const std::size_t whole = (bytes + step - 1) / step * step;
  void* memory = std::aligned_alloc(step, whole);
  if (memory == nullptr) throw std::bad_alloc();
  if (step == huge_page_bytes) ::madvise(memory, whole, MADV_HUGEPAGE);  // refused: small pages do as well
  return memory;
}

void free_large(void* memory) noexcept { std::free(memory); }

}  // namespace zhike
