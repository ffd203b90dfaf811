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
  void* memory = nullptr;
  if (::posix_memalign(&memory, bytes < huge_page_bytes ? line_bytes : huge_page_bytes, bytes) != 0) throw std::bad_alloc();
  // Whole huge pages only: what is left over at the end stays on small ones. Refused: small pages do as well.
  if (bytes >= huge_page_bytes) ::madvise(memory, bytes / huge_page_bytes * huge_page_bytes, MADV_HUGEPAGE);
  return memory;
}

void free_large(void* memory) noexcept { std::free(memory); }

}  // namespace zhike
