// SPDX-License-Identifier: Apache-2.0
// Tables, bars and colours for a terminal, aligned by display width so that Chinese lines up.
// Everything is returned as text; nothing here writes.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace zhike::report {

enum class Tone { plain, good, warn, bad, info, faint, strong };

struct Style {
  bool colour = false;
  int width = 100;  // columns of the terminal
};
// Colours only when `descriptor` is a terminal, NO_COLOR is not set and TERM is not dumb. COLUMNS or the terminal
// itself tells the width; 100 when neither does.
Style style_of_terminal(int descriptor);

std::string painted(std::string_view text, Tone tone, const Style& style);
std::string padded(std::string_view text, int width, bool right = false);  // to at least `width` columns
std::string shortened(std::string_view text, int width);                   // to at most `width` columns, ending in …
// `share` of `cells` columns in eighths: ███▌ followed by spaces. Out of range is cut.
std::string bar(double share, int cells);
// One column per value, from the smallest to the greatest: ▁▂▅█. Zero is a blank.
std::string spark(const std::vector<double>& values);
// A title with a rule to the right edge.
std::string heading(std::string_view title, const Style& style);

struct Column {
  std::string title;
  bool right = false;
  int width_max = 60;  // longer cells are shortened
};
struct Cell {
  std::string text;
  Tone tone = Tone::plain;
};

class Table {
 public:
  explicit Table(std::vector<Column> columns) : columns_(std::move(columns)) {}
  // Missing cells at the end are empty; more cells than columns is a broken invariant.
  void add(std::vector<Cell> row);
  bool empty() const { return rows_.empty(); }
  // Lines ending in \n: the titles, then the rows, indented by two.
  std::string text(const Style& style) const;

 private:
  std::vector<Column> columns_;
  std::vector<std::vector<Cell>> rows_;
};

}  // namespace zhike::report
