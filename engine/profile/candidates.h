// SPDX-License-Identifier: Apache-2.0
// Inside the profile room only: the records of some customers in memory, grouped by customer.
#pragma once

#include <bit>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string_view>
#include <vector>

#include "flow/context.h"

namespace zhike::profile {

struct Plan;

// How a field of this type is stored in the lake.
db::SourceType stored_type(standard::DataType type);

// One record. All it has lies side by side, since the choice looks at everything of a record at once: the head, which
// places have a value, 8 bytes for each of these, and the texts.
class Record {
 public:
  struct Head {
    std::int64_t id;
    std::int64_t seconds;      // since 1900, when it was last touched; below 2^34
    std::int64_t recorded_at;  // microseconds since 1970
    bool has_recorded_at;
    std::uint8_t trust, address_parts;
    std::uint32_t words;  // of the bits that say which places have a value
  };
  explicit Record(const std::byte* at) : at_(at) {}
  const Head& head() const { return *reinterpret_cast<const Head*>(at_); }
  bool has(std::size_t place) const { return bits()[place / 64] >> (place % 64) & 1; }
  // Without a value: data() is nullptr.
  std::string_view text(std::size_t place) const {
    if (!has(place)) return {};
    const std::uint64_t cell = *cell_of(place);
    return {reinterpret_cast<const char*>(at_) + (cell >> 32), cell & UINT32_MAX};
  }
  // A number as its bits; 0 without a value.
  std::int64_t whole(std::size_t place) const { return has(place) ? static_cast<std::int64_t>(*cell_of(place)) : 0; }
  const std::uint64_t* bits() const { return reinterpret_cast<const std::uint64_t*>(at_ + sizeof(Head)); }

 private:
  const std::uint64_t* cell_of(std::size_t place) const {
    const std::uint64_t* words = bits();
    int before = std::popcount(words[place / 64] & ((std::uint64_t{1} << (place % 64)) - 1));
    for (std::size_t i = 0; i < place / 64; ++i) before += std::popcount(words[i]);
    return words + head().words + before;
  }
  const std::byte* at_;
};

// Rows are numbered in the order of their customers: those of customer c are [starts[c], starts[c + 1]), by record id.
class Candidates {
 public:
  // One of `parts` parts of all customers; each part is held in memory as a whole (some 300 bytes a record).
  static Result<std::unique_ptr<Candidates>> load(flow::Context& context, const Plan& plan, std::int64_t parts, std::int64_t part);
  ~Candidates();

  std::size_t customers() const { return starts.size() - 1; }
  Record record(std::size_t row) const { return Record(rows_[row]); }
  std::string_view cuid(std::size_t row) const { return record(row).text(cuid_place); }
  std::string_view source(std::size_t row) const { return record(row).text(source_place); }
  // A field's place in Plan::fields -> its place in a record. Only for fields that have values.
  std::size_t place_of(std::size_t field) const { return places_[field]; }

  std::vector<std::uint32_t> starts;

 private:
  class Shelf;
  class Taker;
  static constexpr std::size_t cuid_place = 0, source_place = 1, first_field_place = 2;

  Candidates();
  void group(int threads);

  std::vector<std::size_t> places_;
  std::vector<std::unique_ptr<Shelf>> shelves_;  // what the records lie on
  std::vector<const std::byte*> rows_;
};

}  // namespace zhike::profile
