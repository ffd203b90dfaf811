// SPDX-License-Identifier: Apache-2.0
// Files of a workspace that can be made anew but hold personal data: encrypted and authenticated as wholes
// (XChaCha20-Poly1305, libsodium), written whole or not at all, and a log beside them that survives a kill.
// A flipped bit, a piece cut off or pieces exchanged are found on reading, never taken for data.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/large_memory.h"
#include "base/result.h"

namespace zhike::flow {

// The file under its name is the old one or the new one, also after a kill. It is not waited for the disk: a loss of power
// may leave a damaged one, which reading finds; waiting took as long as all the rest. `facts` stand in the clear but
// authenticated: no personal data. content: parts that follow one another. disk_full when it cannot be written.
Status write_sealed(const std::string& path, std::string_view key, std::string_view facts, std::span<const std::string> content, int threads);

// A large piece of memory that is not filled before it is written.
class Content {
 public:
  Content() = default;
  Content(Content&& other) noexcept : bytes_(std::move(other.bytes_)), size_(std::exchange(other.size_, 0)) {}
  Content& operator=(Content&& other) noexcept {
    bytes_ = std::move(other.bytes_);
    size_ = std::exchange(other.size_, 0);
    return *this;
  }
  explicit Content(std::size_t size) : bytes_(static_cast<char*>(allocate_large(size))), size_(size) {}
  char* data() { return bytes_.get(); }
  std::string_view view() const { return {bytes_.get(), size_}; }

 private:
  struct Free {
    void operator()(char* bytes) const { free_large(bytes); }
  };
  std::unique_ptr<char, Free> bytes_;
  std::size_t size_ = 0;
};

struct Unsealed {
  std::string facts;
  Content content;
  std::string id;  // of this very writing of the file, random
};
// not_found when there is none; unreadable when it is damaged or the key is another.
Result<Unsealed> read_sealed(const std::string& path, std::string_view key, int threads);
// Facts and id alone, unchecked.
Result<Unsealed> read_facts(const std::string& path);

// A log of entries that belongs to one writing of a file (`id`): with another one it counts as empty.
class SealedLog {
 public:
  // Keeps the entries that are whole; what a kill left half written at the end is cut off. unreadable when the file is there
  // and cannot be read; disk_full when it cannot be written.
  static Result<SealedLog> open(const std::string& path, std::string_view key, std::string_view id);
  SealedLog(SealedLog&& other) noexcept;
  SealedLog& operator=(SealedLog&&) = delete;
  ~SealedLog();

  const std::vector<std::string>& entries() const { return entries_; }
  void forget_entries() { entries_ = {}; }
  // Durable on return. After an error the log is as before.
  Status append(std::string_view entry);

 private:
  SealedLog() = default;
  std::string path_, key_, id_;
  int file_ = -1;
  std::uint64_t count_ = 0;
  std::int64_t size_ = 0;
  std::vector<std::string> entries_;
};

}  // namespace zhike::flow
