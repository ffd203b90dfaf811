// SPDX-License-Identifier: Apache-2.0
// Names of organisations as parts: region + brand (字号) + trade + form, and the branch behind them.
// The brand tells companies apart; region and form are what writers leave out; a branch is never its head office.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace zhike::resolve {

struct Field;

struct OrganisationParts {
  bool han = false;
  std::u32string brand;
  std::u32string whole;                // brand and trade without blanks
  std::u32string branch;
  std::vector<std::uint32_t> regions;  // division codes the place name may stand for; empty = none named
  std::string sound;                   // of the whole, fuzzy syllables joined by blanks; Latin: letters alone
  std::string brand_sound;
};

// The name in one order and without its form: region, brand, trade, branch, separated by no-break blanks. Empty for
// placeholders. Both 远捷（成都）软件有限公司 and 成都远捷软件公司 give 成都 远捷 软件.
std::string clean_organisation_name(std::string_view raw);
// A name that can only be an organisation's: a form word, or a shop's ending on a name too long for a person.
bool is_organisation_name(std::string_view raw);
// 2 for a branch, 1 for a name without one, 0 for none: clusters never hold both. Takes a cleaned name.
std::uint32_t branch_code(std::string_view cleaned);

void prepare_organisations(Field& field);
int compare_organisations(const Field& field, std::uint32_t left, std::uint32_t right);

}  // namespace zhike::resolve
