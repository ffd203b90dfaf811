// SPDX-License-Identifier: Apache-2.0
// Code lists as CSV: code,zh,en,parent,valid_from,valid_to,successor,aliases; several successors or aliases are
// separated by |. Quotes as in RFC 4180.
#pragma once

#include <string>
#include <vector>

#include "standard/standard.h"

namespace zhike::standard {

// The rows of the file; what cannot be read goes to `problems` with its line.
std::vector<Code> read_codes(const std::string& folder, const std::string& file, std::vector<Problem>& problems);

}  // namespace zhike::standard
