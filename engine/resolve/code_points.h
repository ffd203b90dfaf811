// SPDX-License-Identifier: Apache-2.0
// Many texts as code points, one behind the other: what comparators read. A text of its own for each would take twice the
// memory and most of the time to make and to drop.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/large_memory.h"

namespace zhike::resolve {

class CodePoints {
 public:
  std::size_t size() const { return begin_.size() - 1; }
  bool empty() const { return size() == 0; }
  // Valid until the next push_back().
  std::u32string_view operator[](std::size_t k) const { return {points_.data() + begin_[k], begin_[k + 1] - begin_[k]}; }
  void push_back(std::u32string_view text) {
    points_.insert(points_.end(), text.begin(), text.end());
    begin_.push_back(points_.size());
  }
  void reserve(std::size_t texts, std::size_t points) {
    begin_.reserve(texts + 1);
    points_.reserve(points);
  }
  std::size_t bytes() const { return points_.capacity() * sizeof(char32_t) + begin_.capacity() * sizeof(std::uint64_t); }

 private:
  LargeVector<char32_t> points_;
  LargeVector<std::uint64_t> begin_ = LargeVector<std::uint64_t>(1, 0);
};

}  // namespace zhike::resolve
