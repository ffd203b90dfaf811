// SPDX-License-Identifier: Apache-2.0
// The index as a file beside the workspace, with a log of what came since: encrypted, and the same after a kill as before.
#pragma once

#include <cstdint>
#include <memory>
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

// An index that lives in a file, with a log of what changes have made of it since.
class StoredIndex {
 public:
  // not_found when there is no file; conflict when it belongs to another run; unreadable when it is damaged. In each
  // case it is to be made anew. Changes nothing on the disk.
  static Result<StoredIndex> open(const std::string& path, std::string_view key, std::string_view belongs_to, int threads = 0);
  StoredIndex(StoredIndex&&) noexcept;
  StoredIndex& operator=(StoredIndex&&) = delete;
  ~StoredIndex();

  // Changes made to it are in memory only until keep().
  Index& index() { return index_; }
  // What has changed since open() or the last keep() is durable on return, and belongs to that run. Costs what the changes
  // cost; when the log has grown long, the file is written anew, and a loss of power in that moment costs the index. After
  // an error the file is as before, and the next keep() takes up what this one did not.
  Status keep(std::string_view belongs_to);
  // As Index::apply, and kept.
  Result<IndexReport> apply(std::span<const IndexChange> changes);
  std::uint64_t logged_bytes() const;

 private:
  StoredIndex(Index index, std::unique_ptr<flow::SealedLog> log);
  Status keep_whole();
  Index index_;
  std::unique_ptr<flow::SealedLog> log_;
  std::string path_, key_, belongs_to_;
  std::uint64_t file_bytes_ = 0;
};

}  // namespace zhike::resolve
