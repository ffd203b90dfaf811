// SPDX-License-Identifier: Apache-2.0
// Conditions that only DuckDB understands, run there on the pairs that reach them. Opened on first use; in memory, without
// access to files or the network.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "base/result.h"
#include "resolve/resolve.h"

namespace zhike::resolve::splink {

using RowPair = std::pair<std::uint32_t, std::uint32_t>;

class ConditionLake {
 public:
  // order: row of the table at each position; pairs are pairs of positions.
  ConditionLake(const Table& table, const std::vector<std::uint32_t>& order);
  ~ConditionLake();

  // Which of the pairs the condition holds for, one flag each. Fails with bad_request when DuckDB refuses the condition.
  Result<std::vector<char>> holds(const std::string& condition, const std::vector<RowPair>& pairs);
  // The pairs of a blocking rule over l and r, left before right. Fails with too_large above 100 million.
  Result<std::vector<RowPair>> block(const std::string& rule);

 private:
  Status open();
  struct State;
  const Table& table_;
  const std::vector<std::uint32_t>& order_;
  std::unique_ptr<State> state_;
};

}  // namespace zhike::resolve::splink
