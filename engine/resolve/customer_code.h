// SPDX-License-Identifier: Apache-2.0
// A customer's permanent code as one whole number: number * 4 + letter. The smaller one is the elder.
// Its text is the CUID (kernels/cuid.h). Persons and organisations share one row of numbers, households have their own.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace zhike::resolve {

using Code = std::uint64_t;  // 0: none
enum class CodeLetter : std::uint8_t { person, organisation, household };

constexpr Code make_code(CodeLetter letter, std::uint64_t number) { return number * 4 + static_cast<std::uint64_t>(letter); }
constexpr std::uint64_t number_of(Code code) { return code / 4; }
constexpr CodeLetter letter_of(Code code) { return static_cast<CodeLetter>(code % 4); }

// Empty for 0.
std::string cuid_of(Code code);
// 0 when the text is no CUID. Small letters are taken as capitals.
Code read_cuid(std::string_view text);

// Where a record is: the code it has, and whether the record itself is gone (its batch was taken out again). A record
// that comes back finds its code. 0: never seen.
using Place = std::uint64_t;
constexpr Place make_place(Code code, bool gone) { return code * 2 + (gone ? 1 : 0); }
constexpr Code code_at(Place place) { return place / 2; }
constexpr bool is_gone(Place place) { return place % 2 == 1; }

}  // namespace zhike::resolve
