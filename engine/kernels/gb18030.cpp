// SPDX-License-Identifier: Apache-2.0
#include "kernels/gb18030.h"

#include <unicode/ucnv.h>

#include <cstdint>
#include <vector>

#include "base/result.h"
#include "kernels/text.h"

namespace zhike::kernels {
namespace {

// Two bytes and the private use code the edition of 2005 gives them, beside the character that edition 2022 gives.
struct Moved {
  char32_t edition_2005, edition_2022;
};
constexpr Moved moved[] = {{0xE78D, 0xFE10}, {0xE78E, 0xFE12}, {0xE78F, 0xFE11}, {0xE790, 0xFE13}, {0xE791, 0xFE14}, {0xE792, 0xFE15},
                           {0xE793, 0xFE16}, {0xE794, 0xFE17}, {0xE795, 0xFE18}, {0xE796, 0xFE19}, {0xE81E, 0x9FB4}, {0xE826, 0x9FB5},
                           {0xE82B, 0x9FB6}, {0xE82C, 0x9FB7}, {0xE832, 0x9FB8}, {0xE843, 0x9FB9}, {0xE854, 0x9FBA}, {0xE864, 0x9FBB}};

char32_t swap_edition(char32_t c) {
  for (const auto& pair : moved) {
    if (c == pair.edition_2005) return pair.edition_2022;
    if (c == pair.edition_2022) return pair.edition_2005;
  }
  return c;
}

constexpr std::size_t pairs_count = 126 * 190;       // 81-FE, 40-7E and 80-FE
constexpr std::size_t quads_count = 39420;           // 81308130 to 8431A439: the rest of the plane
constexpr std::size_t supplementary_first = 189000;  // 90308130 = U+10000

constexpr std::size_t pair_index(unsigned lead, unsigned trail) { return (lead - 0x81) * 190 + trail - (trail > 0x7F ? 0x41 : 0x40); }
constexpr std::size_t quad_index(unsigned a, unsigned b, unsigned c, unsigned d) {
  return (((a - 0x81) * 10 + b - 0x30) * 126 + c - 0x81) * 10 + d - 0x30;
}

struct Tables {
  std::vector<char16_t> pairs = std::vector<char16_t>(pairs_count);  // 0: not assigned
  std::vector<char16_t> quads = std::vector<char16_t>(quads_count);
  std::vector<std::uint32_t> bytes = std::vector<std::uint32_t>(0x10000);

  Tables() {
    UErrorCode code = U_ZERO_ERROR;
    UConverter* converter = ucnv_open("gb18030", &code);
    ZK_ASSERT(U_SUCCESS(code));
    for (unsigned lead = 0x81; lead <= 0xFE; ++lead)
      for (unsigned trail = 0x40; trail <= 0xFE; ++trail)
        if (trail != 0x7F) pairs[pair_index(lead, trail)] = read(converter, {lead, trail});
    for (unsigned a = 0x81; a <= 0x84; ++a)
      for (unsigned b = 0x30; b <= 0x39; ++b)
        for (unsigned c = 0x81; c <= 0xFE; ++c)
          for (unsigned d = 0x30; d <= 0x39; ++d)
            if (const auto i = quad_index(a, b, c, d); i < quads_count) quads[i] = read(converter, {a, b, c, d});
    ucnv_close(converter);
    quads[quad_index(0x84, 0x31, 0xA4, 0x37)] = replacement_character;  // U+FFFD itself, which read() takes for a failure
    bytes[replacement_character] = 0x8431A437;
  }

 private:
  char16_t read(UConverter* converter, std::initializer_list<unsigned> units) {
    char in[4];
    int size = 0;
    std::uint32_t packed = 0;
    for (unsigned u : units) {
      in[size++] = static_cast<char>(u);
      packed = packed << 8 | u;
    }
    UChar out[4];
    UErrorCode code = U_ZERO_ERROR;
    const int32_t n = ucnv_toUChars(converter, out, 4, in, size, &code);
    if (U_FAILURE(code) || n != 1 || out[0] == replacement_character) return 0;
    const char32_t c = swap_edition(out[0]);
    bytes[c] = packed;
    return static_cast<char16_t>(c);
  }
};

const Tables& tables() {
  static const Tables loaded;
  return loaded;
}

void append_quad(std::string& out, std::size_t index) {
  out.push_back(static_cast<char>(0x81 + index / 12600));
  out.push_back(static_cast<char>(0x30 + index / 1260 % 10));
  out.push_back(static_cast<char>(0x81 + index / 10 % 126));
  out.push_back(static_cast<char>(0x30 + index % 10));
}

}  // namespace

char32_t decode_gb18030(std::string_view text, std::size_t& position) {
  const auto byte = [&](std::size_t i) -> unsigned {
    return position + i < text.size() ? static_cast<unsigned char>(text[position + i]) : 0;
  };
  const unsigned a = byte(0);
  if (a < 0x80) {
    ++position;
    return a;
  }
  const unsigned b = byte(1);
  if (a >= 0x81 && a <= 0xFE && b >= 0x40 && b != 0x7F && b != 0xFF) {
    const char16_t c = tables().pairs[pair_index(a, b)];
    if (c != 0) {
      position += 2;
      return c;
    }
  }
  const unsigned c = byte(2), d = byte(3);
  const bool quad = a >= 0x81 && a <= 0xFE && b >= 0x30 && b <= 0x39 && c >= 0x81 && c <= 0xFE && d >= 0x30 && d <= 0x39;
  if (quad) {
    const std::size_t index = quad_index(a, b, c, d);
    char32_t found = 0;
    if (index < quads_count) found = tables().quads[index];
    else if (index >= supplementary_first && index < supplementary_first + 0x100000) found = static_cast<char32_t>(0x10000 + index - supplementary_first);
    if (found != 0) {
      position += 4;
      return found;
    }
  }
  ++position;
  return replacement_character;
}

std::size_t find_invalid_gb18030(std::string_view text) {
  for (std::size_t i = 0; i < text.size();) {
    const std::size_t before = i;
    if (decode_gb18030(text, i) == replacement_character && i == before + 1) return before;
  }
  return text.size();
}

void append_gb18030(std::string& out, char32_t c) {
  if (c < 0x80) {
    out.push_back(static_cast<char>(c));
  } else if (c >= 0x10000) {
    append_quad(out, supplementary_first + (c - 0x10000));
  } else if (const std::uint32_t packed = tables().bytes[c]; packed != 0) {
    if (packed > 0xFFFF) {
      out.push_back(static_cast<char>(packed >> 24));
      out.push_back(static_cast<char>(packed >> 16));
    }
    out.push_back(static_cast<char>(packed >> 8));
    out.push_back(static_cast<char>(packed));
  } else {
    append_gb18030(out, replacement_character);
  }
}

}  // namespace zhike::kernels
