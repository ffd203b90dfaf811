// SPDX-License-Identifier: Apache-2.0
#include "resolve/json_text.h"

#include <cstdio>

namespace zhike::resolve {
namespace {

namespace json = boost::json;

constexpr std::size_t line_most = 110;

std::string flat(const json::value& value) {
  if (value.is_double()) {
    char text[40];
    std::snprintf(text, sizeof text, "%.12g", value.get_double());
    return text;
  }
  std::string out;
  if (value.is_array()) {
    for (const auto& element : value.get_array()) out += (out.empty() ? "" : ", ") + flat(element);
    return "[" + out + "]";
  }
  if (value.is_object()) {
    for (const auto& [key, member] : value.get_object())
      if (!member.is_null()) out += (out.empty() ? "" : ", ") + json::serialize(json::value(key)) + ": " + flat(member);
    return "{" + out + "}";
  }
  return json::serialize(value);
}

void put(const json::value& value, std::size_t indent, std::string& out) {
  const std::string line = flat(value);
  const bool list = value.is_array() && !value.get_array().empty();
  if ((!list && !value.is_object()) || line.size() + indent <= line_most) {
    out += line;
    return;
  }
  const std::string inner(indent + 2, ' ');
  const char* comma = "\n";
  out += list ? '[' : '{';
  if (list) {
    for (const auto& element : value.get_array()) {
      out += comma + inner;
      put(element, indent + 2, out);
      comma = ",\n";
    }
  } else {
    for (const auto& [key, member] : value.get_object()) {
      if (member.is_null()) continue;
      out += comma + inner + json::serialize(json::value(key)) + ": ";
      put(member, indent + 2, out);
      comma = ",\n";
    }
  }
  out += "\n" + std::string(indent, ' ') + (list ? ']' : '}');
}

}  // namespace

std::string json_text(const json::value& value) {
  std::string out;
  put(value, 0, out);
  return out + "\n";
}

}  // namespace zhike::resolve
