// SPDX-License-Identifier: Apache-2.0
// Work over a range by several threads. Which thread takes which piece is left open, so a caller keeps results per
// index or per piece, never per thread, when order matters.
#pragma once

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <thread>
#include <vector>

namespace zhike {

inline int thread_count(int wanted) {
  const int hardware = static_cast<int>(std::thread::hardware_concurrency());
  return std::max(1, wanted > 0 ? wanted : hardware);
}

// Calls work(first, last, thread) for pieces of at most `piece` indexes until all of [0, count) is done.
template <class Work>
void parallel_pieces(std::size_t count, std::size_t piece, int threads, const Work& work) {
  std::atomic<std::size_t> next{0};
  const auto run = [&](int thread) {
    for (;;) {
      const std::size_t first = next.fetch_add(piece);
      if (first >= count) return;
      work(first, std::min(count, first + piece), thread);
    }
  };
  if (threads <= 1 || count <= piece) {
    run(0);
    return;
  }
  std::vector<std::jthread> others;
  for (int thread = 1; thread < threads; ++thread) others.emplace_back(run, thread);
  run(0);
}

}  // namespace zhike
