// SPDX-License-Identifier: Apache-2.0
// Goal: the error table names every code once, and ZK_TRY hands a failure up unchanged.
#include "base/result.h"

#include <gtest/gtest.h>

#include <set>

namespace zhike {
namespace {

Result<int> half(int value) {
  if (value % 2 != 0) return Error{ErrorCode::bad_request, "odd"};
  return value / 2;
}

Result<int> quarter(int value) {
  ZK_TRY_SET(int first, half(value));
  return half(first);
}

TEST(result, every_error_has_its_own_name_and_says_what_to_do) {
  std::set<std::string_view> names;
  for (const auto& row : error_table) {
    EXPECT_TRUE(names.insert(row.name).second) << row.name;
    EXPECT_FALSE(row.advice.empty()) << row.name;
    EXPECT_GE(row.http, 400) << row.name;
  }
}

TEST(result, a_failure_is_handed_up_unchanged) {
  EXPECT_EQ(quarter(8).value(), 2);
  ASSERT_FALSE(quarter(6).ok());
  EXPECT_EQ(quarter(6).error().code, ErrorCode::bad_request);
}

}  // namespace
}  // namespace zhike
