// SPDX-License-Identifier: Apache-2.0
#include "ingest/look_ahead.h"

#include "base/hash.h"

namespace zhike::ingest {
namespace {

Result<Looked> look_at(flow::Context& context, const FileJob& job) {
  Looked looked;
  ZK_TRY_SET(looked.hash, sha256_file(job.path));
  ZK_TRY_SET(looked.opened, open_file(context, job));
  return looked;
}

}  // namespace

LookAhead::~LookAhead() {
  std::lock_guard lock(mutex_);
  ended_ = true;
  changed_.notify_all();
}

void LookAhead::start(std::size_t job) {
  if (job >= jobs_.size()) return;
  std::lock_guard lock(mutex_);
  wanted_ = job;
  started_ = true;
  changed_.notify_all();
  if (!thread_.joinable()) thread_ = std::jthread([this] { work(); });
}

Result<Looked> LookAhead::take(std::size_t job) {
  std::unique_lock lock(mutex_);
  if (!std::exchange(started_, false)) return look_at(context_, jobs_[job]);
  changed_.wait(lock, [&] { return found_.has_value(); });
  Result<Looked> found = std::move(*found_);
  found_.reset();
  return found;
}

void LookAhead::work() {
  std::unique_lock lock(mutex_);
  for (;;) {
    changed_.wait(lock, [&] { return ended_ || wanted_; });
    if (ended_) return;
    const FileJob& job = jobs_[*wanted_];
    wanted_.reset();
    lock.unlock();
    auto found = look_at(context_, job);
    lock.lock();
    found_ = std::move(found);
    changed_.notify_all();
  }
}

}  // namespace zhike::ingest
