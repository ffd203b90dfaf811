// SPDX-License-Identifier: Apache-2.0
// One golden test at work: a workspace of its own in a temporary folder, and the commands carried out in it.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "script.h"
#include "flow/workspace.h"

namespace zhike::flow_test {

// One way of running the same tests (tests/configs/*.json).
struct Configuration {
  std::string name, why;
  int threads = 0;               // 0: all cores
  std::int64_t memory_bytes = 0;  // 0: the default
  bool restart_after_each_step = false;
  int batches = 1;               // each imported file arrives cut into so many
};

class Session {
 public:
  // `folder` is absent or empty; its owner removes it.
  static Result<Session> start(const std::string& folder, const Configuration& configuration);

  // Carries out one command. The message of a failure is what a person needs to see: expected against actual.
  Status perform(const Command& command);

 private:
  Session(std::string folder, Configuration configuration) : folder_(std::move(folder)), configuration_(std::move(configuration)) {}
  Status open();
  Status carry_out(const Command& command);
  Status load_rows(const Command& command);
  Status import(const Command& command);
  Status compare(const Command& command);

  std::string folder_;
  Configuration configuration_;
  std::unique_ptr<flow::Workspace> workspace_;
  int files_count_ = 0;
};

}  // namespace zhike::flow_test
