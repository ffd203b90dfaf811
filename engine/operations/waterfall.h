// SPDX-License-Identifier: Apache-2.0
// Inside the operations room only: the evidence of a pair as output and as text, the same for files and workspaces.
#pragma once

#include <functional>
#include <string>

#include "operations/match_operations.h"
#include "resolve/resolve.h"

namespace zhike::operations {

// cut_bits: the merge line that the pair is held against.
WaterfallOut waterfall_out(const resolve::Waterfall& found, const std::string& left_id, const std::string& right_id, bool same_cluster, double cut_bits);
// How two values agree, in the reader's language.
std::string level_text(const std::string& level, Language language);
// The name of a field; parts of a name keep their label: full_name (given).
std::string field_text(const std::string& name, Language language);
// `label` gives the name of a field in the reader's language. decided: what became of the two records; empty: not told.
std::string waterfall_lines(const WaterfallOut& pair, const std::function<std::string(const std::string&)>& label, const Terminal& terminal, const std::string& decided = "");

}  // namespace zhike::operations
