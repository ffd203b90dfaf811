// SPDX-License-Identifier: Apache-2.0
// Looks at a file while the one before it is taken in: unpacking a workbook and finding the keys of JSON lines are work for
// one thread each.
#pragma once

#include <condition_variable>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "ingest/request.h"

namespace zhike::ingest {

// A file before anything is stored of it.
struct Looked {
  std::string hash;
  OpenedFile opened;
};

// Belongs to one thread, which asks for the files in their order. Context and jobs must outlive it.
class LookAhead {
 public:
  LookAhead(flow::Context& context, const std::vector<FileJob>& jobs) : context_(context), jobs_(jobs) {}
  ~LookAhead();
  // Looks at this file, if there is one, in the background. One at a time: take() comes before the next start().
  void start(std::size_t job);
  // What was started, or else looked at now.
  Result<Looked> take(std::size_t job);

 private:
  void work();

  flow::Context& context_;
  const std::vector<FileJob>& jobs_;
  std::mutex mutex_;  // guards what follows
  std::condition_variable changed_;
  std::optional<std::size_t> wanted_;
  std::optional<Result<Looked>> found_;
  bool started_ = false, ended_ = false;
  // One thread until the end, because a child process goes with the thread that started it. Last: it ends before what it uses.
  std::jthread thread_;
};

}  // namespace zhike::ingest
