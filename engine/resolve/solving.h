// SPDX-License-Identifier: Apache-2.0
// Inside the resolve room only: reading and matching, without writing anything; what a run and a replay have in common.
#pragma once

#include <vector>

#include "flow/context.h"
#include "resolve/lake_tables.h"
#include "resolve/models.h"
#include "resolve/policy.h"
#include "resolve/registry.h"
#include "resolve/run.h"

namespace zhike::resolve {

// Every kind of customer, matched under `policy` with verdicts and identity rules binding. As steps of the run.
// A kind with a chosen model is scored by it: bad_request when its columns are not there.
Result<std::vector<Solved>> solve(flow::Context& context, const Policy& policy, const ChosenModels& models, RunResult& result);

inline constexpr const char* entities[] = {"person", "organisation"};

// What binds these records: verdicts of people, and identity rules. told: who was joined by them, verdicts first.
Result<Constraints> constraints_of(flow::Context& context, const Records& records, const Policy& policy, std::vector<ToldPair>& told, RunResult& result);

// What this answer does to the registry.
RegistryChange plan_solved(const std::vector<Solved>& solved, const RegistryState& state, bool whole);

}  // namespace zhike::resolve
