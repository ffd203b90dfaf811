// SPDX-License-Identifier: Apache-2.0
// Encoding: one hash per cell, then only integers move.
#include "resolve/coded_table.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>
#include <numeric>
#include <utility>

#include "base/parallel.h"
#include "kernels/text.h"
#include "resolve/clean_text.h"
#include "resolve/column_coder.h"

namespace zhike::resolve {
namespace {

constexpr std::uint64_t multiplier = 0x9E3779B97F4A7C15ULL;

std::uint64_t mix(std::uint64_t a, std::uint64_t b) {
  const auto product = static_cast<unsigned __int128>(a ^ multiplier) * (b ^ 0xD6E8FEB86659FD93ULL);
  return static_cast<std::uint64_t>(product) ^ static_cast<std::uint64_t>(product >> 64);
}

// Whether a coded column's texts are different as they stand.
bool is_trimmed(const Column& column) {
  const auto is_clean = [](const std::string& value) { return !value.empty() && kernels::trim(value).size() == value.size(); };
  return column.is_coded && !column.values.empty() && column.values.front().empty() && std::all_of(column.values.begin() + 1, column.values.end(), is_clean);
}

// Encodes a column in the caller's row order and adds each cell to the hash of its row.
CodedColumn encode_column(const Column& column, std::size_t rows) {
  CodedColumn coded;
  coded.name = column.name;
  coded.kind = column.kind;
  if (is_trimmed(column)) {
    coded.values = column.values;
    coded.code = column.code;
  } else {
    Dictionary dictionary;
    std::vector<std::uint32_t> trimmed;
    trimmed.reserve(column.values.size());
    for (const auto& value : column.values) trimmed.push_back(dictionary.add(kernels::trim(value)));
    coded.code.resize(rows);
    for (std::size_t row = 0; row < rows; ++row) coded.code[row] = trimmed[column.is_coded ? column.code[row] : row];
    coded.values = std::move(dictionary.values());
  }
  std::vector<bool> missing(coded.values.size());
  for (std::size_t code = 1; code < missing.size(); ++code) missing[code] = is_null_word(coded.values[code]);
  for (auto& code : coded.code)
    if (missing[code]) code = 0;
  return coded;
}

std::vector<std::uint64_t> row_hashes(const CodedTable& table, std::uint64_t seed, int threads) {
  std::vector<std::uint64_t> hash(table.rows, seed);
  for (const auto& column : table.columns) {
    std::vector<std::uint64_t> of_value(column.values.size(), 0);
    const std::uint64_t salt = hash_text(column.name, seed);
    parallel_pieces(of_value.size(), 1 << 14, threads, [&](std::size_t first, std::size_t last, int) {
      for (std::size_t code = std::max<std::size_t>(first, 1); code < last; ++code) of_value[code] = hash_text(column.values[code], salt);
    });
    // A sum over columns: their order in the file does not matter.
    parallel_pieces(table.rows, 1 << 14, threads, [&](std::size_t first, std::size_t last, int) {
      for (std::size_t row = first; row < last; ++row) hash[row] += of_value[column.code[row]];
    });
  }
  return hash;
}

// Codes renumbered by first appearance in canonical order. The texts are different, so none need be looked up.
void put_in_order(CodedColumn& column, const std::vector<std::uint32_t>& input_row) {
  std::vector<std::uint32_t> code(column.code.size()), renumbered(column.values.size(), 0), count{0};
  std::vector<std::string> values{""};
  for (std::size_t row = 0; row < code.size(); ++row) {
    const auto before = column.code[input_row[row]];
    if (before == 0) continue;
    auto& now = renumbered[before];
    if (now == 0) {
      now = static_cast<std::uint32_t>(values.size());
      values.push_back(std::move(column.values[before]));
      count.push_back(0);
    }
    code[row] = now;
    ++count[now];
    ++column.filled;
  }
  column.code = std::move(code);
  column.values = std::move(values);
  column.count = std::move(count);
}

}  // namespace

std::uint64_t hash_text(std::string_view text, std::uint64_t seed) {
  std::uint64_t hash = mix(seed, text.size());
  while (text.size() >= 8) {
    std::uint64_t word;
    std::memcpy(&word, text.data(), 8);
    hash = mix(hash, word);
    text.remove_prefix(8);
  }
  std::uint64_t word = 0;
  if (!text.empty()) std::memcpy(&word, text.data(), text.size());
  return mix(hash, word);
}

Dictionary::Dictionary(std::vector<std::string> values) : values_(std::move(values)) {
  if (values_.empty()) values_.emplace_back();
  for (const auto& value : values_) hashes_.push_back(hash_text(value, multiplier));
  grow(values_.size());
}

std::uint32_t Dictionary::find(std::string_view text) const {
  if (text.empty() || slots_.empty()) return 0;
  const std::uint64_t hash = hash_text(text, multiplier);
  const std::size_t mask = slots_.size() - 1;
  for (std::size_t slot = hash & mask;; slot = (slot + 1) & mask) {
    const std::uint32_t code = slots_[slot];
    if (code == 0) return 0;
    if (hashes_[code] == hash && values_[code] == text) return code;
  }
}

std::uint32_t Dictionary::add(std::string_view text) {
  if (text.empty()) return 0;
  make_room(1);
  return add(text, hash_text(text, multiplier));
}

void Dictionary::add_all(std::span<const std::string_view> texts, std::vector<std::uint32_t>& codes) {
  constexpr std::size_t together = 32;
  std::array<std::uint64_t, together> hash{};
  codes.reserve(std::max(codes.capacity(), std::bit_ceil(codes.size() + texts.size())));
  for (std::size_t first = 0; first < texts.size(); first += together) {
    const auto group = texts.subspan(first, std::min(together, texts.size() - first));
    make_room(group.size());
    const std::size_t mask = slots_.size() - 1;
    for (std::size_t k = 0; k < group.size(); ++k) {
      hash[k] = hash_text(group[k], multiplier);
      __builtin_prefetch(&slots_[hash[k] & mask]);
    }
    for (std::size_t k = 0; k < group.size(); ++k) {
      const auto code = slots_[hash[k] & mask];
      __builtin_prefetch(&hashes_[code]);
      __builtin_prefetch(&values_[code]);
    }
    for (std::size_t k = 0; k < group.size(); ++k) codes.push_back(group[k].empty() ? 0 : add(group[k], hash[k]));
  }
}

std::uint32_t Dictionary::add(std::string_view text, std::uint64_t hash) {
  const std::size_t mask = slots_.size() - 1;
  for (std::size_t slot = hash & mask;; slot = (slot + 1) & mask) {
    const std::uint32_t code = slots_[slot];
    if (code == 0) {
      slots_[slot] = static_cast<std::uint32_t>(values_.size());
      values_.emplace_back(text);
      hashes_.push_back(hash);
      return slots_[slot];
    }
    if (hashes_[code] == hash && values_[code] == text) return code;
  }
}

void Dictionary::make_room(std::size_t more) {
  if (hashes_.empty()) hashes_.push_back(0);
  if (slots_.size() < (values_.size() + more) * 2) grow(values_.size() + more);
}

void Dictionary::grow(std::size_t values) {
  slots_.assign(std::max<std::size_t>(64, std::bit_ceil(values * 4)), 0);
  const std::size_t mask = slots_.size() - 1;
  for (std::size_t code = 1; code < values_.size(); ++code) {
    std::size_t slot = hashes_[code] & mask;
    while (slots_[slot] != 0) slot = (slot + 1) & mask;
    slots_[slot] = static_cast<std::uint32_t>(code);
  }
}

ColumnCoder::ColumnCoder(Column column) : dictionary_(std::move(column.values)), code_(std::move(column.code)) {}

CodedColumn recode(std::string name, const std::vector<std::uint32_t>& code, const std::vector<std::string>& value_of) {
  CodedColumn column;
  column.name = std::move(name);
  column.code.resize(code.size());
  constexpr std::uint32_t unknown = static_cast<std::uint32_t>(-1);
  std::vector<std::uint32_t> renumbered(value_of.size(), unknown);
  Dictionary dictionary;
  for (std::size_t row = 0; row < code.size(); ++row) {
    auto& now = renumbered[code[row]];
    if (now == unknown) now = code[row] == 0 ? 0 : dictionary.add(value_of[code[row]]);
    column.code[row] = now;
  }
  column.values = std::move(dictionary.values());
  column.count.assign(column.values.size(), 0);
  for (const auto value : column.code) ++column.count[value];
  column.filled = column.code.size() - column.count[0];
  column.count[0] = 0;
  return column;
}

CodedTable encode(const Table& table, std::uint64_t seed, int threads) {
  CodedTable coded;
  coded.rows = table.rows;
  coded.columns.resize(table.columns.size());
  parallel_pieces(table.columns.size(), 1, threads, [&](std::size_t first, std::size_t last, int) {
    for (std::size_t k = first; k < last; ++k) coded.columns[k] = encode_column(table.columns[k], table.rows);
  });
  const auto hash = table.record_hash.empty() ? row_hashes(coded, seed, threads) : table.record_hash;
  std::vector<std::pair<std::uint64_t, std::uint32_t>> order(table.rows);
  // Mixed with the seed, so that hashes which are mere counters sample well too.
  for (std::size_t row = 0; row < table.rows; ++row) order[row] = {mix(hash[row], seed), static_cast<std::uint32_t>(row)};
  std::sort(order.begin(), order.end());
  coded.input_row.resize(table.rows);
  coded.order.resize(table.rows);
  for (std::size_t row = 0; row < table.rows; ++row) {
    coded.order[row] = order[row].first;
    coded.input_row[row] = order[row].second;
  }
  parallel_pieces(coded.columns.size(), 1, threads, [&](std::size_t first, std::size_t last, int) {
    for (std::size_t k = first; k < last; ++k) put_in_order(coded.columns[k], coded.input_row);
  });
  return coded;
}

}  // namespace zhike::resolve
