// SPDX-License-Identifier: Apache-2.0
// Files of a workspace that can be made anew but hold personal data: encrypted and authenticated as wholes
// (XChaCha20-Poly1305), written whole or not at all, and a log beside them that survives a kill.
// A flipped bit, a piece cut off or pieces exchanged are found on reading, never taken for data.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace zhike::flow {

// The file under its name is the old one or the new one, also after a kill. It is not waited for the disk: a loss of power
// may leave a damaged one, which reading finds; waiting took as long as all the rest. `facts` stand in the clear but
// authenticated: no personal data. disk_full when it cannot be written.
Status write_sealed(const std::string& path, std::string_view key, std::string_view facts, std::span<const std::string_view> parts, int threads);

// Reads each part straight to the place where it is used.
class SealedReader {
 public:
  // not_found when there is no file; unreadable when it is none of these. Facts, id and sizes are checked by read() only.
  static Result<SealedReader> open(const std::string& path, std::string_view key);
  SealedReader(SealedReader&& other) noexcept;
  SealedReader& operator=(SealedReader&&) = delete;
  ~SealedReader();

  const std::string& facts() const { return facts_; }
  const std::string& id() const { return id_; }  // of this very writing of the file, random
  std::span<const std::uint64_t> sizes() const { return sizes_; }  // bytes of the parts; together no more than the file has
  // Parts from `first` on, part first + k to places[k]. unreadable when one of them is damaged or the key is another.
  Status read(std::size_t first, std::span<char* const> places, int threads) const;

 private:
  SealedReader() = default;
  std::string path_, key_, head_, facts_, id_;
  std::vector<std::uint64_t> sizes_;
  int file_ = -1;
};

// A log of entries that belongs to one writing of a file (`id`): with another one it counts as empty. Opening it changes
// nothing on the disk.
class SealedLog {
 public:
  // Keeps the entries that are whole, not what a kill left half written at the end. unreadable when the file is there and
  // cannot be read.
  static Result<SealedLog> open(const std::string& path, std::string_view key, std::string_view id);
  SealedLog(SealedLog&& other) noexcept;
  SealedLog& operator=(SealedLog&&) = delete;
  ~SealedLog();

  const std::vector<std::string>& entries() const { return entries_; }
  void forget_entries() { entries_ = {}; }
  std::uint64_t size() const { return size_; }  // bytes
  // Durable on return. After an error the log is as before. disk_full when it cannot be written.
  Status append(std::string_view entry);

 private:
  SealedLog() = default;
  Status prepare();
  std::string path_, key_, id_;
  int file_ = -1;  // open from the first append on
  std::uint64_t count_ = 0;
  std::uint64_t size_ = 0;  // 0: there is none of this id
  std::vector<std::string> entries_;
};

}  // namespace zhike::flow
