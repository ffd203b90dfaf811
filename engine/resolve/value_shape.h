// SPDX-License-Identifier: Apache-2.0
// Inside the matching engine only: how often each digit stands in a number, in one word. Rules out nearly all pairs of numbers
// that are not within two edits of each other, without looking at the texts.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "resolve/code_bits.h"

namespace zhike::resolve {

// Sixteen counters of four bits: of the code points that are equal modulo 16, at most 15 each.
using Shape = std::uint64_t;

Shape shape_of(std::u32string_view text);

// out[k]: 1 where a number of shapes[k] may be close to one of the shape `own`, else 0; never 0 for numbers within two edits
// or under the masks of either. The same in all instructions.
using CloseShapes = void (*)(Shape own, const Shape* shapes, std::size_t count, std::uint8_t* out);
CloseShapes close_shapes(Instructions instructions);

}  // namespace zhike::resolve
