// SPDX-License-Identifier: Apache-2.0
// Lines over two axes, and bars that float on a common scale: what the pages on matching draw.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "report/page.h"

namespace zhike::report::page {

struct Curve {
  Phrase name;
  int colour = 0;  // of the eight of the style sheet
  bool dashed = false;
  bool dots = false;
  std::vector<std::pair<double, double>> points;  // by x
};
struct Axis {
  Phrase name;
  double from = 0, to = 1, step = 0.2;
  bool percent = false;
};
// With a line at `mark` on the x axis. A legend names every curve; each point tells its values under the pointer.
std::string curves(const std::vector<Curve>& lines, const Axis& x, const Axis& y, std::optional<double> mark, const Phrase& description);

// A bar from `from` to `to` on the scale [low, high], with a hair line at zero. Tone by direction, the number beside it.
std::string floating_bar(double from, double to, double low, double high);
std::string signed_bits(double bits);  // +7.4, -0.3

}  // namespace zhike::report::page
