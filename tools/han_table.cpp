// SPDX-License-Identifier: Apache-2.0
// Writes the table of Han characters that the kernels hold (engine/kernels/han_table.h), once, when they are built: readings
// from ICU's Han-Latin and simplified forms from OpenCC's t2s. Both are slow to start and too large to take along.
#include <opencc/opencc.h>
#include <unicode/normalizer2.h>
#include <unicode/translit.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <memory>
#include <string>
#include <vector>

#include "kernels/han_table.h"

namespace {

using zhike::kernels::HanEntry;
using zhike::kernels::first_han;
using zhike::kernels::last_han;

[[noreturn]] void stop(const char* why) {
  std::fprintf(stderr, "han_table: %s\n", why);
  std::exit(1);
}

// Toneless, ü as v. Nothing when ICU gives something else than one syllable: no reading is known.
void set_reading(HanEntry& entry, const icu::UnicodeString& latin, const icu::Normalizer2& decompose) {
  UErrorCode code = U_ZERO_ERROR;
  std::string ascii;
  icu::UnicodeString one(latin);
  one.trim();
  for (int32_t i = 0; i < one.length(); ++i) {
    const char16_t c = one[i];
    if (c == 0xFC || (c >= 0x1D6 && c <= 0x1DC)) one.setCharAt(i, u'v');
  }
  const icu::UnicodeString bare = decompose.normalize(one, code);
  for (int32_t i = 0; i < bare.length(); ++i) {
    const char16_t c = bare[i];
    if (c >= 0x300 && c < 0x370) continue;  // a tone
    if (c < u'a' || c > u'z') return;
    ascii.push_back(static_cast<char>(c));
  }
  if (ascii.size() > sizeof entry.reading) return;
  ascii.copy(entry.reading, ascii.size());
  entry.reading_size = static_cast<std::uint8_t>(ascii.size());
}

// One character a line, so that no phrase rule joins two.
icu::UnicodeString lines(char32_t first, char32_t last) {
  icu::UnicodeString text;
  for (char32_t c = first; c <= last; ++c) text.append(static_cast<UChar32>(c)).append(u'\n');
  return text;
}

template <class Take>
void each_line(const icu::UnicodeString& text, const Take& take) {
  int32_t start = 0;
  for (std::size_t i = 0;; ++i) {
    const int32_t end = text.indexOf(u'\n', start);
    if (end < 0) return;
    take(i, icu::UnicodeString(text, start, end - start));
    start = end + 1;
  }
}

void set_readings(std::vector<HanEntry>& table) {
  UErrorCode code = U_ZERO_ERROR;
  const std::unique_ptr<icu::Transliterator> latin(icu::Transliterator::createInstance("Han-Latin", UTRANS_FORWARD, code));
  const icu::Normalizer2* decompose = icu::Normalizer2::getNFDInstance(code);
  if (U_FAILURE(code)) stop("ICU has no Han-Latin");
  // In small pieces: ICU moves all that follows with each replacement.
  constexpr char32_t piece = 64;
  for (char32_t first = first_han; first <= last_han; first += piece) {
    icu::UnicodeString text = lines(first, std::min<char32_t>(last_han, first + piece - 1));
    latin->transliterate(text);
    each_line(text, [&](std::size_t i, const icu::UnicodeString& line) { set_reading(table[first - first_han + i], line, *decompose); });
  }
}

void set_simplified(std::vector<HanEntry>& table) {
  const opencc_t handle = opencc_open("t2s.json");
  if (handle == reinterpret_cast<opencc_t>(-1)) stop("OpenCC has no t2s.json");
  std::string all;
  lines(first_han, last_han).toUTF8String(all);
  char* converted = opencc_convert_utf8(handle, all.c_str(), all.size());
  if (converted == nullptr) stop("OpenCC cannot convert");
  each_line(icu::UnicodeString::fromUTF8(converted), [&](std::size_t i, const icu::UnicodeString& line) {
    const UChar32 c = line.char32At(0);
    table[i].simplified = static_cast<char16_t>(c >= static_cast<UChar32>(first_han) && c <= static_cast<UChar32>(last_han) ? c : static_cast<UChar32>(first_han + i));
  });
  opencc_convert_utf8_free(converted);
  opencc_close(handle);
}

}  // namespace

int main(int count, char** words) {
  if (count != 2) stop("usage: han_table FILE");
  std::vector<HanEntry> table(last_han - first_han + 1);
  set_readings(table);
  set_simplified(table);
  std::ofstream out(words[1], std::ios::binary);
  out.write(reinterpret_cast<const char*>(table.data()), static_cast<std::streamsize>(table.size() * sizeof(HanEntry)));
  if (!out.flush()) stop("the table cannot be written");
}
