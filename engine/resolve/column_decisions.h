// SPDX-License-Identifier: Apache-2.0
// What cleaning decides by looking at a whole column: its type, the order of day and month, default dates, ...
// Taken once with the table; kept, they let a single record be cleaned exactly as the table was.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace zhike::resolve {

class ColumnDecisions {
 public:
  // The answer kept under the key; else asks, keeps and returns it. Once closed, nothing is asked any more.
  template <class Ask>
  std::int64_t whole(const std::string& key, const Ask& ask) {
    auto& kept = kept_[key];
    if (kept.empty()) kept.push_back(std::to_string(closed_ ? 0 : static_cast<std::int64_t>(ask())));
    return std::stoll(kept.front());
  }
  template <class Ask>
  const std::vector<std::string>& texts(const std::string& key, const Ask& ask) {
    const auto [at, added] = kept_.try_emplace(key);
    if (added && !closed_) at->second = ask();
    return at->second;
  }

  bool closed() const { return closed_; }
  void close() { closed_ = true; }
  const std::map<std::string, std::vector<std::string>>& kept() const { return kept_; }
  static ColumnDecisions closed_with(std::map<std::string, std::vector<std::string>> kept) {
    ColumnDecisions decisions;
    decisions.kept_ = std::move(kept);
    decisions.closed_ = true;
    return decisions;
  }

 private:
  std::map<std::string, std::vector<std::string>> kept_;
  bool closed_ = false;
};

}  // namespace zhike::resolve
