// SPDX-License-Identifier: Apache-2.0
// Goal: what was sealed comes back whole or not at all: any cut, any flipped bit and any other key are noticed, and a log
// keeps exactly the entries that were whole.
#include "flow/sealed_file.h"

#include <gtest/gtest.h>
#include <sodium.h>

#include <filesystem>
#include <fstream>
#include <random>

namespace zhike::flow {
namespace {

namespace fs = std::filesystem;

class SealedFile : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = (fs::temp_directory_path() / "zhike-sealed-XXXXXX").string();
    folder_ = ::mkdtemp(pattern.data());
  }
  void TearDown() override { fs::remove_all(folder_); }
  std::string path(const char* name) const { return folder_ + "/" + name; }
  static std::string read(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
  }
  static void write(const std::string& path, const std::string& text) { std::ofstream(path, std::ios::binary) << text; }

  struct Unsealed {
    std::string facts;
    std::vector<std::string> parts;
  };
  Result<Unsealed> read_sealed(const std::string& path, int threads = 1) const {
    ZK_TRY_SET(const SealedReader reader, SealedReader::open(path, key_));
    Unsealed out{reader.facts(), {}};
    for (const auto size : reader.sizes()) out.parts.emplace_back(size, '\0');
    std::vector<char*> places;
    for (auto& part : out.parts) places.push_back(part.data());
    if (places.empty()) return out;
    // The first by itself, then the rest.
    ZK_TRY(reader.read(0, {places.data(), 1}, threads));
    ZK_TRY(reader.read(1, std::span(places).subspan(1), threads));
    return out;
  }

  std::string folder_;
  std::string key_ = std::string(32, 'k');
};

TEST_F(SealedFile, content_of_any_size_comes_back) {
  std::mt19937_64 random(1);
  for (const std::size_t size : {0U, 1U, 1U << 20, (1U << 20) + 1, 3'500'000U}) {
    std::string content(size, '\0');
    for (auto& c : content) c = static_cast<char>(random());
    const std::string_view all(content);
    const std::vector<std::string_view> parts = {all.substr(0, size / 3), "", all.substr(size / 3)};
    for (const int threads : {1, 3}) {
      ASSERT_TRUE(write_sealed(path("a"), key_, "run 7", parts, threads).ok());
      const auto back = read_sealed(path("a"), threads);
      ASSERT_TRUE(back.ok());
      EXPECT_EQ(back.value().facts, "run 7");
      ASSERT_EQ(back.value().parts.size(), parts.size());
      for (std::size_t part = 0; part < parts.size(); ++part) EXPECT_TRUE(back.value().parts[part] == parts[part]);
    }
  }
  EXPECT_FALSE(fs::exists(path("a.writing")));
}

TEST_F(SealedFile, the_content_does_not_stand_in_the_file) {
  ASSERT_TRUE(write_sealed(path("a"), key_, "", std::vector<std::string_view>{"zhang.wei@example.com"}, 1).ok());
  EXPECT_EQ(read(path("a")).find("zhang"), std::string::npos);
}

TEST_F(SealedFile, every_flipped_bit_and_every_cut_is_noticed) {
  ASSERT_TRUE(write_sealed(path("a"), key_, "facts", std::vector<std::string_view>{"some content", "and more"}, 1).ok());
  const auto whole = read(path("a"));
  for (std::size_t at = 0; at < whole.size(); ++at) {
    auto changed = whole;
    changed[at] = static_cast<char>(changed[at] ^ 4);
    write(path("b"), changed);
    EXPECT_EQ(read_sealed(path("b")).error().code, ErrorCode::unreadable) << at;
    write(path("b"), whole.substr(0, at));
    EXPECT_EQ(read_sealed(path("b")).error().code, ErrorCode::unreadable) << at;
  }
  key_ = std::string(32, 'x');
  EXPECT_EQ(read_sealed(path("a")).error().code, ErrorCode::unreadable);
  EXPECT_EQ(read_sealed(path("none")).error().code, ErrorCode::not_found);
}

// The construction is libsodium's, whoever does the work.
TEST_F(SealedFile, a_piece_is_what_libsodium_makes_of_it) {
  const std::string text(100'000, 'z');
  ASSERT_TRUE(write_sealed(path("a"), key_, "facts", std::vector<std::string_view>{text}, 1).ok());
  const auto whole = read(path("a"));
  const std::size_t head = whole.size() - text.size() - crypto_aead_xchacha20poly1305_ietf_ABYTES;
  const auto bytes = [](const std::string& of, std::size_t at) { return reinterpret_cast<const unsigned char*>(of.data()) + at; };
  const std::string nonce = whole.substr(8, 16) + std::string(8, '\0');
  std::string out(text.size(), '\0');
  ASSERT_EQ(crypto_aead_xchacha20poly1305_ietf_decrypt(reinterpret_cast<unsigned char*>(out.data()), nullptr, nullptr, bytes(whole, head),
                                                       whole.size() - head, bytes(whole, 0), head, bytes(nonce, 0), bytes(key_, 0)),
            0);
  EXPECT_EQ(out, text);
}

TEST_F(SealedFile, opening_a_log_changes_nothing_on_the_disk) {
  const std::string id(16, 'i');
  ASSERT_TRUE(SealedLog::open(path("log"), key_, id).ok());
  EXPECT_FALSE(fs::exists(path("log")));
  {
    auto log = SealedLog::open(path("log"), key_, id);
    ASSERT_TRUE(log.value().append("one").ok());
  }
  const auto half = read(path("log")) + "half of an entry";
  write(path("log"), half);
  EXPECT_EQ(SealedLog::open(path("log"), key_, id).value().entries().size(), 1U);
  EXPECT_EQ(read(path("log")), half);
}

TEST_F(SealedFile, a_log_keeps_what_was_whole_at_any_cut) {
  const std::string id(16, 'i');
  {
    auto log = SealedLog::open(path("log"), key_, id);
    ASSERT_TRUE(log.ok());
    for (const char* entry : {"one", "two", ""}) ASSERT_TRUE(log.value().append(entry).ok());
  }
  const auto whole = read(path("log"));
  std::size_t seen_before = 3;
  for (std::size_t size = whole.size() + 1; size-- > 0;) {
    write(path("cut"), whole.substr(0, size));
    auto log = SealedLog::open(path("cut"), key_, id);
    ASSERT_TRUE(log.ok());
    const auto seen = log.value().entries().size();
    EXPECT_TRUE(seen == seen_before || seen + 1 == seen_before) << size;
    seen_before = seen;
    ASSERT_TRUE(log.value().append("later").ok());
    auto again = SealedLog::open(path("cut"), key_, id);
    ASSERT_EQ(again.value().entries().size(), seen + 1);
    EXPECT_EQ(again.value().entries().back(), "later");
  }
  EXPECT_EQ(seen_before, 0U);
}

TEST_F(SealedFile, a_log_of_another_file_counts_as_empty) {
  {
    auto log = SealedLog::open(path("log"), key_, std::string(16, 'a'));
    ASSERT_TRUE(log.value().append("old").ok());
  }
  auto log = SealedLog::open(path("log"), key_, std::string(16, 'b'));
  ASSERT_TRUE(log.ok());
  EXPECT_TRUE(log.value().entries().empty());
}

TEST_F(SealedFile, entries_of_a_log_cannot_be_exchanged) {
  const std::string id(16, 'i');
  {
    auto log = SealedLog::open(path("log"), key_, id);
    ASSERT_TRUE(log.value().append("a").ok());
    ASSERT_TRUE(log.value().append("b").ok());
  }
  auto text = read(path("log"));
  const std::size_t entry = 8 + 24 + 1 + 16;
  const auto first = text.substr(24, entry);
  text = text.substr(0, 24) + text.substr(24 + entry, entry) + first;
  write(path("log"), text);
  EXPECT_TRUE(SealedLog::open(path("log"), key_, id).value().entries().empty());
}

}  // namespace
}  // namespace zhike::flow
