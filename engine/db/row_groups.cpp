// SPDX-License-Identifier: Apache-2.0
#include "db/row_groups.h"

#include <algorithm>
#include <atomic>
#include <cstring>
#include <mutex>
#include <thread>

#include "base/hash.h"

namespace zhike::db {
namespace {

constexpr std::size_t block_bytes = 1 << 20;
constexpr std::size_t hash_parts = 256;

}  // namespace

// Rows of one thread, one behind the other. Blocks stay where they are.
class RowGroups::Shelf {
 public:
  struct Entry {
    std::uint64_t hash;  // of the key
    const std::byte* row;
  };
  std::byte* room_for(std::size_t bytes) {
    if (bytes > free_) {
      free_ = std::max(bytes, block_bytes);
      blocks_.push_back(std::make_unique_for_overwrite<std::byte[]>(free_));
      next_ = blocks_.back().get();
    }
    std::byte* at = next_;
    next_ += bytes;
    free_ -= bytes;
    return at;
  }
  std::vector<Entry> entries;
  std::vector<std::size_t> present;  // columns with a value of the row being taken

 private:
  std::vector<std::unique_ptr<std::byte[]>> blocks_;
  std::byte* next_ = nullptr;
  std::size_t free_ = 0;
};

// Copies the rows onto shelves, one for each thread at work.
class RowGroups::Taker : public Sink {
 public:
  explicit Taker(RowGroups& to) : to_(&to) {}
  std::vector<SourceType> columns() const override { return to_->columns_; }

  void take(const ChunkReader& rows) override {
    std::unique_ptr<Shelf> shelf = borrow();
    for (std::size_t row = 0; row < rows.rows(); ++row) copy(rows, row, *shelf);
    std::lock_guard lock(mutex_);
    to_->shelves_.push_back(std::move(shelf));
  }

 private:
  std::unique_ptr<Shelf> borrow() {
    std::lock_guard lock(mutex_);
    if (to_->shelves_.empty()) return std::make_unique<Shelf>();
    std::unique_ptr<Shelf> shelf = std::move(to_->shelves_.back());
    to_->shelves_.pop_back();
    return shelf;
  }

  void copy(const ChunkReader& rows, std::size_t row, Shelf& shelf) const {
    const auto& types = to_->columns_;
    auto& present = shelf.present;
    present.clear();
    std::size_t bytes = 0;
    for (std::size_t column = 0; column < types.size(); ++column) {
      if (rows.is_null(column, row)) continue;
      present.push_back(column);
      if (types[column] == SourceType::text) bytes += rows.text(column, row).size();
    }
    std::size_t end = 8 * (to_->words_ + present.size());
    std::byte* at = shelf.room_for((end + bytes + 7) / 8 * 8);
    auto* bits = reinterpret_cast<std::uint64_t*>(at);
    std::fill_n(bits, to_->words_, 0);
    std::uint64_t* cell = bits + to_->words_;
    for (std::size_t column : present) {
      bits[column / 64] |= std::uint64_t{1} << (column % 64);
      if (types[column] != SourceType::text) {
        *cell++ = static_cast<std::uint64_t>(rows.whole(column, row));
        continue;
      }
      const std::string_view text = rows.text(column, row);
      std::memcpy(at + end, text.data(), text.size());
      *cell++ = static_cast<std::uint64_t>(end) << 32 | text.size();
      end += text.size();
    }
    shelf.entries.push_back({quick_hash(rows.text(0, row)), at});
  }

  RowGroups* to_;
  std::mutex mutex_;  // guards the shelves
};

RowGroups::RowGroups(std::vector<SourceType> columns) : columns_(std::move(columns)), words_((columns_.size() + 63) / 64) {
  ZK_ASSERT(!columns_.empty() && columns_.front() == SourceType::text);
}
RowGroups::~RowGroups() = default;

std::shared_ptr<Sink> RowGroups::sink() { return std::make_shared<Taker>(*this); }

// By the hash of the key in parts small enough for a near cache, each part sorted.
Status RowGroups::group(int threads) {
  std::vector<std::size_t> begins(hash_parts + 1);
  auto part_of = [](const Shelf::Entry& entry) { return entry.hash >> 56; };
  for (const auto& shelf : shelves_)
    for (const auto& entry : shelf->entries) ++begins[part_of(entry) + 1];
  for (std::size_t i = 1; i <= hash_parts; ++i) begins[i] += begins[i - 1];
  if (begins.back() >= UINT32_MAX) return Error{ErrorCode::too_large, "too many rows to be held in memory at once"};
  std::vector<Shelf::Entry> entries(begins.back());
  std::vector<std::size_t> next(begins.begin(), begins.end() - 1);
  for (auto& shelf : shelves_) {
    for (const auto& entry : shelf->entries) entries[next[part_of(entry)]++] = entry;
    std::vector<Shelf::Entry>().swap(shelf->entries);
  }
  auto key_of = [this](const Shelf::Entry& entry) { return GroupedRow(entry.row, words_).text(0); };
  auto before = [&](const Shelf::Entry& a, const Shelf::Entry& b) { return a.hash != b.hash ? a.hash < b.hash : key_of(a) < key_of(b); };
  std::atomic<std::size_t> part{0};
  auto sort = [&] {
    for (std::size_t i = part++; i < hash_parts; i = part++)
      std::sort(entries.begin() + static_cast<std::ptrdiff_t>(begins[i]), entries.begin() + static_cast<std::ptrdiff_t>(begins[i + 1]), before);
  };
  {
    std::vector<std::jthread> others;
    for (int i = 1; i < threads; ++i) others.emplace_back(sort);
    sort();
  }
  rows_.reserve(entries.size());
  starts_.clear();
  for (std::size_t i = 0; i < entries.size(); ++i) {
    rows_.push_back(entries[i].row);
    if (i == 0 || entries[i].hash != entries[i - 1].hash || key_of(entries[i]) != key_of(entries[i - 1]))
      starts_.push_back(static_cast<std::uint32_t>(i));
  }
  starts_.push_back(static_cast<std::uint32_t>(entries.size()));
  return done();
}

}  // namespace zhike::db
