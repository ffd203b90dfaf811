// SPDX-License-Identifier: Apache-2.0
// Sizes of vectors and texts; the heap's own overhead is taken as a tenth.
#include "resolve/memory.h"

#include <algorithm>
#include <string>

namespace zhike::resolve {
namespace {

constexpr std::uint64_t feature_bytes = 2 * sizeof(std::uint64_t);  // itself and its place in the other half of the sort

template <class Item, class Allocator>
std::uint64_t size_of(const std::vector<Item, Allocator>& items) {
  return items.capacity() * sizeof(Item);
}

template <class Text>
std::uint64_t size_of_texts(const std::vector<Text>& texts) {
  std::uint64_t bytes = size_of(texts);
  const std::size_t within = Text().capacity();
  for (const auto& text : texts)
    if (text.capacity() > within) bytes += (text.capacity() + 1) * sizeof(typename Text::value_type);
  return bytes + bytes / 10;
}

template <class Item>
std::uint64_t size_of(const Lists<Item>& lists) {
  return size_of(lists.begin) + size_of(lists.items);
}

std::uint64_t bytes_of(const Field& field) {
  std::uint64_t bytes = size_of(field.code) + size_of_texts(field.values) + size_of(field.count) + field.points.bytes() +
                        size_of_texts(field.sound) + size_of(field.days) + size_of(field.tokens) + size_of_texts(field.token_points) +
                        size_of(field.rows) + size_of(field.similar) + field.similar_rows.bytes() + (field.similar_rows.rarity ? size_of(*field.similar_rows.rarity) : 0);
  for (const auto& tokens : field.tokens) bytes += size_of(tokens);
  return bytes;
}

}  // namespace

std::uint64_t bytes_of(const Table& table) {
  std::uint64_t bytes = size_of(table.record_hash) + size_of(table.source);
  for (const auto& column : table.columns) bytes += size_of_texts(column.values) + size_of(column.code);
  return bytes;
}

std::uint64_t bytes_of(const Prepared& prepared) {
  const Fields& fields = prepared.fields;
  std::uint64_t bytes = size_of(fields.row_codes) + size_of(fields.row_rarity) + size_of(fields.input_row) + size_of(prepared.canonical_row);
  for (const auto& field : fields.field) bytes += bytes_of(field);
  for (const auto& chance : prepared.scorer.chance) bytes += chance.bytes();
  return bytes;
}

std::uint64_t bytes_to_index(const Fields& fields, int at_a_time) {
  constexpr std::uint64_t value_bytes_kept = 64;  // lists of rows and of similar values, rarity
  constexpr std::uint64_t value_bytes_worked_on = 64;
  std::uint64_t kept = 2 * fields.rows * fields.stride() * sizeof(std::uint32_t);
  std::uint64_t most = 0;
  for (const auto& field : fields.field) {
    std::uint64_t characters = 0;
    for (const auto& value : field.values) characters += value.size();
    kept += bytes_of(field) + field.values.size() * value_bytes_kept + field.code.size() * sizeof(std::uint32_t);
    // Code points, and two features a character.
    if (field.kind != Kind::category)
      most = std::max(most, characters * (sizeof(char32_t) + 2 * feature_bytes) + field.values.size() * value_bytes_worked_on);
  }
  return kept + static_cast<std::uint64_t>(at_a_time) * most;
}

std::uint64_t bytes_to_walk(const Fields& fields, int threads) {
  constexpr std::uint64_t group_bytes_a_row = 96;
  constexpr std::uint64_t thread_bytes_a_row = sizeof(float) + sizeof(std::uint32_t);  // bits, and the rows met
  return fields.rows * (static_cast<std::uint64_t>(threads) * thread_bytes_a_row + group_bytes_a_row);
}

SpillRules spill_rules(const Options& options, std::uint64_t percent) {
  if (options.memory_bytes == 0) return {};
  return {options.spill_folder, std::max<std::uint64_t>(1, options.memory_bytes / 100 * percent)};
}

Status check_memory(const Options& options, std::uint64_t bytes, std::string_view step) {
  if (options.memory_bytes == 0 || bytes <= options.memory_bytes) return done();
  constexpr std::uint64_t megabyte = 1 << 20;
  return Error{ErrorCode::too_large, "step '" + std::string(step) + "' needs about " + std::to_string(bytes / megabyte + 1) +
                                         " MB and " + std::to_string(options.memory_bytes / megabyte) +
                                         " MB are left of the memory limit; raise --memory or split the file. Nothing was written."};
}

}  // namespace zhike::resolve
