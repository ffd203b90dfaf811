// SPDX-License-Identifier: Apache-2.0
// Inside the operations room only: dedupe and link with a model of Splink.
#pragma once

#include <string>

#include "operations/match_files.h"
#include "operations/match_operations.h"
#include "resolve/splink/splink_model.h"

namespace zhike::operations {

// The model when the file holds one of Splink's; nothing when it is ours (or no path is given).
Result<std::optional<resolve::splink::SplinkModel>> read_if_splink(const std::string& path);
// The name of the id column: as asked, else the model's.
std::string splink_id(const std::string& asked, const resolve::splink::SplinkModel& model);

Result<DedupeOut> dedupe_with_splink(Call& call, const DedupeIn& in, resolve::splink::SplinkModel model);
Result<LinkOut> link_with_splink(Call& call, const LinkIn& in, MatchFile both, resolve::splink::SplinkModel model);

}  // namespace zhike::operations
