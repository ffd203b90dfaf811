// SPDX-License-Identifier: Apache-2.0
#include "profile/candidates.h"

#include <algorithm>
#include <atomic>
#include <cstring>
#include <thread>

#include "base/hash.h"
#include "profile/golden.h"
#include "profile/sql_text.h"
#include "profile_sql.h"

namespace zhike::profile {
namespace {

using db::SourceType;

// The columns of sql/candidate.sql before the fields.
enum Column : std::size_t { cuid_column, source_column, record_column, trust_column, seconds_column, recorded_column, address_parts_column, first_field_column };

constexpr std::size_t block_bytes = 1 << 20;
constexpr std::size_t hash_parts = 256;

std::string address_parts_known() {
  std::string sum;
  for (const char* part : {"division_code", "province", "city", "district", "town", "road", "number", "building", "unit", "floor", "room", "place"})
    sum += (sum.empty() ? "" : " + ") + std::string("CAST(customer.address_") + part + " IS NOT NULL AS BIGINT)";
  return sum;
}

}  // namespace

SourceType stored_type(standard::DataType type) {
  switch (type) {
    case standard::DataType::whole: return SourceType::whole;
    case standard::DataType::number: return SourceType::number;
    case standard::DataType::date: return SourceType::date;
    case standard::DataType::time: return SourceType::time;
    case standard::DataType::flag: return SourceType::flag;
    default: return SourceType::text;
  }
}

// Records of one thread, one behind the other. Blocks stay where they are.
class Candidates::Shelf {
 public:
  struct Entry {
    std::uint64_t hash;  // of the CUID
    const std::byte* record;
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
  std::vector<std::size_t> present;  // of the record being taken: column of each place with a value
 private:
  std::vector<std::unique_ptr<std::byte[]>> blocks_;
  std::byte* next_ = nullptr;
  std::size_t free_ = 0;
};

// Copies the rows of the statement onto shelves, one for each thread at work.
class Candidates::Taker : public db::Sink {
 public:
  Taker(Candidates& to, std::vector<SourceType> types) : to_(&to), types_(std::move(types)) {
    places_ = types_.size() - first_field_column + first_field_place;
    words_ = (places_ + 63) / 64;
  }
  std::vector<SourceType> columns() const override { return types_; }

  void take(const db::ChunkReader& rows) override {
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
  static std::size_t column_of(std::size_t place) { return place < first_field_place ? place : place - first_field_place + first_field_column; }

  void copy(const db::ChunkReader& rows, std::size_t row, Shelf& shelf) const {
    auto& present = shelf.present;
    present.clear();
    std::size_t bytes = 0;
    for (std::size_t place = 0; place < places_; ++place) {
      const std::size_t column = column_of(place);
      if (rows.is_null(column, row)) continue;
      present.push_back(place);
      if (types_[column] == SourceType::text) bytes += rows.text(column, row).size();
    }
    const std::size_t before = sizeof(Record::Head) + 8 * (words_ + present.size());
    std::byte* at = shelf.room_for((before + bytes + 7) / 8 * 8);
    Record::Head head{};
    head.id = rows.whole(record_column, row);
    head.seconds = rows.whole(seconds_column, row);
    head.has_recorded_at = !rows.is_null(recorded_column, row);
    head.recorded_at = head.has_recorded_at ? rows.whole(recorded_column, row) : 0;
    head.trust = static_cast<std::uint8_t>(rows.whole(trust_column, row));
    head.address_parts = static_cast<std::uint8_t>(rows.whole(address_parts_column, row));
    head.words = static_cast<std::uint32_t>(words_);
    std::memcpy(at, &head, sizeof head);
    auto* bits = reinterpret_cast<std::uint64_t*>(at + sizeof head);
    std::fill_n(bits, words_, 0);
    std::uint64_t* cell = bits + words_;
    std::size_t end = before;
    for (std::size_t place : present) {
      bits[place / 64] |= std::uint64_t{1} << (place % 64);
      const std::size_t column = column_of(place);
      if (types_[column] != SourceType::text) {
        *cell++ = static_cast<std::uint64_t>(rows.whole(column, row));
        continue;
      }
      const std::string_view text = rows.text(column, row);
      std::memcpy(at + end, text.data(), text.size());
      *cell++ = static_cast<std::uint64_t>(end) << 32 | text.size();
      end += text.size();
    }
    shelf.entries.push_back({quick_hash(rows.text(cuid_column, row)), at});
  }

  Candidates* to_;
  std::vector<SourceType> types_;
  std::size_t places_, words_;
  std::mutex mutex_;  // guards the shelves
};

Candidates::Candidates() = default;
Candidates::~Candidates() = default;

Result<std::unique_ptr<Candidates>> Candidates::load(flow::Context& context, const Plan& plan, std::int64_t parts, std::int64_t part) {
  std::unique_ptr<Candidates> out(new Candidates());
  std::vector<std::string> columns;
  std::vector<SourceType> types{SourceType::text, SourceType::text, SourceType::whole, SourceType::whole, SourceType::whole, SourceType::time, SourceType::whole};
  for (const auto& golden : plan.fields) {
    out->places_.push_back(golden.populated ? first_field_place + columns.size() : 0);
    if (!golden.populated) continue;
    columns.push_back("customer." + db::quote_identifier(golden.field->id));
    types.push_back(stored_type(golden.field->type));
  }
  // The function stays known as long as the lake is open, so each has a name of its own.
  std::string function = "zk_profile_take_" + std::to_string(context.run_id()) + "_" + std::to_string(part);
  std::string among = parts == 1 ? "TRUE" : "hash(resolved.cuid) % " + std::to_string(parts) + " = " + std::to_string(part);
  ZK_TRY(context.lake().add_sink(function, std::make_shared<Taker>(*out, std::move(types))));
  ZK_TRY(context.run_sql("profile.candidate", sql::candidate,
                         {{"function", function}, {"columns", joined(columns, ",\n  ")}, {"address_parts", address_parts_known()}, {"among", among}}));
  std::size_t rows = 0;
  for (const auto& shelf : out->shelves_) rows += shelf->entries.size();
  if (rows >= UINT32_MAX) return Error{ErrorCode::too_large, "too many records for one part of the survivorship step"};
  ZK_TRY_SET(std::int64_t threads, context.lake().count("SELECT current_setting('threads')"));
  out->group(static_cast<int>(threads));
  return out;
}

// By the hash of the CUID in parts small enough for a near cache, each part sorted.
void Candidates::group(int threads) {
  std::vector<std::size_t> begins(hash_parts + 1);
  auto part_of = [](const Shelf::Entry& entry) { return entry.hash >> 56; };
  for (const auto& shelf : shelves_)
    for (const auto& entry : shelf->entries) ++begins[part_of(entry) + 1];
  for (std::size_t i = 1; i <= hash_parts; ++i) begins[i] += begins[i - 1];
  std::vector<Shelf::Entry> entries(begins.back());
  std::vector<std::size_t> next(begins.begin(), begins.end() - 1);
  for (auto& shelf : shelves_) {
    for (const auto& entry : shelf->entries) entries[next[part_of(entry)]++] = entry;
    std::vector<Shelf::Entry>().swap(shelf->entries);
  }
  auto before = [](const Shelf::Entry& a, const Shelf::Entry& b) {
    if (a.hash != b.hash) return a.hash < b.hash;
    const Record left(a.record), right(b.record);
    if (int order = left.text(cuid_place).compare(right.text(cuid_place)); order != 0) return order < 0;
    return left.head().id < right.head().id;
  };
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
  for (std::size_t i = 0; i < entries.size(); ++i) {
    rows_.push_back(entries[i].record);
    if (i == 0 || entries[i].hash != entries[i - 1].hash || cuid(i) != cuid(i - 1)) starts.push_back(static_cast<std::uint32_t>(i));
  }
  starts.push_back(static_cast<std::uint32_t>(entries.size()));
}

}  // namespace zhike::profile
