// SPDX-License-Identifier: Apache-2.0
#include "base/program.h"

#include <elf.h>
#include <link.h>

#include <cstdint>
#include <cstring>

#include "base/digest.h"

namespace zhike {
namespace {

constexpr std::size_t padded(std::size_t size) { return (size + 3) & ~std::size_t{3}; }

// The notes of one segment: name and description follow each head, padded to four bytes.
std::string build_id_in(const std::uint8_t* notes, std::size_t size) {
  for (std::size_t at = 0; at + sizeof(ElfW(Nhdr)) <= size;) {
    ElfW(Nhdr) head;
    std::memcpy(&head, notes + at, sizeof head);
    const std::size_t name = at + sizeof head, description = name + padded(head.n_namesz);
    if (description + head.n_descsz > size) return {};
    if (head.n_type == NT_GNU_BUILD_ID && head.n_namesz == 4 && std::memcmp(notes + name, "GNU", 4) == 0)
      return hexadecimal({reinterpret_cast<const char*>(notes + description), head.n_descsz});
    at = description + padded(head.n_descsz);
  }
  return {};
}

// The first object that is told of is the program itself.
int read_program(dl_phdr_info* info, std::size_t, void* out) {
  for (int k = 0; k < info->dlpi_phnum; ++k) {
    const auto& segment = info->dlpi_phdr[k];
    if (segment.p_type != PT_NOTE) continue;
    const auto* notes = reinterpret_cast<const std::uint8_t*>(info->dlpi_addr + segment.p_vaddr);
    if (auto id = build_id_in(notes, segment.p_memsz); !id.empty()) {
      *static_cast<std::string*>(out) = std::move(id);
      break;
    }
  }
  return 1;
}

}  // namespace

std::string build_id() {
  std::string id;
  dl_iterate_phdr(read_program, &id);
  return id;
}

}  // namespace zhike
