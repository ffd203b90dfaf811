// SPDX-License-Identifier: Apache-2.0
#include "progress_bar.h"

#include <cstdio>
#include <mutex>
#include <string>

#include "base/clock.h"

namespace zhike::cli {
namespace {

constexpr std::int64_t quiet_ms = 1000;
constexpr int bar_width = 24;

class TerminalProgress : public Progress {
 public:
  ~TerminalProgress() override {
    std::lock_guard lock(mutex_);
    wipe();
  }
  void step_started(std::string_view step) override {
    std::lock_guard lock(mutex_);
    if (started_ms_ == 0) started_ms_ = monotonic_ms();
    step_ = step;
    draw(0);
  }
  void advanced(double share) override {
    std::lock_guard lock(mutex_);
    draw(share);
  }
  void step_done(std::string_view, std::int64_t, std::int64_t) override {
    std::lock_guard lock(mutex_);
    wipe();
  }

 private:
  void draw(double share) {
    std::int64_t now = monotonic_ms();
    if (now - started_ms_ < quiet_ms || (drawn_ && now - drawn_ms_ < 100 && share > 0 && share < 1)) return;
    drawn_ms_ = now;
    drawn_ = true;
    int full = static_cast<int>(share * bar_width);
    std::string bar;
    for (int i = 0; i < bar_width; ++i) bar += i < full ? "█" : "░";
    std::fprintf(stderr, "\r\033[K%s %3d%%  %s  %.1f s", bar.c_str(), static_cast<int>(share * 100), step_.c_str(),
                 static_cast<double>(now - started_ms_) / 1000);
    std::fflush(stderr);
  }
  void wipe() {
    if (drawn_) std::fprintf(stderr, "\r\033[K");
    drawn_ = false;
  }

  std::mutex mutex_;
  std::string step_;                             // guarded by mutex_
  std::int64_t started_ms_ = 0, drawn_ms_ = 0;   // guarded by mutex_
  bool drawn_ = false;                           // guarded by mutex_
};

}  // namespace

std::unique_ptr<Progress> make_progress(bool show) {
  if (show) return std::make_unique<TerminalProgress>();
  return std::make_unique<Progress>();
}

}  // namespace zhike::cli
