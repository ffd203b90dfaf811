// SPDX-License-Identifier: Apache-2.0
// Goal: Chinese names come apart whatever is around them and whichever script they are written in.
#include <gtest/gtest.h>

#include "resolve/clean_name.h"

namespace zhike::resolve {
namespace {

void expect(std::string_view raw, std::string_view family, std::string_view given, std::string_view rest = "") {
  const auto parts = split_han_name(raw);
  EXPECT_EQ(parts.family, family) << raw;
  EXPECT_EQ(parts.given, given) << raw;
  EXPECT_EQ(parts.rest, rest) << raw;
}

TEST(han_name, titles_masks_and_compound_family_names) {
  expect("王伟", "王", "伟");
  expect("歐陽娜娜", "欧阳", "娜娜");
  expect("王先生", "王", "");
  expect("张*", "张", "");
  expect("李总", "李", "");
}

TEST(han_name, latin_letters_in_either_order) {
  expect("Wang Xiaoming", "wang", "xiaoming");
  expect("Xiaoming Wang", "wang", "xiaoming");
  expect("Xiao Ming WANG", "wang", "xiaoming");
  expect("CHAN Tai Man, Peter", "chan", "taiman", "peter");
  expect("Wang, Xiaoming", "wang", "xiaoming");
  expect("Roger Rogers", "rogers", "roger");
}

}  // namespace
}  // namespace zhike::resolve
