// SPDX-License-Identifier: Apache-2.0
// Regular expressions that take linear time whatever the value is: compiled once into a table of states (DFA).
// Understood: literals . [a-z] [^...] \d \w \s \D \W \S \p{Han} \uXXXX \x{...} ( ) (?: ) | * + ? {m} {m,} {m,n};
// ^ and $ only at the ends. Not understood, and refused by name: look-around, back references, flags.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace zhike::kernels {

// Immutable; safe from any thread.
class Pattern {
 public:
  // Fails with bad_request when the expression is ill-formed or would need more than 20,000 states.
  static Result<Pattern> compile(std::string_view expression);
  bool matches(std::string_view text) const;  // the whole text
  // Bytes of the longest beginning that matches; npos when none does.
  std::size_t match_beginning(std::string_view text) const;
  std::size_t states_count() const { return accepting_.size(); }

  struct Range {
    char32_t first, last;
  };

 private:
  Pattern() = default;
  std::uint16_t class_of(char32_t c) const;

  std::array<std::uint16_t, 128> ascii_class_{};
  std::vector<char32_t> class_start_;          // class i + 1 begins here
  std::size_t classes_count_ = 0;
  std::vector<std::uint16_t> next_;            // state * classes_count_ + class
  std::vector<bool> accepting_;                // state 0 is the dead end, state 1 the start
};

}  // namespace zhike::kernels
