// SPDX-License-Identifier: Apache-2.0
// Personal names: titles off, a full name into its parts, and what a full name holds beyond the parts beside it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace zhike::resolve {

struct NameParts {
  std::string given;
  std::string family;
  std::string rest;
};

// Folded words without titles and ordinals (sir, dr, baronet, 1st).
std::string clean_name(std::string_view raw);
// The name of somebody beside the customer, whole; for Chinese names the family name first, titles and masks off.
std::string clean_other_name(std::string_view raw);
// "John A. Smith" and "Smith, John A." give {john, smith, a}; a single word is a family name.
NameParts split_full_name(std::string_view raw);
// A Chinese name: titles (先生, 总) and mask signs off, compound family names known; a name with nothing left but
// the family name has no given name. Of words in Latin letters the family name is found by capitals or by its sound.
NameParts split_han_name(std::string_view raw);
// The words of `full` that neither part holds, each word of a part taken away once.
std::string rest_of_name(std::string_view full, std::string_view given, std::string_view family);

}  // namespace zhike::resolve
