// SPDX-License-Identifier: Apache-2.0
#include "report/curves.h"

#include <algorithm>
#include <cmath>

#include "report/number_text.h"

namespace zhike::report::page {
namespace {

constexpr double width = 520, height = 260, left = 46, right = 12, top = 10, bottom = 40;

std::string shown(double value, const Axis& axis) {
  if (axis.percent) return percent(value);
  return fixed(value, axis.step < 1 ? 1 : 0);
}

std::string place(double x, double y) { return "x=\"" + number(x) + "\" y=\"" + number(y) + "\""; }

std::string straight(double x1, double y1, double x2, double y2, std::string_view style) {
  return "<line class=\"" + std::string(style) + "\" x1=\"" + number(x1) + "\" x2=\"" + number(x2) + "\" y1=\"" + number(y1) + "\" y2=\"" + number(y2) + "\"/>";
}

}  // namespace

std::string curves(const std::vector<Curve>& lines, const Axis& x, const Axis& y, std::optional<double> mark, const Phrase& description) {
  const auto x_of = [&](double value) { return left + (width - left - right) * (std::clamp(value, x.from, x.to) - x.from) / (x.to - x.from); };
  const auto y_of = [&](double value) { return top + (height - top - bottom) * (1 - (std::clamp(value, y.from, y.to) - y.from) / (y.to - y.from)); };
  std::string out;
  for (double value = y.from; value <= y.to + 1e-9; value += y.step)
    out += straight(left, y_of(value), width - right, y_of(value), "axis") +
           "<text " + place(left - 6, y_of(value) + 4) + " text-anchor=\"end\">" + (y.percent ? fixed(value * 100, 0) + "%" : shown(value, y)) + "</text>";
  for (double value = x.from; value <= x.to + 1e-9; value += x.step)
    out += "<text " + place(x_of(value), height - bottom + 15) + " text-anchor=\"middle\">" + (x.percent ? fixed(value * 100, 0) + "%" : shown(value, x)) + "</text>";
  if (mark) out += straight(x_of(*mark), top - 6, x_of(*mark), height - bottom, "cut");
  std::string legend = "<div class=\"legend\">";
  for (const auto& line : lines) {
    std::string path, dots;
    for (std::size_t k = 0; k < line.points.size(); ++k) {
      const auto& [px, py] = line.points[k];
      path += (k ? "L" : "M") + number(x_of(px)) + " " + number(y_of(py));
      const std::string at = shown(px, x), value = shown(py, y);
      dots += "<circle class=\"" + std::string(line.dots ? "k" + std::to_string(line.colour) : "touch") + "\" cx=\"" + number(x_of(px)) + "\" cy=\"" + number(y_of(py)) +
              "\" r=\"" + (line.dots ? "3.5" : "6") + "\"" + note({line.name.zh + "：" + x.name.zh + " " + at + "，" + value, line.name.en + ": " + x.name.en + " " + at + ", " + value}) + "/>";
    }
    const std::string colour = std::to_string(line.colour);
    out += "<path class=\"curve o" + colour + (line.dashed ? " dashed" : "") + "\" d=\"" + path + "\"/>" + dots;
    legend += "<span class=\"key\"><i class=\"t" + colour + (line.dashed ? " thin" : "") + "\"></i>" + both(line.name) + "</span>";
  }
  out += svg_text(x.name, place((left + width - right) / 2, height - 4) + " text-anchor=\"middle\"");
  return legend + "</div><svg viewBox=\"0 0 " + number(width) + " " + number(height) + "\" role=\"img\" aria-label=\"" + escaped(description.zh) + " / " +
         escaped(description.en) + "\">" + out + "</svg>";
}

std::string floating_bar(double from, double to, double low, double high) {
  const auto share = [&](double value) { return std::clamp((value - low) / (high - low), 0.0, 1.0) * 100; };
  const double start = share(std::min(from, to)), end = share(std::max(from, to));
  std::string out = "<div class=\"fall\"><u style=\"left:" + number(share(0)) + "%\"></u><span class=\"" + (to >= from ? "plus" : "minus") + "\" style=\"left:" + number(start) +
                    "%;width:" + number(std::max(end - start, 0.4)) + "%\"></span></div>";
  return out;
}

std::string signed_bits(double bits) {
  std::string text = fixed(bits, 1);
  if (text == "-0.0") text = "0.0";
  return bits > 0 && text != "0.0" ? "+" + text : text;
}

}  // namespace zhike::report::page
