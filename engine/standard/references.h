// SPDX-License-Identifier: Apache-2.0
// What a JSON Schema cannot say: that every name leads somewhere, no spelling means two things, patterns compile,
// verbs get the arguments they ask for, and dimension codes obey their own rule.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "standard/standard.h"

namespace zhike::standard {

// Where an item was written: "field/mobile" -> {file, "$.fields[3]"}.
struct Place {
  std::string file, path;
};
using Places = std::map<std::string, Place>;

void check_references(const Standard& standard, const Places& places, std::vector<Problem>& problems);

}  // namespace zhike::standard
