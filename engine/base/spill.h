// SPDX-License-Identifier: Apache-2.0
// Arrays of numbers that lie in a file where memory is short: written once, then read from end to end.
// The file has no name: it is deleted as soon as it is open, has mode 0600, and is gone with the process, however that ends.
// It is not encrypted, so only what says nothing about a person belongs here: numbers of rows, levels, weights. No texts, and
// no hashes of them.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "base/large_memory.h"
#include "base/result.h"

namespace zhike {

// Where to, and from how many bytes on. No folder: nothing is spilled.
struct SpillRules {
  std::string folder;
  std::uint64_t memory_bytes = 0;  // 0 = no limit

  bool spills(std::uint64_t bytes) const { return !folder.empty() && memory_bytes > 0 && bytes > memory_bytes; }
};

// A file without a name. disk_full when the folder has no room or cannot be written; never a signal, since room is taken
// before anything is written.
class SpillFile {
 public:
  static Result<std::unique_ptr<SpillFile>> open(const std::string& folder);
  ~SpillFile();
  SpillFile(const SpillFile&) = delete;
  SpillFile& operator=(const SpillFile&) = delete;

  // At the end; returns where. From one thread at a time.
  Result<std::uint64_t> append(const void* bytes, std::size_t count);
  Status read(std::uint64_t at, void* bytes, std::size_t count) const;
  // `bytes` of room as memory, which lives as long as this does.
  Result<void*> map(std::size_t bytes);
  // What was written there is for the disk to keep from here on; it is read again when touched.
  void let_go(std::size_t first, std::size_t last) const;

 private:
  SpillFile(int file, std::string folder) : file_(file), folder_(std::move(folder)) {}
  Error no_room(std::uint64_t bytes) const;
  int file_;
  std::string folder_;
  std::uint64_t end_ = 0;
  void* mapped_ = nullptr;
  std::size_t mapped_bytes_ = 0;
};

// A fixed number of items in memory or in a file.
template <class T>
class SpillArray {
  static_assert(std::is_trivially_copyable_v<T>);

 public:
  SpillArray() = default;
  static Result<SpillArray> make(std::size_t count, const SpillRules& rules) {
    SpillArray array;
    array.count_ = count;
    if (rules.spills(count * sizeof(T))) {
      ZK_TRY_SET(array.file_, SpillFile::open(rules.folder));
      ZK_TRY_SET(void* memory, array.file_->map(count * sizeof(T)));
      array.items_ = static_cast<T*>(memory);
    } else {
      array.memory_.resize(count);
      array.items_ = array.memory_.data();
    }
    return array;
  }
  SpillArray(SpillArray&& other) noexcept { *this = std::move(other); }
  SpillArray& operator=(SpillArray&& other) noexcept {
    memory_ = std::move(other.memory_);
    file_ = std::move(other.file_);
    items_ = std::exchange(other.items_, nullptr);
    count_ = std::exchange(other.count_, 0);
    return *this;
  }

  std::size_t size() const { return count_; }
  bool in_file() const { return file_ != nullptr; }
  const T& operator[](std::size_t k) const { return items_[k]; }
  T& operator[](std::size_t k) { return items_[k]; }
  const T* data() const { return items_; }
  T* data() { return items_; }
  const T* begin() const { return items_; }
  const T* end() const { return items_ + count_; }
  T* begin() { return items_; }
  T* end() { return items_ + count_; }
  // These have been read or written and are not needed for now.
  void let_go(std::size_t first, std::size_t last) const {
    if (file_) file_->let_go(first * sizeof(T), last * sizeof(T));
  }

 private:
  LargeVector<T> memory_;
  std::unique_ptr<SpillFile> file_;
  T* items_ = nullptr;
  std::size_t count_ = 0;
};

// What the pieces of a range yielded, of different lengths: in memory up to rules.memory_bytes, then in a file.
template <class T>
class SpillPieces {
  static_assert(std::is_trivially_copyable_v<T>);

 public:
  SpillPieces(std::size_t pieces, SpillRules rules) : rules_(std::move(rules)), pieces_(pieces) {}

  // Of each piece once, from any thread. Without a folder it fails with too_large where the limit is passed.
  Status put(std::size_t piece, std::vector<T>&& items) {
    const std::scoped_lock lock(mutex_);
    auto& to = pieces_[piece];
    to.count = items.size();
    size_ += items.size();
    const std::uint64_t bytes = items.size() * sizeof(T);
    if (rules_.memory_bytes > 0 && held_ + bytes > rules_.memory_bytes) {
      if (rules_.folder.empty()) return Error{ErrorCode::too_large, ""};
      if (!file_) {
        ZK_TRY_SET(file_, SpillFile::open(rules_.folder));
      }
      ZK_TRY_SET(to.at, file_->append(items.data(), bytes));
      to.in_file = true;
      return done();
    }
    held_ += bytes;
    items.shrink_to_fit();
    to.items = std::move(items);
    return done();
  }
  // One after the other or from many threads at once, each piece once: it is let go.
  Result<std::vector<T>> take(std::size_t piece) {
    auto& from = pieces_[piece];
    if (!from.in_file) return std::move(from.items);
    std::vector<T> items(from.count);
    ZK_TRY(file_->read(from.at, items.data(), from.count * sizeof(T)));
    return items;
  }
  std::size_t pieces() const { return pieces_.size(); }
  std::size_t size_of(std::size_t piece) const { return pieces_[piece].count; }
  std::size_t size() const { return size_; }  // of all
  bool in_file() const { return file_ != nullptr; }

 private:
  struct Piece {
    std::vector<T> items;
    std::size_t count = 0;
    std::uint64_t at = 0;
    bool in_file = false;
  };
  SpillRules rules_;
  std::mutex mutex_;  // guards what follows while pieces are put
  std::vector<Piece> pieces_;
  std::unique_ptr<SpillFile> file_;
  std::uint64_t held_ = 0;
  std::size_t size_ = 0;
};

}  // namespace zhike
