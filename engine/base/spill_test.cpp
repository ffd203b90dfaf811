// SPDX-License-Identifier: Apache-2.0
// Goal: what is spilled comes back as it was, and a full disk is an error. Method: the same arrays in memory and in a file.
#include "base/spill.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <numeric>

namespace zhike {
namespace {

std::string folder() { return std::filesystem::temp_directory_path().string(); }

TEST(spill, pieces_come_back_whether_they_lay_in_memory_or_in_a_file) {
  for (const std::uint64_t memory : {std::uint64_t{0}, std::uint64_t{1}, std::uint64_t{5000}}) {
    SpillPieces<std::uint32_t> pieces(8, {folder(), memory});
    for (std::size_t k = 8; k-- > 0;) {
      std::vector<std::uint32_t> items(k * 100);
      std::iota(items.begin(), items.end(), static_cast<std::uint32_t>(k));
      ASSERT_TRUE(pieces.put(k, std::move(items)).ok());
    }
    EXPECT_EQ(pieces.in_file(), memory != 0);
    EXPECT_EQ(pieces.size(), 2800U);
    for (std::size_t k = 0; k < 8; ++k) {
      const auto items = pieces.take(k);
      ASSERT_TRUE(items.ok());
      ASSERT_EQ(items.value().size(), k * 100);
      for (std::size_t i = 0; i < items.value().size(); ++i) EXPECT_EQ(items.value()[i], k + i);
    }
  }
}

TEST(spill, an_array_in_a_file_holds_what_was_written_after_it_was_let_go) {
  auto made = SpillArray<std::uint64_t>::make(100'000, {folder(), 1});
  ASSERT_TRUE(made.ok());
  auto array = std::move(made.value());
  EXPECT_TRUE(array.in_file());
  std::iota(array.begin(), array.end(), std::uint64_t{7});
  array.let_go(0, array.size());
  for (std::size_t k = 0; k < array.size(); ++k) ASSERT_EQ(array[k], k + 7);
}

TEST(spill, the_file_has_no_name) {
  const auto own = std::filesystem::path(folder()) / ("zhike_spill_" + std::to_string(::getpid()));
  std::filesystem::create_directory(own);
  auto array = SpillArray<char>::make(1 << 20, {own.string(), 1});
  ASSERT_TRUE(array.ok());
  EXPECT_TRUE(std::filesystem::is_empty(own));
  std::filesystem::remove_all(own);
}

TEST(spill, without_a_folder_the_limit_is_an_error) {
  SpillPieces<char> pieces(1, {"", 10});
  EXPECT_EQ(pieces.put(0, std::vector<char>(11)).error().code, ErrorCode::too_large);
}

TEST(spill, a_folder_that_takes_nothing_is_a_full_disk) {
  const auto array = SpillArray<char>::make(100, {"/nowhere/at/all", 1});
  ASSERT_FALSE(array.ok());
  EXPECT_EQ(array.error().code, ErrorCode::disk_full);
  const auto too_much = SpillArray<char>::make(std::size_t{1} << 50, {folder(), 1});
  ASSERT_FALSE(too_much.ok());
  EXPECT_EQ(too_much.error().code, ErrorCode::disk_full);
}

}  // namespace
}  // namespace zhike
