// SPDX-License-Identifier: Apache-2.0
#include "report/table.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <cstring>

#include "base/result.h"
#include "kernels/text.h"

namespace zhike::report {
namespace {

constexpr std::string_view escape_of(Tone tone) {
  switch (tone) {
    case Tone::good: return "\x1b[32m";
    case Tone::warn: return "\x1b[33m";
    case Tone::bad: return "\x1b[31m";
    case Tone::info: return "\x1b[36m";
    case Tone::faint: return "\x1b[2m";
    case Tone::strong: return "\x1b[1m";
    case Tone::plain: return "";
  }
  return "";
}

}  // namespace

Style style_of_terminal(int descriptor) {
  Style style;
  const char* term = std::getenv("TERM");
  const char* refused = std::getenv("NO_COLOR");
  bool dumb = term && std::strcmp(term, "dumb") == 0;
  bool terminal = isatty(descriptor) == 1;
  style.colour = terminal && !dumb && !(refused && *refused);
  winsize size{};
  if (const char* columns = std::getenv("COLUMNS"); columns && std::atoi(columns) >= 40)
    style.width = std::atoi(columns);
  else if (terminal && ioctl(descriptor, TIOCGWINSZ, &size) == 0 && size.ws_col >= 40)
    style.width = size.ws_col;
  style.width = std::min(style.width, 160);
  return style;
}

std::string painted(std::string_view text, Tone tone, const Style& style) {
  if (!style.colour || tone == Tone::plain || text.empty()) return std::string(text);
  return std::string(escape_of(tone)) + std::string(text) + "\x1b[0m";
}

std::string padded(std::string_view text, int width, bool right) {
  int missing = std::max(0, width - kernels::display_width(text));
  std::string space(static_cast<std::size_t>(missing), ' ');
  return right ? space + std::string(text) : std::string(text) + space;
}

std::string shortened(std::string_view text, int width) {
  if (kernels::display_width(text) <= width) return std::string(text);
  std::string out;
  std::size_t at = 0;
  for (int used = 0; at < text.size();) {
    std::size_t next = at;
    kernels::decode(text, next);
    std::string_view character = text.substr(at, next - at);
    used += kernels::display_width(character);
    if (used > width - 1) break;
    out += character;
    at = next;
  }
  return out + "…";
}

std::string bar(double share, int cells) {
  static constexpr const char* eighths[] = {"", "▏", "▎", "▍", "▌", "▋", "▊", "▉"};
  if (!(share > 0)) share = 0;
  int filled = static_cast<int>(std::lround(std::min(share, 1.0) * cells * 8));
  if (filled == 0 && share > 0) filled = 1;  // something is never drawn as nothing
  std::string out;
  for (int i = 0; i < filled / 8; ++i) out += "█";
  out += eighths[filled % 8];
  int used = filled / 8 + (filled % 8 ? 1 : 0);
  return out + std::string(static_cast<std::size_t>(cells - used), ' ');
}

std::string spark(const std::vector<double>& values) {
  static constexpr const char* steps[] = {" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
  double most = 0;
  for (double value : values) most = std::max(most, value);
  std::string out;
  for (double value : values) {
    int step = most > 0 && value > 0 ? std::max(1, static_cast<int>(std::lround(value / most * 8))) : 0;
    out += steps[step];
  }
  return out;
}

std::string heading(std::string_view title, const Style& style) {
  std::string rule;
  for (int i = kernels::display_width(title) + 1; i < std::min(style.width, 100); ++i) rule += "─";
  return painted(title, Tone::strong, style) + " " + painted(rule, Tone::faint, style) + "\n";
}

void Table::add(std::vector<Cell> row) {
  ZK_ASSERT(row.size() <= columns_.size());
  row.resize(columns_.size());
  for (std::size_t c = 0; c < row.size(); ++c) row[c].text = shortened(row[c].text, columns_[c].width_max);
  rows_.push_back(std::move(row));
}

std::string Table::text(const Style& style) const {
  std::vector<int> widths;
  for (std::size_t c = 0; c < columns_.size(); ++c) {
    int width = kernels::display_width(columns_[c].title);
    for (const auto& row : rows_) width = std::max(width, kernels::display_width(row[c].text));
    widths.push_back(width);
  }
  auto line = [&](auto&& cell_of) {
    std::string out = " ";
    for (std::size_t c = 0; c < columns_.size(); ++c) {
      Cell cell = cell_of(c);
      // Colour goes around the padded text, since its escape sequences have no width.
      out += " " + painted(padded(cell.text, widths[c], columns_[c].right), cell.tone, style) + (c + 1 < columns_.size() ? " " : "");
    }
    while (!out.empty() && out.back() == ' ') out.pop_back();
    return out + "\n";
  };
  std::string out;
  bool titled = std::any_of(columns_.begin(), columns_.end(), [](const Column& column) { return !column.title.empty(); });
  if (titled) out += line([&](std::size_t c) { return Cell{columns_[c].title, Tone::faint}; });
  for (const auto& row : rows_) out += line([&](std::size_t c) { return row[c]; });
  return out;
}

}  // namespace zhike::report
