// SPDX-License-Identifier: Apache-2.0
// Inside the matching engine only: what the codes of one row and of many others add up to, field by field. The inner loop of
// the search for candidates, in the widest instructions that the machine has; all give the same bits.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace zhike::resolve {

enum class Instructions : std::uint8_t { sse, avx2, avx512 };
// Those of this machine, the narrowest first.
std::vector<Instructions> instructions_here();

// Rows of codes side by side. All spans by field are filled up to `stride`, a multiple of eight.
struct CodeRows {
  const std::uint32_t* codes = nullptr;  // of all rows
  std::size_t stride = 0;
  const std::uint32_t* own = nullptr;  // the row that the others are held against
};

struct CodeBits {
  // out[k]: the bits of the fields in which rows[k] has the code of the own row.
  void (*of_equal)(const CodeRows& table, const float* bits, const std::uint32_t* rows, std::size_t count, float* out);
  // out[k]: if_equal over these fields, and if_unequal over the others in which rows[k] has a code.
  void (*of_all)(const CodeRows& table, const float* if_equal, const float* if_unequal, const std::uint32_t* rows, std::size_t count, float* out);
};
const CodeBits& code_bits(Instructions instructions);

}  // namespace zhike::resolve
