// SPDX-License-Identifier: Apache-2.0
// Goal: a program knows which build it is.
#include "base/program.h"

#include <gtest/gtest.h>

namespace zhike {
namespace {

TEST(program, the_linker_gave_it_an_id) {
  const std::string id = build_id();
  EXPECT_GE(id.size(), 16U);
  EXPECT_EQ(id.find_first_not_of("0123456789abcdef"), std::string::npos);
  EXPECT_EQ(build_id(), id);
}

}  // namespace
}  // namespace zhike
