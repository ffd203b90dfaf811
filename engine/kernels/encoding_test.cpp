// SPDX-License-Identifier: Apache-2.0
// Goal: a file's encoding is found, mixed lines are read rightly, and bad bytes are told by their place.
#include "kernels/encoding.h"

#include <gtest/gtest.h>

#include <random>

#include "kernels/text.h"

namespace zhike::kernels {
namespace {

const std::string sample = "姓名,电话\n王伟,13912345670\n欧阳娜娜,𠀀😀é\n";

std::string utf16(std::string_view text, bool little, bool mark) {
  std::string out;
  const auto put = [&](unsigned unit) {
    out.push_back(static_cast<char>(little ? unit : unit >> 8));
    out.push_back(static_cast<char>(little ? unit >> 8 : unit));
  };
  if (mark) put(0xFEFF);
  for (char32_t c : code_points(text)) {
    if (c < 0x10000) {
      put(c);
    } else {
      put(0xD800 + ((c - 0x10000) >> 10));
      put(0xDC00 + ((c - 0x10000) & 0x3FF));
    }
  }
  return out;
}

TEST(encoding, is_sniffed) {
  EXPECT_EQ(sniff(sample), Encoding::utf8);
  EXPECT_EQ(sniff("\xEF\xBB\xBF" + sample), Encoding::utf8_bom);
  EXPECT_EQ(sniff(to_gb18030(sample)), Encoding::gb18030);
  EXPECT_EQ(sniff(utf16(sample, true, true)), Encoding::utf16le);
  EXPECT_EQ(sniff(utf16(sample, false, true)), Encoding::utf16be);
  EXPECT_EQ(sniff(utf16("name,phone\nWang Wei,139\n", true, false)), Encoding::utf16le);
  EXPECT_EQ(sniff(utf16("name,phone\nWang Wei,139\n", false, false)), Encoding::utf16be);
  EXPECT_EQ(sniff(""), Encoding::utf8);
  EXPECT_EQ(sniff("plain,ascii\n"), Encoding::utf8);
}

TEST(encoding, a_character_cut_at_the_end_does_not_count) {
  for (std::size_t cut = 1; cut < sample.size(); ++cut) EXPECT_EQ(sniff(std::string_view(sample).substr(0, cut)), Encoding::utf8) << cut;
}

TEST(encoding, every_encoding_comes_back_as_the_same_text_in_pieces_of_any_size) {
  for (std::size_t piece : {std::size_t{1}, std::size_t{2}, std::size_t{3}, std::size_t{7}, std::size_t{1000}})
    for (const auto& [bytes, encoding] : {std::make_pair(sample, Encoding::utf8), std::make_pair("\xEF\xBB\xBF" + sample, Encoding::utf8_bom),
                                          std::make_pair(to_gb18030(sample), Encoding::gb18030), std::make_pair(utf16(sample, true, true), Encoding::utf16le),
                                          std::make_pair(utf16(sample, false, true), Encoding::utf16be)}) {
      Decoder decoder(encoding);
      std::string out;
      for (std::size_t i = 0; i < bytes.size(); i += piece) decoder.feed(std::string_view(bytes).substr(i, piece), out);
      decoder.finish(out);
      EXPECT_EQ(out, sample) << name(encoding) << piece;
      EXPECT_EQ(decoder.undecodable_count(), 0U);
      EXPECT_EQ(decoder.lines_mixed(), 0U);
    }
}

TEST(encoding, a_line_of_the_other_encoding_is_read_and_counted) {
  const std::string line = "王伟,杭州市西湖区\n";
  Decoder utf8(Encoding::utf8), gb(Encoding::gb18030);
  std::string out;
  utf8.feed(line + to_gb18030(line) + line, out);
  utf8.finish(out);
  EXPECT_EQ(out, line + line + line);
  EXPECT_EQ(utf8.lines_mixed(), 1U);
  out.clear();
  gb.feed(to_gb18030(line) + line + to_gb18030(line), out);
  gb.finish(out);
  EXPECT_EQ(out, line + line + line);
  EXPECT_EQ(gb.lines_mixed(), 1U);
  EXPECT_EQ(sniff(line + to_gb18030(line) + line), Encoding::utf8);
  EXPECT_EQ(sniff(to_gb18030(line) + line + to_gb18030(line)), Encoding::gb18030);
}

TEST(encoding, undecodable_bytes_are_told_by_their_place) {
  Decoder decoder(Encoding::utf8);
  std::string out;
  decoder.feed("ok\nab\xFF\xFF" "cd\nrest\n", out);
  decoder.finish(out);
  EXPECT_EQ(out, "ok\nab\uFFFD\uFFFDcd\nrest\n");
  ASSERT_EQ(decoder.undecodable().size(), 1U);
  EXPECT_EQ(decoder.undecodable()[0].position, 5U);
  EXPECT_EQ(decoder.undecodable()[0].count, 2U);
}

TEST(encoding, an_endless_line_stays_bounded_and_whole) {
  std::string line, out;
  for (int i = 0; i < 5000; ++i) line += "王伟,";
  Decoder decoder(Encoding::gb18030, 1024);
  decoder.feed(to_gb18030(line), out);
  decoder.finish(out);
  EXPECT_EQ(out, line);
}

TEST(gb18030, the_characters_moved_in_2022_stand_at_their_new_places) {
  EXPECT_EQ(to_utf8("\xFE\x59", Encoding::gb18030), to_utf8(U"\u9FB4"));
  EXPECT_EQ(to_utf8("\xA6\xD9", Encoding::gb18030), to_utf8(U"\uFE10"));
  EXPECT_EQ(to_gb18030("\u9FB4"), "\xFE\x59");
}

TEST(gb18030, every_character_comes_back) {
  std::string all;
  for (char32_t c = 1; c < 0x11000; ++c)
    if (c < 0xD800 || c > 0xDFFF) append(all, c);
  for (char32_t c = 0x1F000; c < 0x30000; c += 7) append(all, c);
  std::string back;
  const std::string bytes = to_gb18030(all);
  back = to_utf8(bytes, Encoding::gb18030);
  EXPECT_EQ(back == all, true);
}

TEST(encoding, random_bytes_become_well_formed_text) {
  std::mt19937 random(99);
  for (int round = 0; round < 3000; ++round) {
    std::string bytes;
    for (std::size_t n = random() % 40; n > 0; --n) bytes.push_back(static_cast<char>(random() % 256));
    for (Encoding encoding : {Encoding::utf8, Encoding::utf8_bom, Encoding::utf16le, Encoding::utf16be, Encoding::gb18030})
      EXPECT_TRUE(is_valid_utf8(to_utf8(bytes, encoding)));
    sniff(bytes);
  }
}

}  // namespace
}  // namespace zhike::kernels
