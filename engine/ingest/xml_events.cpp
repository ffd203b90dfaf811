// SPDX-License-Identifier: Apache-2.0
#include "ingest/xml_events.h"

#include <charconv>

#include "kernels/text.h"

namespace zhike::ingest {
namespace {

constexpr std::size_t markup_bytes_max = 1 << 20;
constexpr std::size_t depth_max = 256;
constexpr std::size_t npos = std::string::npos;

Error malformed() { return {ErrorCode::unreadable, "the XML is not well-formed"}; }
Error cut() { return {ErrorCode::unreadable, "the XML ends in the middle"}; }

bool begins_name(std::string_view text) {
  if (text.empty()) return false;
  auto c = static_cast<unsigned char>(text[0]);
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_' || c == ':' || c >= 0x80;
}

std::string_view without_prefix(std::string_view name) {
  auto colon = name.find(':');
  return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

void unescape(std::string_view raw, std::string& out) {
  out.clear();
  for (std::size_t at = 0; at < raw.size();) {
    std::size_t amp = raw.find('&', at);
    out.append(raw.substr(at, amp == std::string_view::npos ? amp : amp - at));
    if (amp == std::string_view::npos) return;
    std::size_t end = raw.find(';', amp);
    if (end == std::string_view::npos || end - amp > 12) {
      out += '&';
      at = amp + 1;
      continue;
    }
    std::string_view entity = raw.substr(amp + 1, end - amp - 1);
    if (entity == "amp") out += '&';
    else if (entity == "lt") out += '<';
    else if (entity == "gt") out += '>';
    else if (entity == "quot") out += '"';
    else if (entity == "apos") out += '\'';
    else if (entity.starts_with("#")) {
      bool hex = entity.size() > 1 && (entity[1] == 'x' || entity[1] == 'X');
      unsigned code = 0;
      std::from_chars(entity.data() + (hex ? 2 : 1), entity.data() + entity.size(), code, hex ? 16 : 10);
      if (code > 0 && code < 0x110000 && (code < 0xD800 || code > 0xDFFF)) kernels::append(out, static_cast<char32_t>(code));
    }
    at = end + 1;
  }
}

}  // namespace

std::string_view XmlReader::attribute(std::string_view name) const {
  for (const auto& [key, value] : attributes_)
    if (key == name) return value;
  return {};
}

// More bytes behind those not yet used; false at the end.
Result<bool> XmlReader::fill() {
  buffer_.erase(0, at_);
  at_ = 0;
  std::size_t before = buffer_.size();
  buffer_.resize(before + (1 << 16));
  auto got = stream_.read(buffer_.data() + before, 1 << 16);
  buffer_.resize(before + (got.ok() ? got.value() : 0));
  if (!got.ok()) return got.error();
  return got.value() > 0;
}

// Where the tag, comment or CDATA section at at_ ends: its last character, or npos. A '>' inside quotes is text; a tag
// that holds a '<' ends there, so that read_tag() meets it.
std::size_t XmlReader::markup_end() const {
  auto behind = [&](std::string_view end) {
    std::size_t found = buffer_.find(end, at_);
    return found == npos ? npos : found + end.size() - 1;
  };
  if (buffer_.compare(at_, 4, "<!--") == 0) return behind("-->");
  if (buffer_.compare(at_, 9, "<![CDATA[") == 0) return behind("]]>");
  if (buffer_.compare(at_, 2, "<!") == 0) return behind(">");
  if (buffer_.compare(at_, 2, "<?") == 0) return behind("?>");
  char quote = '\0';
  for (std::size_t at = at_ + 1; at < buffer_.size(); ++at) {
    char c = buffer_[at];
    if (c == '<' || (c == '>' && quote == '\0')) return at;
    if (quote != '\0' ? c == quote : c == '"' || c == '\'') quote = quote == '\0' ? c : '\0';
  }
  return npos;
}

Status XmlReader::opened(std::string_view name) {
  if (!begins_name(name) || open_.size() == depth_max) return malformed();
  open_.emplace_back(name);
  return done();
}

Status XmlReader::closed(std::string_view name) {
  if (open_.empty() || open_.back() != name) return malformed();
  open_.pop_back();
  return done();
}

Status XmlReader::read_attributes(std::string_view tag, std::size_t space) {
  attributes_.clear();
  while (space != npos) {
    std::size_t begin = tag.find_first_not_of(" \t\r\n", space);
    if (begin == npos) return done();
    std::size_t equals = tag.find('=', begin);
    std::size_t open = equals == npos ? npos : tag.find_first_not_of(" \t\r\n", equals + 1);
    bool quoted = open != npos && (tag[open] == '"' || tag[open] == '\'');
    std::size_t close = quoted ? tag.find(tag[open], open + 1) : npos;
    if (close == npos) return malformed();
    auto& [key, value] = attributes_.emplace_back();
    key = without_prefix(kernels::trim(tag.substr(begin, equals - begin)));
    unescape(tag.substr(open + 1, close - open - 1), value);
    space = close + 1;
  }
  return done();
}

Result<XmlEvent> XmlReader::read_tag(std::size_t end) {
  if (buffer_[end] != '>') return malformed();
  std::string_view tag = std::string_view(buffer_).substr(at_ + 1, end - at_ - 1);
  at_ = end + 1;
  if (tag.starts_with("/")) {
    std::string_view name = kernels::trim(tag.substr(1));
    ZK_TRY(closed(name));
    name_ = without_prefix(name);
    return XmlEvent::close;
  }
  close_follows_ = tag.ends_with("/");
  if (close_follows_) tag.remove_suffix(1);
  std::size_t space = tag.find_first_of(" \t\r\n");
  std::string_view name = tag.substr(0, space);
  name_ = without_prefix(name);
  ZK_TRY(read_attributes(tag, space));
  ZK_TRY(opened(name));
  return XmlEvent::open;
}

Result<XmlEvent> XmlReader::next() {
  if (close_follows_) {
    close_follows_ = false;
    open_.pop_back();
    return XmlEvent::close;
  }
  for (;;) {
    bool markup = at_ < buffer_.size() && buffer_[at_] == '<';
    std::size_t end = markup ? markup_end() : buffer_.find('<', at_);
    if (end == npos) {
      bool comment = markup && buffer_.compare(at_, 2, "<!") == 0;
      if (buffer_.size() - at_ > (markup && !comment ? 1 : 64) * markup_bytes_max) return malformed();
      ZK_TRY_SET(bool more, fill());
      if (more) continue;
      if (markup || !open_.empty()) return cut();
      return XmlEvent::end;
    }
    if (!markup) {
      unescape(std::string_view(buffer_).substr(at_, end - at_), text_);
      at_ = end;
      return XmlEvent::text;
    }
    if (buffer_.compare(at_, 9, "<![CDATA[") == 0) {
      text_.assign(buffer_, at_ + 9, end - at_ - 11);
      at_ = end + 1;
      return XmlEvent::text;
    }
    if (buffer_[at_ + 1] == '?' || buffer_[at_ + 1] == '!') {
      at_ = end + 1;
      continue;
    }
    return read_tag(end);
  }
}

}  // namespace zhike::ingest
