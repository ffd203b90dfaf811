// SPDX-License-Identifier: Apache-2.0
// Chinese personal names: surnames by frequency, given names by sex and decade of birth, readings and confusions.
// All lists are our own; a list is written commonest first.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "trial/random.h"

namespace zhike::trial {

enum class Sex : std::uint8_t { male, female };

struct Surname {
  std::string_view text;
  double weight;  // persons in ten thousand
};
std::span<const Surname> surnames();
std::string_view draw_surname(Random& random);
// The given name as a registrar of that year would write it; one character in 18 of 100 cases.
std::string draw_given_name(Random& random, Sex sex, int birth_year);
// A minority name with a middle dot, such as 阿依古丽·买买提.
std::string draw_minority_name(Random& random, Sex sex);

// Reading without tone, surname first, "zhangwei"; characters without a known reading are skipped.
std::string reading(std::string_view text);

enum class Confusion { same_sound, other_tone, near_sound, same_shape };
// A character a clerk might write instead; empty when none is known.
std::string confused_character(Random& random, std::string_view character, Confusion kind);
// The traditional form of every character that has one in the list of name characters.
std::string traditional(std::string_view text);

// The characters (code points) of a UTF-8 text, as views into it.
std::vector<std::string_view> characters(std::string_view text);
// Words of a list written with spaces.
std::vector<std::string_view> words(std::string_view list);

}  // namespace zhike::trial
