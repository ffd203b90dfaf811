// SPDX-License-Identifier: Apache-2.0
#include "ingest/json_cells.h"

#include <boost/json/basic_parser_impl.hpp>

#include <vector>

namespace zhike::ingest {
namespace {

namespace json = boost::json;
constexpr std::size_t depth_max = 64;

// Receives the parser's events; anything inside a list is written back as JSON text.
class Flattener {
 public:
  static constexpr std::size_t max_object_size = std::size_t(-1);
  static constexpr std::size_t max_array_size = std::size_t(-1);
  static constexpr std::size_t max_key_size = std::size_t(-1);
  static constexpr std::size_t max_string_size = std::size_t(-1);

  explicit Flattener(const JsonValue& value) : value_(value) {}
  bool is_object() const { return is_object_; }

  bool on_document_begin(json::error_code&) { return true; }
  bool on_document_end(json::error_code&) { return true; }
  bool on_object_begin(json::error_code&) {
    if (list_depth_ > 0) return open('{');
    if (lengths_.empty()) is_object_ = true;
    lengths_.push_back(path_.size());
    return true;
  }
  bool on_object_end(std::size_t, json::error_code&) {
    if (list_depth_ > 0) return close('}');
    path_.resize(lengths_.back());
    lengths_.pop_back();
    return true;
  }
  bool on_array_begin(json::error_code&) {
    if (list_depth_ == 0) list_.clear();
    return open('[');
  }
  bool on_array_end(std::size_t, json::error_code&) {
    close(']');
    if (list_depth_ == 0) give(list_);
    return true;
  }
  bool on_key_part(json::string_view part, std::size_t, json::error_code&) {
    text_.append(part.data(), part.size());
    return true;
  }
  bool on_key(json::string_view part, std::size_t, json::error_code&) {
    text_.append(part.data(), part.size());
    if (list_depth_ > 0) {
      separate();
      append_json_text(text_, list_);
      list_ += ':';
      after_key_ = true;
    } else {
      path_.resize(lengths_.back());
      if (!path_.empty()) path_ += '.';
      path_ += text_;
    }
    text_.clear();
    return true;
  }
  bool on_string_part(json::string_view part, std::size_t, json::error_code&) {
    text_.append(part.data(), part.size());
    return true;
  }
  bool on_string(json::string_view part, std::size_t, json::error_code&) {
    text_.append(part.data(), part.size());
    if (list_depth_ > 0) {
      separate();
      append_json_text(text_, list_);
    } else {
      give(text_);
    }
    text_.clear();
    return true;
  }
  bool on_number_part(json::string_view part, json::error_code&) {
    text_.append(part.data(), part.size());
    return true;
  }
  bool on_int64(std::int64_t, json::string_view part, json::error_code&) { return literal(part); }
  bool on_uint64(std::uint64_t, json::string_view part, json::error_code&) { return literal(part); }
  bool on_double(double, json::string_view part, json::error_code&) { return literal(part); }
  bool on_bool(bool flag, json::error_code&) { return literal(flag ? "true" : "false"); }
  bool on_null(json::error_code&) {
    if (list_depth_ > 0) return literal("null");
    return true;
  }
  bool on_comment_part(json::string_view, json::error_code&) { return true; }
  bool on_comment(json::string_view, json::error_code&) { return true; }

 private:
  bool literal(json::string_view part) {
    text_.append(part.data(), part.size());
    if (list_depth_ > 0) {
      separate();
      list_ += text_;
    } else {
      give(text_);
    }
    text_.clear();
    return true;
  }
  void separate() {
    if (!after_key_ && !list_.empty() && list_.back() != '[' && list_.back() != '{') list_ += ',';
    after_key_ = false;
  }
  bool open(char bracket) {
    if (list_depth_ > 0) separate();
    list_ += bracket;
    ++list_depth_;
    return true;
  }
  bool close(char bracket) {
    list_ += bracket;
    --list_depth_;
    return true;
  }
  void give(std::string_view text) {
    if (!path_.empty()) value_(path_, text);
  }

  const JsonValue& value_;
  std::string path_, text_, list_;
  std::vector<std::size_t> lengths_;  // of path_ outside each open object
  int list_depth_ = 0;
  bool after_key_ = false;
  bool is_object_ = false;
};

}  // namespace

Fault read_json_object(std::string_view text, const JsonValue& value) {
  json::parse_options options;
  options.max_depth = depth_max;
  json::basic_parser<Flattener> parser(options, value);
  json::error_code code;
  std::size_t used = parser.write_some(false, text.data(), text.size(), code);
  if (code == json::error::too_deep) return Fault::too_deep;
  if (code) return Fault::bad_json;
  if (text.find_first_not_of(" \t\r\n", used) != std::string_view::npos) return Fault::bad_json;
  return parser.handler().is_object() ? Fault::none : Fault::not_an_object;
}

Fault json_cells(std::string_view text, const ColumnIndex& columns, std::size_t columns_count, CellRow& row) {
  row.cells.assign(columns_count, {});
  row.scratch.clear();
  row.scratch.reserve(text.size() * 2 + 64);  // list texts may be escaped longer than they came
  row.rest.clear();
  row.fault_column = -1;
  Fault fault = read_json_object(text, [&](std::string_view path, std::string_view value) {
    auto found = columns.find(path);
    if (found != columns.end() && row.scratch.size() + value.size() <= row.scratch.capacity()) {
      std::size_t start = row.scratch.size();
      row.scratch.append(value);
      row.cells[found->second] = {row.scratch.data() + start, value.size()};
      return;
    }
    row.rest += row.rest.empty() ? '{' : ',';
    append_json_text(path, row.rest);
    row.rest += ':';
    append_json_text(value, row.rest);
  });
  if (!row.rest.empty()) row.rest += '}';
  return fault;
}

void append_json_text(std::string_view text, std::string& out) {
  out += '"';
  for (char c : text) {
    switch (c) {
      case '"': out += "\\\""; break;
      case '\\': out += "\\\\"; break;
      case '\n': out += "\\n"; break;
      case '\r': out += "\\r"; break;
      case '\t': out += "\\t"; break;
      default:
        if (static_cast<unsigned char>(c) < 0x20) {
          constexpr char digits[] = "0123456789abcdef";
          out += "\\u00";
          out += digits[static_cast<unsigned char>(c) >> 4];
          out += digits[c & 15];
        } else {
          out += c;
        }
    }
  }
  out += '"';
}

}  // namespace zhike::ingest
