// SPDX-License-Identifier: Apache-2.0
#include "ingest/xml_events.h"

#include <charconv>

#include "kernels/text.h"

namespace zhike::ingest {
namespace {

constexpr std::size_t markup_bytes_max = 1 << 20;
constexpr std::size_t npos = std::string::npos;

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

Result<XmlEvent> XmlReader::read_tag(std::size_t end) {
  std::string_view tag = std::string_view(buffer_).substr(at_ + 1, end - at_ - 1);
  attributes_.clear();
  if (tag.starts_with("/")) {
    name_ = without_prefix(kernels::trim(tag.substr(1)));
    at_ = end + 1;
    return XmlEvent::close;
  }
  close_follows_ = tag.ends_with("/");
  if (close_follows_) tag.remove_suffix(1);
  std::size_t space = tag.find_first_of(" \t\r\n");
  name_ = without_prefix(tag.substr(0, space));
  while (space != npos) {
    std::size_t begin = tag.find_first_not_of(" \t\r\n", space);
    std::size_t equals = begin == npos ? npos : tag.find('=', begin);
    if (equals == npos) break;
    std::size_t open = tag.find_first_of("\"'", equals);
    std::size_t close = open == npos ? npos : tag.find(tag[open], open + 1);
    if (close == npos) break;
    auto& [key, value] = attributes_.emplace_back();
    key = without_prefix(kernels::trim(tag.substr(begin, equals - begin)));
    unescape(tag.substr(open + 1, close - open - 1), value);
    space = close + 1;
  }
  at_ = end + 1;
  return XmlEvent::open;
}

Result<XmlEvent> XmlReader::next() {
  if (close_follows_) {
    close_follows_ = false;
    return XmlEvent::close;
  }
  for (;;) {
    bool markup = at_ < buffer_.size() && buffer_[at_] == '<';
    std::size_t end = buffer_.find(markup ? '>' : '<', at_);
    if (markup && buffer_.compare(at_, 4, "<!--") == 0) {
      end = buffer_.find("-->", at_);
      if (end != npos) end += 2;
    } else if (markup && buffer_.compare(at_, 9, "<![CDATA[") == 0) {
      end = buffer_.find("]]>", at_);
      if (end != npos) {
        text_.assign(buffer_, at_ + 9, end - at_ - 9);
        at_ = end + 3;
        return XmlEvent::text;
      }
    }
    if (end == npos) {
      if (buffer_.size() - at_ > 64 * markup_bytes_max) return Error{ErrorCode::unreadable, "the XML inside is not well-formed"};
      ZK_TRY_SET(bool more, fill());
      if (more) continue;
      if (markup) return Error{ErrorCode::unreadable, "the XML inside ends in the middle"};
      return XmlEvent::end;
    }
    if (!markup) {
      unescape(std::string_view(buffer_).substr(at_, end - at_), text_);
      at_ = end;
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
