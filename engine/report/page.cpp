// SPDX-License-Identifier: Apache-2.0
#include "report/page.h"

#include <cmath>
#include <cstdio>

#include "base/hash.h"
#include "report/number_text.h"
#include "report/page_style.h"

namespace zhike::report::page {
namespace {

// Content security policies name a script by the base64 of its SHA-256.
std::string base64_of_hex(std::string_view hex) {
  static constexpr char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  auto nibble = [](char c) { return static_cast<unsigned>(c <= '9' ? c - '0' : (c | 32) - 'a' + 10); };
  std::string out;
  unsigned held = 0;
  int bits = 0;
  for (char c : hex) {
    held = (held << 4) | nibble(c);
    for (bits += 4; bits >= 6; bits -= 6) out += letters[(held >> (bits - 6)) & 63];
  }
  if (bits) out += letters[(held << (6 - bits)) & 63];
  while (out.size() % 4) out += '=';
  return out;
}

std::string trimmed(double value) {
  std::string text = fixed(value, value < 10 ? 2 : 1);
  while (text.find('.') != std::string::npos && (text.back() == '0' || text.back() == '.')) {
    bool point = text.back() == '.';
    text.pop_back();
    if (point) break;
  }
  return text;
}

}  // namespace

std::string escaped(std::string_view text) {
  std::string out;
  for (char c : text) {
    switch (c) {
      case '&': out += "&amp;"; break;
      case '<': out += "&lt;"; break;
      case '>': out += "&gt;"; break;
      case '"': out += "&quot;"; break;
      default: out += c;
    }
  }
  return out;
}

std::string both(const Phrase& text) {
  if (text.zh == text.en) return escaped(text.zh);
  return "<span class=\"zh\" lang=\"zh-CN\">" + escaped(text.zh) + "</span><span class=\"en\" lang=\"en\">" + escaped(text.en) + "</span>";
}
std::string both(Text text) { return both(phrase(text)); }

std::string svg_text(const Phrase& text, std::string_view attributes) {
  // A second class attribute would not be well-formed, so the language sits on a group around the text.
  std::string open = "<text " + std::string(attributes) + ">";
  if (text.zh == text.en) return open + escaped(text.zh) + "</text>";
  return "<g class=\"zh\">" + open + escaped(text.zh) + "</text></g><g class=\"en\">" + open + escaped(text.en) + "</text></g>";
}

std::string note(const Phrase& text) { return " data-zh=\"" + escaped(text.zh) + "\" data-en=\"" + escaped(text.en) + "\""; }

Phrase brief(std::int64_t number) {
  double value = static_cast<double>(number);
  double size = std::fabs(value);
  Phrase text{grouped(number), grouped(number)};
  if (size >= 1e8) text.zh = trimmed(value / 1e8) + "亿";
  else if (size >= 1e4) text.zh = trimmed(value / 1e4) + "万";
  if (size >= 1e9) text.en = trimmed(value / 1e9) + "B";
  else if (size >= 1e6) text.en = trimmed(value / 1e6) + "M";
  else if (size >= 1e4) text.en = trimmed(value / 1e3) + "K";
  return text;
}

std::string number(double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%.1f", value);
  return text;
}

std::string card(std::string_view title_html, std::string_view body_html, std::string_view extra_class) {
  return "<section class=\"card " + std::string(extra_class) + "\"><h2>" + std::string(title_html) + "</h2>" + std::string(body_html) + "</section>\n";
}

std::string document(const Phrase& title, std::string_view body_html, Language language) {
  bool zh = language == Language::zh;
  std::string policy = "default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-" + base64_of_hex(sha256(script)) +
                       "'; base-uri 'none'; form-action 'none'";
  std::string out = "<!DOCTYPE html>\n<html lang=\"" + std::string(zh ? "zh-CN" : "en") + "\" data-lang=\"" + (zh ? "zh" : "en") +
                    "\" data-title-zh=\"" + escaped(title.zh) + "\" data-title-en=\"" + escaped(title.en) + "\">\n<head>\n<meta charset=\"utf-8\"/>\n" +
                    "<meta http-equiv=\"Content-Security-Policy\" content=\"" + policy + "\"/>\n" +
                    "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n<meta name=\"referrer\" content=\"no-referrer\"/>\n" +
                    "<title>" + escaped(zh ? title.zh : title.en) + "</title>\n<style>" + std::string(style) + "</style>\n</head>\n<body>\n";
  out += body_html;
  out += "<div id=\"note\" role=\"tooltip\"></div>\n<script>" + std::string(script) + "</script>\n</body>\n</html>\n";
  return out;
}

}  // namespace zhike::report::page
