// SPDX-License-Identifier: Apache-2.0
// The containers of the index: flat arrays that load in one piece, and what was added since beside them.
#pragma once

#include <algorithm>
#include <bit>
#include <cstdint>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "base/large_memory.h"
#include "base/result.h"
#include "resolve/field.h"

namespace zhike::resolve {

// Lists that grow: the items they had at first lie one behind the other, later ones in lists of their own.
template <class Item>
class GrowingLists {
 public:
  struct Added {
    std::uint32_t list = 0;
    Item item{};
  };

  GrowingLists() = default;
  template <class Given>
  explicit GrowingLists(const Lists<Given>& first) : size_(first.size()) {
    ZK_ASSERT(first.items.size() <= 0xFFFFFFFFU);
    if (first.items.empty()) return;
    begin_.reserve(first.begin.size());
    for (const auto begin : first.begin) begin_.push_back(static_cast<std::uint32_t>(begin));
    items_.assign(first.items.begin(), first.items.end());
  }

  std::size_t size() const { return size_; }
  // The items known when the lists were made, in their order.
  std::span<const Item> first(std::size_t list) const {
    return list + 1 < begin_.size() ? std::span<const Item>(items_.data() + begin_[list], items_.data() + begin_[list + 1]) : std::span<const Item>();
  }
  std::span<const Item> later(std::size_t list) const {
    return list < added_of_.size() && added_of_[list] != 0 ? std::span<const Item>(added_[added_of_[list]]) : std::span<const Item>();
  }
  std::size_t length(std::size_t list) const { return first(list).size() + later(list).size(); }
  bool has_later() const { return !added_.empty(); }
  template <class Visit>
  void each(std::size_t list, const Visit& visit) const {
    for (const auto& item : first(list)) visit(item);
    for (const auto& item : later(list)) visit(item);
  }
  void resize(std::size_t size) { size_ = size; }
  void add(std::size_t list, Item item) {
    if (list >= size_) size_ = list + 1;
    if (added_of_.size() < size_) added_of_.resize(size_ + size_ / 16, 0);
    if (added_.empty()) added_.emplace_back();
    if (added_of_[list] == 0) {
      added_of_[list] = static_cast<std::uint32_t>(added_.size());
      added_.emplace_back();
    }
    added_[added_of_[list]].push_back(item);
    if (is_watched_) fresh_.push_back({static_cast<std::uint32_t>(list), item});
  }
  // All items of a list in one flat piece again, those that `keeps` only.
  template <class Keeps>
  Lists<Item> flat(const Keeps& keeps) const {
    Lists<Item> out;
    for (std::size_t list = 0; list < size_; ++list) {
      each(list, [&](const Item& item) {
        if (keeps(item)) out.items.push_back(item);
      });
      out.begin.push_back(out.items.size());
    }
    return out;
  }

  // From here on fresh() holds what is added, in its order. Lists put in the place of these are not watched.
  void watch() {
    is_watched_ = true;
    fresh_.clear();
  }
  bool is_watched() const { return is_watched_; }
  std::vector<Added>& fresh() { return fresh_; }

  // The first items as they are stored: list k is items[begins[k]] up to items[begins[k + 1]], both empty without any.
  UnfilledVector<std::uint32_t>& begins() { return begin_; }
  UnfilledVector<Item>& items() { return items_; }

 private:
  UnfilledVector<std::uint32_t> begin_;  // half of what the lists of a run take
  UnfilledVector<Item> items_;
  std::vector<std::uint32_t> added_of_;  // per list: its place in added_, 0 = none
  std::vector<std::vector<Item>> added_;
  std::size_t size_ = 0;
  bool is_watched_ = false;
  std::vector<Added> fresh_;
};

// Texts numbered in the order in which they were added; number 0 is the empty text.
class Texts {
 public:
  std::uint32_t add(std::string_view text) {
    bytes_.insert(bytes_.end(), text.begin(), text.end());
    end_.push_back(bytes_.size());
    return static_cast<std::uint32_t>(end_.size() - 1);
  }
  std::size_t size() const { return end_.size(); }
  std::string_view operator[](std::size_t number) const {
    const std::uint64_t begin = number == 0 ? 0 : end_[number - 1];
    return {bytes_.data() + begin, end_[number] - begin};
  }
  UnfilledVector<char>& bytes() { return bytes_; }
  UnfilledVector<std::uint64_t>& ends() { return end_; }

 private:
  UnfilledVector<char> bytes_;
  UnfilledVector<std::uint64_t> end_ = UnfilledVector<std::uint64_t>(1, 0);
};

// A polynomial over the bytes: the hash of a text with one byte changed follows from the hash of the text.
class RollingHash {
 public:
  static constexpr std::uint64_t base = 0x9E3779B97F4A7C15ULL;
  static std::uint64_t of(std::string_view text) {
    std::uint64_t hash = 0;
    for (const char c : text) hash = hash * base + symbol(c);
    return hash;
  }
  static std::uint64_t symbol(char c) { return static_cast<unsigned char>(c) + 1ULL; }
};

// Finds the number of a text by its rolling hash. Two texts of one hash share a slot's answer: callers compare the texts.
class TextSlots {
 public:
  void add(std::uint64_t hash, std::uint32_t number) {
    if ((count_ + 1) * 2 > slots_.size()) grow();
    put(mixed(hash), number);
    mark(mixed(hash));
    ++count_;
  }
  // Calls visit(number) for every text that may have this hash.
  template <class Visit>
  void each(std::uint64_t hash, const Visit& visit) const {
    if (slots_.empty()) return;
    const std::uint64_t tag = mixed(hash);
    if ((filter_[tag / 64 & (filter_.size() - 1)] >> (tag % 64) & 1) == 0) return;
    const std::size_t mask = slots_.size() - 1;
    for (std::size_t slot = tag & mask; slots_[slot] != 0; slot = (slot + 1) & mask)
      if (slots_[slot] >> 32 == tag) visit(static_cast<std::uint32_t>(slots_[slot]));
  }
  // All there is to store.
  UnfilledVector<std::uint64_t>& slots() { return slots_; }
  UnfilledVector<std::uint64_t>& filter() { return filter_; }
  std::uint64_t& count() { return count_; }

 private:
  static std::uint64_t mixed(std::uint64_t hash) {
    hash ^= hash >> 32;
    hash *= 0xD6E8FEB86659FD93ULL;
    return hash >> 32;
  }
  void put(std::uint64_t tag, std::uint32_t number) {
    const std::size_t mask = slots_.size() - 1;
    std::size_t slot = tag & mask;
    while (slots_[slot] != 0) slot = (slot + 1) & mask;
    slots_[slot] = tag << 32 | number;
  }
  void grow() {
    const auto old = std::exchange(slots_, UnfilledVector<std::uint64_t>(std::max<std::size_t>(64, slots_.size() * 2), 0));
    filter_.assign(slots_.size() / 8, 0);
    for (const auto slot : old) {
      if (slot == 0) continue;
      put(slot >> 32, static_cast<std::uint32_t>(slot));
      mark(slot >> 32);
    }
  }
  void mark(std::uint64_t tag) { filter_[tag / 64 & (filter_.size() - 1)] |= std::uint64_t{1} << (tag % 64); }
  UnfilledVector<std::uint64_t> slots_;  // 32 bits of the hash and the number; numbers start at 1, so 0 is free
  UnfilledVector<std::uint64_t> filter_;  // a bit for each hash, 8 bits a slot: small enough to stay near, and most misses end here
  std::uint64_t count_ = 0;
};

// Finds the row of a record by its id. Holds row numbers only: whoever asks says which id a row has, and whether it is there
// still; a row that is gone keeps its slot until the slots are made anew.
class RowSlots {
 public:
  static constexpr std::uint32_t none = 0xFFFFFFFFU;

  // Room for so many rows; forgets those it had.
  void clear(std::size_t rows) {
    slots_.assign(std::bit_ceil(std::max<std::size_t>(64, rows + rows / 2 + rows / 4)), none);
    used_ = 0;
  }
  // False when there is no room left for it.
  bool add(std::int64_t id, std::uint32_t row) {
    if ((used_ + 1) * 3 > slots_.size() * 2) return false;
    std::size_t slot = first_slot(id);
    while (slots_[slot] != none) slot = (slot + 1) & (slots_.size() - 1);
    slots_[slot] = row;
    ++used_;
    return true;
  }
  // The row for which is_it(row), or none.
  template <class IsIt>
  std::uint32_t find(std::int64_t id, const IsIt& is_it) const {
    if (slots_.empty()) return none;
    for (std::size_t slot = first_slot(id);; slot = (slot + 1) & (slots_.size() - 1))
      if (slots_[slot] == none || is_it(slots_[slot])) return slots_[slot];
  }

 private:
  std::size_t first_slot(std::int64_t id) const {
    return (static_cast<std::uint64_t>(id) * 0x9E3779B97F4A7C15ULL) >> 32 & (slots_.size() - 1);
  }
  LargeVector<std::uint32_t> slots_;
  std::size_t used_ = 0;
};

// Texts with their slots: a dictionary that grows.
struct TextIndex {
  Texts texts;
  TextSlots slots;

  std::uint32_t find(std::string_view text) const {
    std::uint32_t found = 0;
    if (text.empty()) return found;
    slots.each(RollingHash::of(text), [&](std::uint32_t number) {
      if (texts[number] == text) found = number;
    });
    return found;
  }
  std::uint32_t add(std::string_view text) {
    const std::uint32_t number = texts.add(text);
    slots.add(RollingHash::of(text), number);
    return number;
  }
};

}  // namespace zhike::resolve
