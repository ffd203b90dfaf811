// SPDX-License-Identifier: Apache-2.0
// Which encoding a file is in, and its text as UTF-8.
// Real files mix encodings (two exports pasted together), so the decoder decides per line and says so.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace zhike::kernels {

enum class Encoding : std::uint8_t { utf8, utf8_bom, utf16le, utf16be, gb18030 };
std::string_view name(Encoding encoding);  // "UTF-8", "UTF-8 with BOM", "UTF-16LE", "UTF-16BE", "GB18030"

// Byte order mark, then NUL bytes at even or odd places (UTF-16 without mark), then strict UTF-8, then GB18030.
// `bytes` is the beginning of a file; a character cut at its end does not count against an encoding.
Encoding sniff(std::string_view bytes);

// Bytes that no encoding could read: replaced by U+FFFD, where they lie in the input.
struct UndecodableBytes {
  std::uint64_t position;
  std::uint32_t count;
};

// Feeds on pieces of a file of any size and appends UTF-8. Not thread-safe; one per file.
// In UTF-8 and GB18030 files each line (ended by LF) is judged by itself: a line that is ill-formed in the file's
// encoding and well-formed in the other is read with the other and counted in lines_mixed.
// A line longer than `line_bytes_max` is judged in slices of that size, so memory stays bounded.
class Decoder {
 public:
  explicit Decoder(Encoding encoding, std::size_t line_bytes_max = 1 << 20);
  void feed(std::string_view bytes, std::string& out);
  void finish(std::string& out);  // the rest after the last LF

  std::uint64_t lines_mixed() const { return lines_mixed_; }
  const std::vector<UndecodableBytes>& undecodable() const { return undecodable_; }  // the first 1000
  std::uint64_t undecodable_count() const { return undecodable_count_; }

 private:
  void take_line(std::string_view line, std::uint64_t position, std::string& out);
  void take_utf16(std::string_view bytes, std::string& out);
  void report(std::uint64_t position, std::uint32_t count);

  Encoding encoding_;
  std::size_t line_bytes_max_;
  std::string pending_;
  std::uint64_t position_ = 0;  // of pending_[0] in the input
  bool at_start_ = true;
  std::uint32_t high_surrogate_ = 0;
  std::uint64_t lines_mixed_ = 0;
  std::uint64_t undecodable_count_ = 0;
  std::vector<UndecodableBytes> undecodable_;
};

// The whole input as UTF-8, by the sniffed encoding; a byte order mark is dropped.
std::string to_utf8(std::string_view bytes, Encoding encoding);
// UTF-8 to GB18030 (edition 2022). Every Unicode character has a GB18030 form, so nothing is lost.
std::string to_gb18030(std::string_view text);

}  // namespace zhike::kernels
