// SPDX-License-Identifier: Apache-2.0
// UTF-8 text: decoding, normalising, folding, and width on a terminal.
// Everything takes and gives UTF-8; ill-formed bytes read as U+FFFD and never throw. Safe from any thread.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace zhike::kernels {

inline constexpr char32_t replacement_character = 0xFFFD;

// The code point at `position`, which moves behind it. U+FFFD for ill-formed bytes (one step per byte at most).
// position must be inside the text.
char32_t decode_any(std::string_view text, std::size_t& position);
inline char32_t decode(std::string_view text, std::size_t& position);
void append_any(std::string& out, char32_t code_point);
inline void append(std::string& out, char32_t code_point);
std::u32string code_points(std::string_view text);
std::string to_utf8(std::u32string_view text);

bool is_ascii(std::string_view text);
bool is_valid_utf8(std::string_view text);
// Where the first ill-formed byte lies; text.size() when there is none.
std::size_t find_invalid_utf8(std::string_view text);
std::size_t length(std::string_view text);  // code points

bool is_han(char32_t code_point);
bool all_han(std::string_view text);        // false for the empty text
bool has_han(std::string_view text);
bool is_space(char32_t code_point);         // Unicode white space, ideographic space included
bool is_middle_dot(char32_t code_point);    // the dots written between the parts of a minority name

// The form every value takes before anything else looks at it: middle dots become U+00B7 (before NFKC, which
// would make U+FF0E a full stop), NFKC (full-width letters and digits become ASCII), zero-width and control
// characters go, white space becomes one space, ends are trimmed. `out` is overwritten.
void normalise(std::string_view raw, std::string& out);
std::string normalised(std::string_view raw);

void fold_case(std::string_view text, std::string& out);       // Unicode full case folding
void remove_accents(std::string_view text, std::string& out);  // é -> e, ü -> u; Han untouched
std::string lower_ascii(std::string_view text);
std::string upper_ascii(std::string_view text);
std::string_view trim(std::string_view text);                  // ASCII white space

// Columns on a terminal: East Asian wide and full-width characters take two, combining and zero-width none.
int display_width(std::string_view text);

// ASCII and the common Chinese characters (three bytes from E4 to E9) make up nearly all text: they are decoded in place.
inline char32_t decode(std::string_view text, std::size_t& position) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[position + i]); };
  const unsigned char first = byte(0);
  if (first < 0x80) {
    ++position;
    return first;
  }
  if (first >= 0xE4 && first <= 0xE9 && text.size() - position >= 3 && (byte(1) & 0xC0) == 0x80 && (byte(2) & 0xC0) == 0x80) {
    const char32_t c = static_cast<char32_t>((first & 0x0F) << 12 | (byte(1) & 0x3F) << 6 | (byte(2) & 0x3F));
    position += 3;
    return c;
  }
  return decode_any(text, position);
}

inline void append(std::string& out, char32_t c) {
  if (c < 0x80) {
    out.push_back(static_cast<char>(c));
  } else if (c >= 0x800 && c < 0xD800) {
    const char bytes[3] = {static_cast<char>(0xE0 | c >> 12), static_cast<char>(0x80 | (c >> 6 & 0x3F)), static_cast<char>(0x80 | (c & 0x3F))};
    out.append(bytes, 3);
  } else {
    append_any(out, c);
  }
}

}  // namespace zhike::kernels
