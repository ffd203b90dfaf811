// SPDX-License-Identifier: Apache-2.0
// Inside the resolve room only: reading and matching, without writing anything; what a run and a replay have in common.
#pragma once

#include <vector>

#include "flow/context.h"
#include "resolve/lake_tables.h"
#include "resolve/policy.h"
#include "resolve/registry.h"
#include "resolve/run.h"

namespace zhike::resolve {

// Every kind of customer, matched under `policy` with verdicts and identity rules binding. As steps of the run.
Result<std::vector<Solved>> solve(flow::Context& context, const Policy& policy, RunResult& result);

// What this answer does to the registry.
RegistryChange plan_solved(const std::vector<Solved>& solved, const RegistryState& state, bool whole);

}  // namespace zhike::resolve
