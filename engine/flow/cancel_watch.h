// SPDX-License-Identifier: Apache-2.0
// Inside the flow room only: looks at the cancel flag while a statement runs, which nobody else can do then, and stops the
// statement. A signal handler may only set the flag, so somebody has to look.
#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>

#include "base/progress.h"

namespace zhike::flow {

class CancelWatch {
 public:
  CancelWatch(const CancelFlag& cancelled, std::function<void()> stop)
      : thread_([this, &cancelled, stop = std::move(stop)] { look(cancelled, stop); }) {}
  ~CancelWatch() {
    {
      std::lock_guard lock(mutex_);
      ended_ = true;
    }
    wake_.notify_all();
    thread_.join();
  }

 private:
  void look(const CancelFlag& cancelled, const std::function<void()>& stop) {
    std::unique_lock lock(mutex_);
    std::chrono::milliseconds pause(100);
    while (!wake_.wait_for(lock, pause, [&] { return ended_; })) {
      if (!cancelled.load()) continue;
      stop();
      pause = std::chrono::milliseconds(1000);  // what undoes the work is left in peace
    }
  }

  std::mutex mutex_;
  std::condition_variable wake_;
  bool ended_ = false;  // guarded by mutex_
  std::thread thread_;  // last: it uses the others
};

}  // namespace zhike::flow
