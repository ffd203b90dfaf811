// SPDX-License-Identifier: Apache-2.0
// The charts of the pages, drawn as inline SVG or plain HTML. Each prints its values; nothing is told by colour alone.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "report/page.h"

namespace zhike::report::page {

struct Bar {
  Phrase label;
  std::int64_t value = 0;
  Phrase shown;           // beside the bar; the value when empty
  std::string tone;       // class of the bar, may be empty
};
std::string bars(const std::vector<Bar>& rows);

struct Node {
  Phrase label;
  std::int64_t value = 0;
  std::string colour;     // class with a fill
};
// Sources on the left, all records in the middle, what became of them on the right. Both sides add up to the same.
std::string flow(const std::vector<Node>& left, const Phrase& middle, const std::vector<Node>& right);

struct Point {
  std::string label;      // first day of a week
  std::int64_t value = 0;
};
std::string line(const std::vector<Point>& points, const Phrase& unit);

// Pairs by weight in steps of two bits, with the line at `cut`.
std::string weight_histogram(const std::vector<std::pair<std::int64_t, std::int64_t>>& bins, std::int64_t cut);

// [weekday from Monday][hour]
std::string week_heat(const std::vector<std::vector<std::int64_t>>& hours);

}  // namespace zhike::report::page
