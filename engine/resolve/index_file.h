// SPDX-License-Identifier: Apache-2.0
// The index as a file beside the workspace, with a log of what came since: loaded in a second or two, encrypted, and the
// same after a kill as before.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "resolve/index.h"

namespace zhike::flow {
class SealedLog;
}

namespace zhike::resolve {

// `belongs_to` names the run whose clusters the index holds. The log of an older file is void from then on.
Status save_index(Index& index, const std::string& path, std::string_view key, std::string_view belongs_to);

// An index that lives in a file. Changes are durable before they are made; when the file is written anew
// after many of them, a loss of power in that moment costs the index, which the next run makes again.
class StoredIndex {
 public:
  // not_found when there is no file; conflict when it belongs to another run; unreadable when it is damaged. In each
  // case it is to be made anew.
  static Result<StoredIndex> open(const std::string& path, std::string_view key, std::string_view belongs_to, int threads = 0);
  StoredIndex(StoredIndex&&) noexcept;
  StoredIndex& operator=(StoredIndex&&) = delete;
  ~StoredIndex();

  Index& index() { return index_; }
  // As Index::apply. When the log has grown long, the file is written anew.
  Result<IndexReport> apply(std::span<const IndexChange> changes);
  std::uint64_t logged() const { return logged_; }  // changes in the log

 private:
  StoredIndex(Index index, std::unique_ptr<flow::SealedLog> log);
  Index index_;
  std::unique_ptr<flow::SealedLog> log_;
  std::string path_, key_, belongs_to_;
  std::uint64_t logged_ = 0;
};

}  // namespace zhike::resolve
