// SPDX-License-Identifier: Apache-2.0
// As division_table.cpp: the assembler takes the file in, so nothing is parsed and nothing is copied.
#include "kernels/han_table.h"

asm(".section .rodata\n"
    ".balign 8\n"
    "zhike_han_begin:\n"
    ".incbin \"" ZHIKE_HAN "\"\n"
    ".previous\n");

extern "C" {
extern const zhike::kernels::HanEntry zhike_han_begin[];
}

namespace zhike::kernels {

const HanEntry& han_entry(char32_t c) { return zhike_han_begin[c - first_han]; }

}  // namespace zhike::kernels
