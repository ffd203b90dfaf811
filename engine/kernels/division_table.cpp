// SPDX-License-Identifier: Apache-2.0
// The generated table of divisions as bytes of the program: the assembler takes the file in, so nothing is parsed
// at build time and nothing is copied at run time.
#include "kernels/division_table.h"

asm(".section .rodata\n"
    ".global zhike_divisions_begin\n"
    ".global zhike_divisions_end\n"
    "zhike_divisions_begin:\n"
    ".incbin \"" ZHIKE_DIVISIONS "\"\n"
    "zhike_divisions_end:\n"
    ".previous\n");

extern "C" {
extern const char zhike_divisions_begin[];
extern const char zhike_divisions_end[];
}

namespace zhike::kernels {

std::string_view division_table() {
  return {zhike_divisions_begin, static_cast<std::size_t>(zhike_divisions_end - zhike_divisions_begin)};
}

}  // namespace zhike::kernels
