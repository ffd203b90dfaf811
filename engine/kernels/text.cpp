// SPDX-License-Identifier: Apache-2.0
// Most values are plain Chinese or ASCII, whose NFKC form is known without asking ICU: the fast path of normalise().
#include "kernels/text.h"

#include <algorithm>
#include <cstdint>
#include <cstring>

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include "base/result.h"

namespace zhike::kernels {
namespace {

constexpr bool is_continuation(unsigned char c) { return (c & 0xC0) == 0x80; }

// Bytes of the well-formed sequence at `position`, 0 when ill-formed (Unicode table 3-7).
std::size_t sequence_length(std::string_view text, std::size_t position) {
  auto byte = [&](std::size_t i) -> unsigned char {
    return position + i < text.size() ? static_cast<unsigned char>(text[position + i]) : 0;
  };
  const unsigned char first = byte(0);
  if (first < 0x80) return 1;
  if (first < 0xC2 || first > 0xF4) return 0;
  const unsigned char second = byte(1);
  if (first < 0xE0) return is_continuation(second) ? 2 : 0;
  unsigned char low = 0x80, high = 0xBF;
  if (first == 0xE0) low = 0xA0;
  if (first == 0xED) high = 0x9F;
  if (first == 0xF0) low = 0x90;
  if (first == 0xF4) high = 0x8F;
  if (second < low || second > high || !is_continuation(byte(2))) return 0;
  if (first < 0xF0) return 3;
  return is_continuation(byte(3)) ? 4 : 0;
}

bool is_dropped(char32_t c) {
  if (c < 0x20 || (c >= 0x7F && c < 0xA0) || c == 0xAD) return true;
  return (c >= 0x200B && c <= 0x200F) || (c >= 0x202A && c <= 0x202E) || (c >= 0x2060 && c <= 0x2064) ||
         (c >= 0xFE00 && c <= 0xFE0F) || c == 0xFEFF;
}

// Characters that NFKC leaves alone whatever stands beside them (so none that a combining mark could join).
bool is_stable(char32_t c) {
  return (c >= 0x4E00 && c <= 0x9FFF) || (c >= 0x3400 && c <= 0x4DBF) || c == 0xB7 || (c >= 0x3001 && c <= 0x3003) ||
         (c >= 0x3005 && c <= 0x3011);
}

// Text that is its own normal form, as most values are: visible ASCII and Chinese characters, single blanks inside.
bool is_plain(std::string_view text) {
  bool blank = true;  // a blank at the beginning is one too many
  for (std::size_t i = 0; i < text.size();) {
    const unsigned char c = static_cast<unsigned char>(text[i]);
    if (c > 0x20 && c < 0x7F) {
      blank = false;
      ++i;
    } else if (c == 0x20) {
      if (blank) return false;
      blank = true;
      ++i;
    } else {  // U+4E00 to U+9FFF: E4 B8 80 to E9 BF BF
      if (c < 0xE4 || c > 0xE9 || text.size() - i < 3) return false;
      const unsigned char second = static_cast<unsigned char>(text[i + 1]);
      if (!is_continuation(second) || !is_continuation(static_cast<unsigned char>(text[i + 2])) || (c == 0xE4 && second < 0xB8)) return false;
      blank = false;
      i += 3;
    }
  }
  return !blank || text.empty();
}

// Collects code points, one space for any run of white space, none at the ends.
class Squeezer {
 public:
  explicit Squeezer(std::string& out) : out_(out) { out_.clear(); }
  void put(char32_t c) {
    if (is_space(c)) {
      pending_ = !out_.empty();
      return;
    }
    if (is_dropped(c)) return;
    if (pending_) out_.push_back(' ');
    pending_ = false;
    append(out_, c);
  }

 private:
  std::string& out_;
  bool pending_ = false;
};

const icu::Normalizer2& nfkc() {
  UErrorCode code = U_ZERO_ERROR;
  static const icu::Normalizer2* const found = icu::Normalizer2::getNFKCInstance(code);
  ZK_ASSERT(found != nullptr);
  return *found;
}

const icu::Normalizer2& nfd() {
  UErrorCode code = U_ZERO_ERROR;
  static const icu::Normalizer2* const found = icu::Normalizer2::getNFDInstance(code);
  ZK_ASSERT(found != nullptr);
  return *found;
}

// The whole path through ICU, for text the fast path meets its match in.
void normalise_any(std::string_view raw, std::string& out) {
  icu::UnicodeString text;
  for (std::size_t i = 0; i < raw.size();) {
    const char32_t c = decode(raw, i);
    if (is_dropped(c) && !is_space(c)) continue;  // before NFKC, or what stood around it would not be composed
    text.append(static_cast<UChar32>(is_middle_dot(c) ? 0xB7 : c));
  }
  UErrorCode code = U_ZERO_ERROR;
  const icu::UnicodeString composed = nfkc().normalize(text, code);
  ZK_ASSERT(U_SUCCESS(code));
  Squeezer squeezer(out);
  for (int32_t i = 0; i < composed.length(); i = composed.moveIndex32(i, 1)) squeezer.put(static_cast<char32_t>(composed.char32At(i)));
}

}  // namespace

char32_t decode_any(std::string_view text, std::size_t& position) {
  const auto byte = [&](std::size_t i) { return static_cast<char32_t>(static_cast<unsigned char>(text[position + i])); };
  const char32_t first = byte(0);
  if (first < 0x80) {
    ++position;
    return first;
  }
  const std::size_t size = sequence_length(text, position);
  char32_t c = replacement_character;
  if (size == 2) c = (first & 0x1F) << 6 | (byte(1) & 0x3F);
  if (size == 3) c = (first & 0x0F) << 12 | (byte(1) & 0x3F) << 6 | (byte(2) & 0x3F);
  if (size == 4) c = (first & 0x07) << 18 | (byte(1) & 0x3F) << 12 | (byte(2) & 0x3F) << 6 | (byte(3) & 0x3F);
  position += size == 0 ? 1 : size;
  return c;
}

void append_any(std::string& out, char32_t c) {
  if (c < 0x80) {
    out.push_back(static_cast<char>(c));
  } else if (c < 0x800) {
    out.push_back(static_cast<char>(0xC0 | c >> 6));
    out.push_back(static_cast<char>(0x80 | (c & 0x3F)));
  } else if (c < 0x10000) {
    if (c >= 0xD800 && c <= 0xDFFF) c = replacement_character;
    out.push_back(static_cast<char>(0xE0 | c >> 12));
    out.push_back(static_cast<char>(0x80 | (c >> 6 & 0x3F)));
    out.push_back(static_cast<char>(0x80 | (c & 0x3F)));
  } else if (c <= 0x10FFFF) {
    out.push_back(static_cast<char>(0xF0 | c >> 18));
    out.push_back(static_cast<char>(0x80 | (c >> 12 & 0x3F)));
    out.push_back(static_cast<char>(0x80 | (c >> 6 & 0x3F)));
    out.push_back(static_cast<char>(0x80 | (c & 0x3F)));
  } else {
    append(out, replacement_character);
  }
}

std::u32string code_points(std::string_view text) {
  std::u32string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size();) out.push_back(decode(text, i));
  return out;
}

std::string to_utf8(std::u32string_view text) {
  std::string out;
  out.reserve(text.size() * 3);
  for (char32_t c : text) append(out, c);
  return out;
}

bool is_ascii(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

std::size_t find_invalid_utf8(std::string_view text) {
  for (std::size_t i = 0; i < text.size();) {
    if (static_cast<unsigned char>(text[i]) < 0x80) {
      std::uint64_t eight = 0;  // most of a file is ASCII: eight bytes in one look
      for (; i + 8 <= text.size(); i += 8) {
        std::memcpy(&eight, text.data() + i, 8);
        if ((eight & 0x8080808080808080ULL) != 0) break;
      }
      while (i < text.size() && static_cast<unsigned char>(text[i]) < 0x80) ++i;
      continue;
    }
    const std::size_t size = sequence_length(text, i);
    if (size == 0) return i;
    i += size;
  }
  return text.size();
}

bool is_valid_utf8(std::string_view text) { return find_invalid_utf8(text) == text.size(); }

std::size_t length(std::string_view text) {
  std::size_t count = 0;
  for (std::size_t i = 0; i < text.size(); ++count) decode(text, i);
  return count;
}

bool is_han(char32_t c) {
  return (c >= 0x4E00 && c <= 0x9FFF) || (c >= 0x3400 && c <= 0x4DBF) || (c >= 0x20000 && c <= 0x323AF) ||
         (c >= 0xF900 && c <= 0xFAFF) || c == 0x3007;
}

bool all_han(std::string_view text) {
  for (std::size_t i = 0; i < text.size();)
    if (!is_han(decode(text, i))) return false;
  return !text.empty();
}

bool has_han(std::string_view text) {
  for (std::size_t i = 0; i < text.size();)
    if (is_han(decode(text, i))) return true;
  return false;
}

bool is_space(char32_t c) {
  return c == ' ' || (c >= 9 && c <= 13) || c == 0x85 || c == 0xA0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200A) ||
         c == 0x2028 || c == 0x2029 || c == 0x202F || c == 0x205F || c == 0x3000;
}

bool is_middle_dot(char32_t c) {
  return c == 0xB7 || c == 0x2022 || c == 0x30FB || c == 0xFF0E || c == 0xFF65 || c == 0x2027;
}

void normalise(std::string_view raw, std::string& out) {
  if (is_plain(raw)) {
    out.assign(raw);
    return;
  }
  Squeezer squeezer(out);
  for (std::size_t i = 0; i < raw.size();) {
    char32_t c = decode(raw, i);
    if (is_middle_dot(c)) {
      c = 0xB7;
    } else if (c >= 0xFF01 && c <= 0xFF5E) {
      c -= 0xFEE0;
    } else if (c >= 0x80 && !is_stable(c) && !is_space(c)) {
      normalise_any(raw, out);
      return;
    }
    squeezer.put(c);
  }
}

std::string normalised(std::string_view raw) {
  std::string out;
  normalise(raw, out);
  return out;
}

void fold_case(std::string_view text, std::string& out) {
  if (is_ascii(text)) {
    out = lower_ascii(text);
    return;
  }
  out.clear();
  icu::UnicodeString::fromUTF8(icu::StringPiece(text.data(), static_cast<int32_t>(text.size()))).foldCase().toUTF8String(out);
}

void remove_accents(std::string_view text, std::string& out) {
  out.clear();
  if (is_ascii(text)) {
    out = text;
    return;
  }
  UErrorCode code = U_ZERO_ERROR;
  const auto decomposed =
      nfd().normalize(icu::UnicodeString::fromUTF8(icu::StringPiece(text.data(), static_cast<int32_t>(text.size()))), code);
  ZK_ASSERT(U_SUCCESS(code));
  for (int32_t i = 0; i < decomposed.length(); i = decomposed.moveIndex32(i, 1)) {
    const UChar32 c = decomposed.char32At(i);
    if (u_charType(c) == U_NON_SPACING_MARK) continue;
    switch (c) {  // letters that no decomposition takes apart
      case 0xDF: out += "ss"; break;
      case 0xC6: out += "AE"; break;
      case 0xE6: out += "ae"; break;
      case 0xD8: out += "O"; break;
      case 0xF8: out += "o"; break;
      case 0x152: out += "OE"; break;
      case 0x153: out += "oe"; break;
      case 0x141: out += "L"; break;
      case 0x142: out += "l"; break;
      case 0x110: out += "D"; break;
      case 0x111: out += "d"; break;
      default: append(out, static_cast<char32_t>(c));
    }
  }
}

std::string lower_ascii(std::string_view text) {
  std::string out(text);
  for (char& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
  return out;
}

std::string upper_ascii(std::string_view text) {
  std::string out(text);
  for (char& c : out)
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 32);
  return out;
}

std::string_view trim(std::string_view text) {
  constexpr std::string_view blank = " \t\r\n\v\f";
  const std::size_t first = text.find_first_not_of(blank);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(blank) - first + 1);
}

int display_width(std::string_view text) {
  int width = 0;
  for (std::size_t i = 0; i < text.size();) {
    const char32_t c = decode(text, i);
    if (c < 0x20 || c == 0x7F) continue;
    if (c < 0x300) {
      ++width;
      continue;
    }
    const auto type = u_charType(static_cast<UChar32>(c));
    if (type == U_NON_SPACING_MARK || type == U_ENCLOSING_MARK || type == U_FORMAT_CHAR) continue;
    const int east_asian = u_getIntPropertyValue(static_cast<UChar32>(c), UCHAR_EAST_ASIAN_WIDTH);
    width += east_asian == U_EA_WIDE || east_asian == U_EA_FULLWIDTH ? 2 : 1;
  }
  return width;
}

}  // namespace zhike::kernels
