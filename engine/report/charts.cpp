// SPDX-License-Identifier: Apache-2.0
#include "report/charts.h"

#include <algorithm>
#include <cmath>

#include "report/number_text.h"

namespace zhike::report::page {
namespace {

std::string rectangle(double x, double y, double width, double height, const std::string& colour, const std::string& attributes = "") {
  return "<rect x=\"" + number(x) + "\" y=\"" + number(y) + "\" width=\"" + number(width) + "\" height=\"" + number(height) + "\" rx=\"2\" class=\"" +
         colour + "\"" + attributes + "/>";
}

std::string at(double x, double y, std::string_view rest = "") {
  return "x=\"" + number(x) + "\" y=\"" + number(y) + "\"" + (rest.empty() ? "" : " " + std::string(rest));
}

std::string svg(double width, double height, const std::string& body, const Phrase& description) {
  return "<svg viewBox=\"0 0 " + number(width) + " " + number(height) + "\" role=\"img\" aria-label=\"" + escaped(description.zh) + " / " +
         escaped(description.en) + "\">" + body + "</svg>";
}

// A band between two stretches of vertical edges.
std::string ribbon(double x0, double y0, double h0, double x1, double y1, double h1, const std::string& colour, const Phrase& text) {
  double middle = (x0 + x1) / 2;
  auto curve = [&](double xa, double ya, double xb, double yb) {
    return "M" + number(xa) + " " + number(ya) + "C" + number(middle) + " " + number(ya) + " " + number(middle) + " " + number(yb) + " " + number(xb) + " " + number(yb);
  };
  std::string back = "L" + number(x1) + " " + number(y1 + h1) + "C" + number(middle) + " " + number(y1 + h1) + " " + number(middle) + " " +
                     number(y0 + h0) + " " + number(x0) + " " + number(y0 + h0) + "Z";
  return "<path d=\"" + curve(x0, y0, x1, y1) + back + "\" class=\"ribbon " + colour + "\"" + note(text) + "/>";
}

Phrase with_value(const Phrase& label, std::int64_t value) { return {label.zh + " " + grouped(value), label.en + " " + grouped(value)}; }

double round_up(double value) {
  double step = std::pow(10, std::floor(std::log10(std::max(1.0, value))));
  for (double factor : {1.0, 2.0, 2.5, 5.0, 10.0})
    if (step * factor >= value) return step * factor;
  return value;
}

}  // namespace

std::string bars(const std::vector<Bar>& rows) {
  std::int64_t most = 1;
  for (const auto& row : rows) most = std::max(most, row.value);
  std::string out = "<div class=\"bars\">";
  for (const auto& row : rows) {
    double share = static_cast<double>(row.value) / static_cast<double>(most) * 100;
    Phrase shown = row.shown.zh.empty() ? same(grouped(row.value)) : row.shown;
    out += "<span>" + both(row.label) + "</span><span class=\"track\"><span class=\"" + row.tone + "\" style=\"width:" + number(share) +
           "%\"></span></span><span class=\"num\">" + both(shown) + "</span>";
  }
  return out + "</div>";
}

std::string flow(const std::vector<Node>& left, const Phrase& middle, const std::vector<Node>& right) {
  constexpr double width = 1060, height = 260, gap = 10, thick = 14, x_left = 190, x_middle = 490, x_right = 760;
  double total = 0;
  for (const auto& node : left) total += static_cast<double>(node.value);
  if (total <= 0) return "";
  double scale = (height - gap * static_cast<double>(std::max(left.size(), right.size()) - 1)) / total;
  double y_middle = (height - total * scale) / 2;
  std::string out;
  auto side = [&](const std::vector<Node>& nodes, double x, bool is_left) {
    double sum = 0;
    for (const auto& node : nodes) sum += static_cast<double>(node.value);
    double y = (height - sum * scale - gap * static_cast<double>(nodes.size() - 1)) / 2, inner = y_middle, label_from = 0;
    for (const auto& node : nodes) {
      double h = static_cast<double>(node.value) * scale;
      Phrase text = with_value(node.label, node.value);
      if (is_left) out += ribbon(x + thick, y, h, x_middle, inner, h, node.colour, text);
      else out += ribbon(x_middle + thick, inner, h, x, y, h, node.colour, text);
      out += rectangle(x, y, thick, std::max(h, 1.0), node.colour, note(text));
      double label_y = std::max(y + h / 2 + 4, label_from);  // names of thin bands do not overlap
      label_from = label_y + 17;
      out += svg_text(text, at(is_left ? x - 10 : x + thick + 10, label_y, is_left ? "class=\"ink\" text-anchor=\"end\"" : "class=\"ink\""));
      y += h + gap;
      inner += h;
    }
  };
  side(left, x_left, true);
  side(right, x_right, false);
  out += rectangle(x_middle, y_middle, thick, total * scale, "k6");
  out += svg_text(with_value(middle, static_cast<std::int64_t>(total)), at(x_middle + thick / 2, y_middle - 10, "class=\"strong\" text-anchor=\"middle\""));
  return "<div class=\"scroll\">" + svg(width, height + 24, "<g transform=\"translate(0 20)\">" + out + "</g>", {"来源记录到客户", "Records to customers"}) + "</div>";
}

std::string line(const std::vector<Point>& points, const Phrase& unit) {
  constexpr double width = 640, height = 190, left = 44, bottom = 22, top = 8;
  if (points.size() < 2) return "";
  double most = 1;
  for (const auto& point : points) most = std::max(most, static_cast<double>(point.value));
  most = round_up(most);
  auto x_of = [&](std::size_t i) { return left + (width - left - 6) * static_cast<double>(i) / static_cast<double>(points.size() - 1); };
  auto y_of = [&](double value) { return top + (height - top - bottom) * (1 - value / most); };
  std::string out, path;
  for (int part = 0; part <= 4; ++part) {
    double value = most * part / 4, y = y_of(value);
    out += "<line class=\"axis\" x1=\"" + number(left) + "\" x2=\"" + number(width) + "\" y1=\"" + number(y) + "\" y2=\"" + number(y) + "\"/>" +
           svg_text(brief(static_cast<std::int64_t>(value)), at(left - 6, y + 4, "text-anchor=\"end\""));
  }
  for (std::size_t i = 0; i < points.size(); ++i)
    path += (i ? "L" : "M") + number(x_of(i)) + " " + number(y_of(static_cast<double>(points[i].value)));
  out += "<path class=\"area\" d=\"" + path + "L" + number(x_of(points.size() - 1)) + " " + number(height - bottom) + "L" + number(left) + " " +
         number(height - bottom) + "Z\"/><path class=\"line\" d=\"" + path + "\"/>";
  double last_label = -100;
  for (std::size_t i = 0; i < points.size(); ++i) {
    double x = x_of(i), step = (width - left) / static_cast<double>(points.size());
    out += "<rect x=\"" + number(x - step / 2) + "\" y=\"0\" width=\"" + number(step) + "\" height=\"" + number(height - bottom) + "\" fill=\"transparent\"" +
           note({points[i].label + " 起一周 " + grouped(points[i].value) + " " + unit.zh, "week of " + points[i].label + ": " + grouped(points[i].value) + " " + unit.en}) + "/>";
    bool new_month = i == 0 || points[i].label.substr(0, 7) != points[i - 1].label.substr(0, 7);
    if (new_month && x - last_label > 62 && x < width - 24) {
      out += "<text " + at(x, height - 6) + ">" + escaped(points[i].label.substr(0, 7)) + "</text>";
      last_label = x;
    }
  }
  return svg(width, height, out, {"每周" + unit.zh, unit.en + " per week"});
}

std::string weight_histogram(const std::vector<std::pair<std::int64_t, std::int64_t>>& bins, std::int64_t cut) {
  constexpr double width = 520, height = 190, bottom = 34, top = 16, from = -8, to = 42;
  if (bins.empty()) return "";
  // Square root, since pairs near the line are few beside the sure ones and are what people look for.
  double most = 1;
  for (const auto& bin : bins) most = std::max(most, std::sqrt(static_cast<double>(bin.second)));
  auto x_of = [&](double bits) { return (bits - from) / (to - from) * width; };
  std::string out;
  for (const auto& [bits, count] : bins) {
    double h = std::sqrt(static_cast<double>(count)) / most * (height - top - bottom);
    std::string range = std::to_string(bits) + " ~ " + std::to_string(bits + 2);
    out += rectangle(x_of(static_cast<double>(bits)) + 1, height - bottom - h, width / ((to - from) / 2) - 2, h, bits >= cut ? "for" : "against",
                     note({range + " 位：" + grouped(count) + " 对", range + " bits: " + grouped(count) + " pairs"}));
  }
  double x = x_of(static_cast<double>(cut));
  out += "<line class=\"cut\" x1=\"" + number(x) + "\" x2=\"" + number(x) + "\" y1=\"4\" y2=\"" + number(height - bottom) + "\"/>";
  for (int bits = -8; bits <= 40; bits += 8)
    out += "<text " + at(x_of(bits), height - bottom + 14, bits == -8 ? "" : "text-anchor=\"middle\"") + ">" + std::to_string(bits) + "</text>";
  out += svg_text({"匹配权重（比特）", "match weight (bits)"}, at(width, height - 4, "text-anchor=\"end\""));
  out += svg_text({"合并线", "merge line"}, at(x + 5, 12));
  return svg(width, height, out, {"记录对按匹配权重的分布", "Pairs by match weight"});
}

std::string week_heat(const std::vector<std::vector<std::int64_t>>& hours) {
  constexpr double cell_width = 19.5, cell_height = 21, left = 36;
  static constexpr Text days[] = {{"周一", "Mon"}, {"周二", "Tue"}, {"周三", "Wed"}, {"周四", "Thu"}, {"周五", "Fri"}, {"周六", "Sat"}, {"周日", "Sun"}};
  std::int64_t most = 1;
  for (const auto& day : hours)
    for (std::int64_t count : day) most = std::max(most, count);
  std::string out;
  for (std::size_t d = 0; d < hours.size(); ++d) {
    double y = 16 + static_cast<double>(d) * cell_height;
    out += svg_text(phrase(days[d]), at(left - 6, y + 14, "text-anchor=\"end\""));
    for (std::size_t h = 0; h < hours[d].size(); ++h) {
      std::int64_t count = hours[d][h];
      int step = count == 0 ? -1 : static_cast<int>(std::min(6.0, std::floor(static_cast<double>(count) / static_cast<double>(most) * 7)));
      std::string hour = std::to_string(h) + ":00";
      out += rectangle(left + static_cast<double>(h) * cell_width, y, cell_width - 1.5, cell_height - 1.5, step < 0 ? "qz" : "q" + std::to_string(step),
                       note({std::string(days[d].zh) + " " + hour + " 起一小时 " + grouped(count) + " 个事件", std::string(days[d].en) + " " + hour + ": " + grouped(count) + " events"}));
    }
  }
  for (std::size_t h = 0; h < 24; h += 3) out += "<text " + at(left + static_cast<double>(h) * cell_width, 10) + ">" + std::to_string(h) + "</text>";
  return svg(left + 24 * cell_width, 16 + 7 * cell_height, out, {"事件按星期与小时", "Events by weekday and hour"});
}

}  // namespace zhike::report::page
