// SPDX-License-Identifier: Apache-2.0
#include "ingest/csv_cells.h"

#include <emmintrin.h>

#include <bit>
#include <cstring>

namespace zhike::ingest {
namespace {

// Without any quote in the record every delimiter ends a cell.
void split_plain(std::string_view record, char delimiter, std::vector<std::string_view>& cells) {
  const char* data = record.data();
  std::size_t size = record.size(), begin = 0, at = 0;
  const __m128i wanted = _mm_set1_epi8(delimiter);
  for (; at + 16 <= size; at += 16) {
    __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(data + at));
    auto mask = static_cast<unsigned>(_mm_movemask_epi8(_mm_cmpeq_epi8(bytes, wanted)));
    while (mask) {
      std::size_t end = at + static_cast<std::size_t>(std::countr_zero(mask));
      cells.emplace_back(data + begin, end - begin);
      begin = end + 1;
      mask &= mask - 1;
    }
  }
  for (; at < size; ++at)
    if (data[at] == delimiter) {
      cells.emplace_back(data + begin, at - begin);
      begin = at + 1;
    }
  cells.emplace_back(data + begin, size - begin);
}

// A quoted cell beginning at `at` (on the quote): its text without the quotes and escapes; `at` moves behind it.
// Text after the closing quote stays part of the cell, as written: "5" pipe.
std::string_view quoted_cell(std::string_view record, const Dialect& dialect, std::size_t& at, std::string& scratch) {
  std::size_t start = scratch.size();
  std::size_t position = at + 1;
  bool open = true;
  for (; position < record.size(); ++position) {
    char c = record[position];
    if (open && c == dialect.escape && dialect.escape != dialect.quote && position + 1 < record.size()) {
      scratch.push_back(record[++position]);
    } else if (open && c == dialect.quote) {
      if (dialect.escape == dialect.quote && position + 1 < record.size() && record[position + 1] == dialect.quote)
        scratch.push_back(record[++position]);
      else if (position + 1 == record.size() || record[position + 1] == dialect.delimiter)
        open = false;
      else
        scratch.push_back(c);
    } else if (!open && c == dialect.delimiter) {
      break;
    } else {
      scratch.push_back(c);
    }
  }
  at = position;
  return {scratch.data() + start, scratch.size() - start};
}

}  // namespace

void split_cells(std::string_view record, const Dialect& dialect, CellRow& row) {
  row.cells.clear();
  row.fault_column = -1;
  if (!std::memchr(record.data(), dialect.quote, record.size())) return split_plain(record, dialect.delimiter, row.cells);
  row.scratch.clear();
  row.scratch.reserve(record.size());  // views into it must not move
  std::size_t at = 0;
  for (;;) {
    std::size_t cell = at;
    while (cell < record.size() && record[cell] == ' ' && dialect.delimiter != ' ') ++cell;
    if (cell < record.size() && record[cell] == dialect.quote) {
      at = cell;
      row.cells.push_back(quoted_cell(record, dialect, at, row.scratch));
    } else {
      std::size_t end = record.find(dialect.delimiter, at);
      if (end == std::string_view::npos) end = record.size();
      row.cells.push_back(record.substr(at, end - at));
      at = end;
    }
    if (at >= record.size()) return;
    ++at;
    if (at == record.size()) {
      row.cells.emplace_back(record.data() + at, 0);
      return;
    }
  }
}

}  // namespace zhike::ingest
