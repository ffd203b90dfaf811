// SPDX-License-Identifier: Apache-2.0
// Goal: a stream that is read ahead gives the same bytes in the same order, its failure behind them, and may be left at any point.
// Method: numbered bytes read in pieces of odd sizes.
#include "ingest/byte_stream.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace zhike::ingest {
namespace {

std::string numbered(std::size_t size) {
  std::string text(size, '\0');
  for (std::size_t i = 0; i < size; ++i) text[i] = static_cast<char>(i * 31 + (i >> 8));
  return text;
}

// Gives `text` in small pieces and then fails.
class Failing : public ByteStream {
 public:
  explicit Failing(std::string text) : text_(std::move(text)) {}
  Result<std::size_t> read(char* out, std::size_t size) override {
    if (at_ == text_.size()) return Error{ErrorCode::unreadable, "broken"};
    std::size_t count = std::min({size, text_.size() - at_, std::size_t{1000}});
    std::copy_n(text_.data() + at_, count, out);
    at_ += count;
    return count;
  }
  std::int64_t position() const override { return 0; }

 private:
  std::string text_;
  std::size_t at_ = 0;
};

TEST(ahead_stream, gives_the_bytes_in_their_order_and_then_the_end) {
  const std::string text = numbered(3'000'000);
  auto stream = ahead_stream(text_stream(text));
  std::string got, piece(77'777, '\0');
  for (;;) {
    auto count = stream->read(piece.data(), piece.size());
    ASSERT_TRUE(count.ok());
    if (count.value() == 0) break;
    got.append(piece.data(), count.value());
  }
  EXPECT_TRUE(got == text);
  EXPECT_EQ(stream->position(), 3'000'000);
}

TEST(ahead_stream, a_failure_comes_behind_what_was_read_before_it) {
  const std::string text = numbered(5000);
  auto stream = ahead_stream(std::make_unique<Failing>(text));
  std::string got, piece(700, '\0');
  for (;;) {
    auto count = stream->read(piece.data(), piece.size());
    if (!count.ok()) {
      EXPECT_EQ(count.error().code, ErrorCode::unreadable);
      break;
    }
    ASSERT_GT(count.value(), 0u);
    got.append(piece.data(), count.value());
  }
  EXPECT_TRUE(got == text);
}

TEST(ahead_stream, may_be_left_before_its_end) {
  const std::string text(100'000'000, 'x');  // more than is read ahead
  auto stream = ahead_stream(text_stream(text));
  char byte = 0;
  ASSERT_TRUE(stream->read(&byte, 1).ok());
  stream.reset();
}

}  // namespace
}  // namespace zhike::ingest
