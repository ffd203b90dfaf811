// SPDX-License-Identifier: Apache-2.0
#include "ingest/dialect.h"

#include <algorithm>
#include <cctype>
#include <cstdint>
#include <map>
#include <set>

#include "ingest/content.h"
#include "ingest/csv_cells.h"
#include "ingest/record_splitter.h"
#include "kernels/person_name.h"
#include "kernels/text.h"

namespace zhike::ingest {
namespace {

constexpr std::size_t records_looked_at = 100;

using Table = std::vector<std::vector<std::string>>;

Table first_records(std::string_view text, const Dialect& dialect) {
  SplitOptions options;
  options.dialect = dialect;
  RecordSplitter splitter(text_stream(text), options);
  Table table;
  Block block;
  CellRow row;
  while (table.size() < records_looked_at && splitter.next(block).ok() && !block.records.empty())
    for (const auto& extent : block.records) {
      if (extent.fault != Fault::none) continue;
      split_cells(std::string_view(block.text).substr(extent.begin, extent.end - extent.begin), dialect, row);
      table.emplace_back(row.cells.begin(), row.cells.end());
      if (table.size() == records_looked_at) break;
    }
  return table;
}

// How many cells most records have, and by what share of them.
struct Shape {
  std::size_t cells = 1;
  double share = 0;
};
Shape shape_of(const Table& table) {
  std::map<std::size_t, std::size_t> counts;
  for (const auto& row : table) ++counts[row.size()];
  Shape best;
  for (const auto& [cells, count] : counts) {
    double share = static_cast<double>(count) / static_cast<double>(table.size());
    if (share > best.share) best = {cells, share};
  }
  return best;
}

// Letters alone name a column; digits, dates, e-mail addresses and the like are values.
bool looks_like_value(std::string_view cell) {
  auto digits = static_cast<std::size_t>(std::count_if(cell.begin(), cell.end(), [](char c) { return c >= '0' && c <= '9'; }));
  bool begins_with_letter = !cell.empty() && (static_cast<unsigned char>(cell[0]) >= 0x80 || std::isalpha(static_cast<unsigned char>(cell[0])));
  return (digits * 2 > cell.size() && !begins_with_letter) || digits >= 6 || cell.find('@') != std::string_view::npos;
}

// A person's name as most are: a common surname and one or two characters.
bool looks_like_han_name(std::string_view cell) {
  const std::u32string points = kernels::code_points(cell);
  return points.size() >= 2 && points.size() <= 3 && kernels::all_han(cell) && kernels::is_common_surname(points[0]);
}

// Firms and addresses name no column, nor does a person's name above others.
bool looks_like_record(const Table& table) {
  for (std::size_t column = 0; column < table[0].size(); ++column) {
    const std::string_view first = kernels::trim(table[0][column]);
    if (looks_like_company(first) || looks_like_address(first)) return true;
    if (!looks_like_han_name(first)) continue;
    std::size_t cells = 0, names = 0;
    for (std::size_t row = 1; row < table.size(); ++row) {
      if (column >= table[row].size() || table[row][column].empty()) continue;
      ++cells;
      names += looks_like_han_name(kernels::trim(table[row][column]));
    }
    if (names * 3 > cells * 2) return true;
  }
  return false;
}

enum class FirstRow : std::uint8_t { record, header, perhaps_header };

FirstRow judge_first_row(const Table& table, const std::function<bool(std::string_view)>& is_known_name) {
  if (table.empty()) return FirstRow::record;
  std::size_t named = 0, known = 0, values = 0;
  std::set<std::string_view> distinct;
  for (const auto& cell : table[0]) {
    std::string_view name = kernels::trim(cell);
    if (name.empty()) continue;
    ++named;
    known += is_known_name(name);
    values += looks_like_value(name);
    distinct.insert(name);
  }
  if (named == 0) return FirstRow::record;
  if (known * 3 >= named && known > values) return FirstRow::header;
  if (values * 2 > named) return FirstRow::record;
  if (known > 0 && values == 0) return FirstRow::header;
  if (looks_like_record(table)) return FirstRow::record;
  // Words nobody knows: a header is not repeated below, and below it stand values of another kind.
  std::size_t repeated = 0, differing = 0;
  for (std::size_t column = 0; column < table[0].size(); ++column) {
    std::size_t value_cells = 0, cells = 0;
    bool again = false;
    for (std::size_t row = 1; row < table.size(); ++row) {
      if (column >= table[row].size() || table[row][column].empty()) continue;
      ++cells;
      value_cells += looks_like_value(table[row][column]);
      again |= table[row][column] == table[0][column];
    }
    repeated += again && !table[0][column].empty();
    differing += cells > 0 && value_cells * 2 > cells && !looks_like_value(table[0][column]);
  }
  if (repeated > 0 || (differing == 0 && values > 0)) return FirstRow::record;
  return differing > 0 ? FirstRow::header : FirstRow::perhaps_header;
}

void set_header(Dialect& dialect, const Table& table, const std::function<bool(std::string_view)>& is_known_name) {
  const FirstRow first = judge_first_row(table, is_known_name);
  dialect.has_header = first != FirstRow::record;
  dialect.header_is_guess = first == FirstRow::perhaps_header;
}

char sniff_quote(std::string_view text) {
  std::size_t single = 0, twice = 0;
  for (std::size_t i = 1; i < text.size(); ++i) {
    bool opens = text[i - 1] == ',' || text[i - 1] == ';' || text[i - 1] == '\t' || text[i - 1] == '|' || text[i - 1] == '\n';
    single += opens && text[i] == '\'';
    twice += opens && text[i] == '"';
  }
  return twice == 0 && single > 4 && text.find('"') == std::string_view::npos ? '\'' : '"';
}

char sniff_escape(std::string_view text, char quote) {
  std::size_t slashed = 0, doubled = 0;
  for (std::size_t i = 1; i + 1 < text.size(); ++i) {
    if (text[i] != quote) continue;
    slashed += text[i - 1] == '\\' && text[i + 1] != ',' && text[i + 1] != '\n';
    doubled += text[i - 1] == quote && text[i + 1] != ',' && text[i + 1] != '\n';
  }
  return slashed > 0 && slashed > doubled ? '\\' : quote;
}

}  // namespace

std::string describe(const Dialect& dialect) {
  std::string out = dialect.delimiter == ',' ? "comma" : dialect.delimiter == '\t' ? "tab" : dialect.delimiter == ';' ? "semicolon" : "pipe";
  out += dialect.quote == '"' ? ", quote \"" : ", quote '";
  if (dialect.escape == '\\') out += ", escape \\";
  if (dialect.line_end == '\r') out += ", lines end in CR";
  out += dialect.has_header ? ", header" : ", no header";
  return out;
}

Dialect sniff_dialect(std::string_view text, const std::function<bool(std::string_view)>& is_known_name) {
  Dialect best;
  if (text.find('\n') == std::string_view::npos && text.find('\r') != std::string_view::npos) best.line_end = '\r';
  best.quote = sniff_quote(text);
  best.escape = sniff_escape(text, best.quote);
  double best_score = -1;
  Table best_table;
  for (char delimiter : {',', '\t', ';', '|'}) {
    Dialect dialect = best;
    dialect.delimiter = delimiter;
    Table table = first_records(text, dialect);
    Shape shape = shape_of(table);
    // Sameness counts most; more cells decide between delimiters that are equally regular.
    double score = shape.cells < 2 ? 0 : shape.share + 0.01 * static_cast<double>(std::min<std::size_t>(shape.cells, 40));
    if (score > best_score) {
      best_score = score;
      best.delimiter = delimiter;
      best_table = std::move(table);
    }
  }
  set_header(best, best_table, is_known_name);
  return best;
}

void sniff_header(std::string_view text, Dialect& dialect, const std::function<bool(std::string_view)>& is_known_name) {
  set_header(dialect, first_records(text, dialect), is_known_name);
}

std::vector<std::string> column_names(const std::vector<std::string_view>& header) {
  std::vector<std::string> names;
  std::set<std::string> taken;
  for (std::size_t i = 0; i < header.size(); ++i) {
    std::string name = kernels::normalised(header[i].substr(0, 200));
    if (name.empty()) name = "c" + std::to_string(i + 1);
    std::string unique = name;
    for (int number = 2; !taken.insert(kernels::lower_ascii(unique)).second; ++number)
      unique = name + "_" + std::to_string(number);
    names.push_back(unique);
  }
  return names;
}

std::vector<std::string> numbered_names(std::size_t count) {
  std::vector<std::string> names;
  for (std::size_t i = 1; i <= count; ++i) names.push_back("c" + std::to_string(i));
  return names;
}

}  // namespace zhike::ingest
