// SPDX-License-Identifier: Apache-2.0
// Inside the resolve room only: permanent codes in the ledger. What was given stays; only what changed is written.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "flow/context.h"
#include "resolve/lake_tables.h"
#include "resolve/run.h"

namespace zhike::resolve {

// How much a record says about who the customer is: it decides which part of a split keeps the code.
std::uint32_t record_weight(const Table& table, std::size_t row);

// SHA-256 of the learned models: tells under which model an act was done.
std::string hash_of(const std::vector<Solved>& solved);

// The code of every record of `solved`, in the order of the parts and their rows; durable in the ledger when it returns.
Result<std::vector<std::string>> give_codes(flow::Context& context, const std::vector<Solved>& solved, RunResult& result);

// Verdicts of people about two records of `records`, as rows.
Result<Constraints> read_verdicts(flow::Context& context, const Records& records);

}  // namespace zhike::resolve
