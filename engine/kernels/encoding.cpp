// SPDX-License-Identifier: Apache-2.0
#include "kernels/encoding.h"

#include <algorithm>

#include "kernels/gb18030.h"
#include "kernels/text.h"

namespace zhike::kernels {
namespace {

constexpr std::string_view utf8_mark = "\xEF\xBB\xBF";

// What a line says about its encoding: nothing (ASCII), one of the two, both or neither.
struct LineForm {
  bool ascii = true;
  bool utf8 = false;      // well-formed
  bool wide_utf8 = false; // well-formed and every character beyond ASCII takes three bytes or more, as Chinese does
};

LineForm form_of(std::string_view line) {
  LineForm out;
  if (is_ascii(line)) return out;
  out.ascii = false;
  out.utf8 = is_valid_utf8(line);
  // GB18030 text is hardly ever well-formed UTF-8, but pairs of Latin-looking bytes (C2-DF 80-BF) can be both.
  out.wide_utf8 = out.utf8 && std::none_of(line.begin(), line.end(), [](char c) {
                    const auto byte = static_cast<unsigned char>(c);
                    return byte >= 0xC0 && byte < 0xE0;
                  });
  return out;
}

bool is_gb18030(std::string_view line) { return find_invalid_gb18030(line) == line.size(); }

// UTF-16 without a mark: ASCII characters leave NUL in every second place.
bool looks_like_utf16(std::string_view bytes, std::size_t place) {
  const std::size_t size = std::min<std::size_t>(bytes.size(), 8192);
  std::size_t here = 0, other = 0;
  for (std::size_t i = 0; i < size; ++i)
    if (bytes[i] == '\0') ++(i % 2 == place ? here : other);
  return size >= 4 && other == 0 && here * 20 >= size;
}

// The beginning of a UTF-8 character whose rest is missing.
bool is_cut_sequence(std::string_view rest) {
  const auto first = static_cast<unsigned char>(rest[0]);
  const std::size_t needed = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
  if (first < 0xC2 || first > 0xF4 || rest.size() >= needed) return false;
  return std::all_of(rest.begin() + 1, rest.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; });
}

}  // namespace

std::string_view name(Encoding encoding) {
  switch (encoding) {
    case Encoding::utf8: return "UTF-8";
    case Encoding::utf8_bom: return "UTF-8 with BOM";
    case Encoding::utf16le: return "UTF-16LE";
    case Encoding::utf16be: return "UTF-16BE";
    case Encoding::gb18030: return "GB18030";
  }
  return "UTF-8";
}

Encoding sniff(std::string_view bytes) {
  if (bytes.starts_with(utf8_mark)) return Encoding::utf8_bom;
  if (bytes.starts_with("\xFF\xFE")) return Encoding::utf16le;
  if (bytes.starts_with("\xFE\xFF")) return Encoding::utf16be;
  if (looks_like_utf16(bytes, 1)) return Encoding::utf16le;
  if (looks_like_utf16(bytes, 0)) return Encoding::utf16be;
  const std::size_t invalid = find_invalid_utf8(bytes);
  if (invalid == bytes.size() || is_cut_sequence(bytes.substr(invalid))) return Encoding::utf8;
  std::size_t utf8_lines = 0, other_lines = 0;
  for (std::size_t start = 0; start < bytes.size();) {
    const std::size_t end = std::min(bytes.find('\n', start), bytes.size());
    const LineForm form = form_of(bytes.substr(start, end - start));
    if (!form.ascii) ++(form.wide_utf8 ? utf8_lines : other_lines);
    start = end + 1;
  }
  return utf8_lines > other_lines ? Encoding::utf8 : Encoding::gb18030;
}

Decoder::Decoder(Encoding encoding, std::size_t line_bytes_max) : encoding_(encoding), line_bytes_max_(line_bytes_max) {}

void Decoder::report(std::uint64_t position, std::uint32_t count) {
  ++undecodable_count_;
  if (!undecodable_.empty() && undecodable_.back().position + undecodable_.back().count == position) {
    undecodable_.back().count += count;
  } else if (undecodable_.size() < 1000) {
    undecodable_.push_back({position, count});
  }
}

void Decoder::take_line(std::string_view line, std::uint64_t position, std::string& out) {
  const LineForm form = form_of(line);
  const bool file_is_utf8 = encoding_ != Encoding::gb18030;
  if (form.ascii || (form.utf8 && file_is_utf8)) {
    out += line;
    return;
  }
  if (!file_is_utf8 && form.wide_utf8) {
    ++lines_mixed_;
    out += line;
    return;
  }
  bool as_gb18030 = !file_is_utf8;
  if (file_is_utf8 && is_gb18030(line)) {
    ++lines_mixed_;
    as_gb18030 = true;
  }
  for (std::size_t i = 0; i < line.size();) {
    const std::size_t before = i;
    const char32_t c = as_gb18030 ? decode_gb18030(line, i) : decode(line, i);
    if (c == replacement_character && i == before + 1) report(position + before, 1);
    append(out, c);
  }
}

void Decoder::take_utf16(std::string_view bytes, std::string& out) {
  pending_ += bytes;
  std::size_t i = 0;
  const std::size_t low = encoding_ == Encoding::utf16le ? 0 : 1;
  for (; i + 1 < pending_.size(); i += 2) {
    const std::uint32_t unit = static_cast<std::uint32_t>(static_cast<unsigned char>(pending_[i + low])) |
                               static_cast<std::uint32_t>(static_cast<unsigned char>(pending_[i + 1 - low])) << 8;
    const bool is_low = unit >= 0xDC00 && unit < 0xE000;
    if (high_surrogate_ != 0 && !is_low) {
      append(out, replacement_character);
      report(position_ + i - 2, 2);
      high_surrogate_ = 0;
    }
    if (unit >= 0xD800 && unit < 0xDC00) {
      high_surrogate_ = unit;
    } else if (is_low && high_surrogate_ == 0) {
      append(out, replacement_character);
      report(position_ + i, 2);
    } else if (is_low) {
      append(out, 0x10000 + ((high_surrogate_ - 0xD800) << 10) + (unit - 0xDC00));
      high_surrogate_ = 0;
    } else if (!(unit == 0xFEFF && position_ + i == 0)) {
      append(out, unit);
    }
  }
  pending_.erase(0, i);
  position_ += i;
}

void Decoder::feed(std::string_view bytes, std::string& out) {
  if (encoding_ == Encoding::utf16le || encoding_ == Encoding::utf16be) {
    take_utf16(bytes, out);
    return;
  }
  if (at_start_) {
    pending_ += bytes;
    if (pending_.size() < utf8_mark.size()) return;
    at_start_ = false;
    if (std::string_view(pending_).starts_with(utf8_mark)) {
      pending_.erase(0, utf8_mark.size());
      position_ += utf8_mark.size();
    }
    const std::string held = std::move(pending_);
    pending_.clear();
    feed(held, out);
    return;
  }
  std::string joined;
  if (!pending_.empty()) {
    joined = std::move(pending_);
    pending_.clear();
    joined += bytes;
    bytes = joined;
  }
  // The common case in one sweep: everything up to the last line end is well-formed UTF-8.
  const std::size_t last = bytes.rfind('\n');
  if (encoding_ != Encoding::gb18030 && last != std::string_view::npos && is_valid_utf8(bytes.substr(0, last + 1))) {
    out += bytes.substr(0, last + 1);
    position_ += last + 1;
    bytes.remove_prefix(last + 1);
  }
  for (;;) {
    std::size_t end = bytes.find('\n');
    if (end == std::string_view::npos) {
      if (bytes.size() < line_bytes_max_) break;
      end = line_bytes_max_ - 1;
      // A slice of an endless line ends before an ASCII byte, where no character is cut.
      while (end > line_bytes_max_ / 2 && static_cast<unsigned char>(bytes[end]) >= 0x30) --end;
    }
    take_line(bytes.substr(0, end + 1), position_, out);
    position_ += end + 1;
    bytes.remove_prefix(end + 1);
  }
  pending_.assign(bytes);
}

void Decoder::finish(std::string& out) {
  if (encoding_ == Encoding::utf16le || encoding_ == Encoding::utf16be) {
    if (high_surrogate_ != 0 || !pending_.empty()) {
      append(out, replacement_character);
      report(position_, static_cast<std::uint32_t>(pending_.size()));
    }
  } else {
    at_start_ = false;
    std::string_view rest = pending_;
    if (position_ == 0 && rest.starts_with(utf8_mark)) rest.remove_prefix(utf8_mark.size());
    if (!rest.empty()) take_line(rest, position_, out);
    position_ += pending_.size();
  }
  high_surrogate_ = 0;
  pending_.clear();
}

std::string to_utf8(std::string_view bytes, Encoding encoding) {
  std::string out;
  out.reserve(bytes.size() + bytes.size() / 2);
  Decoder decoder(encoding);
  decoder.feed(bytes, out);
  decoder.finish(out);
  return out;
}

std::string to_gb18030(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size();) append_gb18030(out, decode(text, i));
  return out;
}

}  // namespace zhike::kernels
