// SPDX-License-Identifier: Apache-2.0
// Inside the resolve room only: a run that looks at nothing but what changed. The records that came, went or look different
// are put into the indexes of the last run; only the clusters they touch are formed anew, by the same model; the tables of
// the lake and the registry get what is different.
#pragma once

#include <optional>
#include <string>

#include "flow/context.h"
#include "resolve/models.h"
#include "resolve/policy.h"
#include "resolve/run.h"

namespace zhike::resolve {

// Nothing when only a run over all records can answer: `reason` says why, and nothing has been changed. models: those chosen now.
Result<std::optional<RunResult>> run_changed(flow::Context& context, const PolicyVersion& policy, const ChosenModels& models, std::string& reason);

}  // namespace zhike::resolve
