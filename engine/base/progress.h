// SPDX-License-Identifier: Apache-2.0
// How long work tells where it is, and how it learns that it should stop. Implementations are thread-safe.
#pragma once

#include <atomic>
#include <cstdint>
#include <string_view>

namespace zhike {

class Progress {
 public:
  virtual ~Progress() = default;
  virtual void step_started(std::string_view step) { (void)step; }
  virtual void advanced(double share) { (void)share; }  // 0 to 1 within the step
  virtual void step_done(std::string_view step, std::int64_t rows, std::int64_t milliseconds) {
    (void)step, (void)rows, (void)milliseconds;
  }
};

// Set from a signal handler or another thread; work looks at it between steps and blocks of rows.
using CancelFlag = std::atomic<bool>;

}  // namespace zhike
