// SPDX-License-Identifier: Apache-2.0
// English names: given names by sex, surnames and nicknames; our own lists, commonest first.
#pragma once

#include <string>
#include <string_view>

#include "trial/chinese_names.h"
#include "trial/random.h"

namespace zhike::trial {

std::string draw_western_surname(Random& random);
std::string draw_western_given_name(Random& random, Sex sex, int birth_year);
// Bob for Robert; the name itself when none is known.
std::string nickname_of(std::string_view given);

}  // namespace zhike::trial
