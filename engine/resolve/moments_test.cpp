// SPDX-License-Identifier: Apache-2.0
// Goal: days and times that are no such are never compared with real ones. Method: one of each, good and bad.
#include "resolve/moments.h"

#include <gtest/gtest.h>

namespace zhike::resolve {
namespace {

TEST(moments, a_day_is_one_that_the_calendar_has) {
  EXPECT_TRUE(is_day("2026-01-31"));
  EXPECT_TRUE(is_day("2024-02-29"));
  for (const char* text : {"", "yesterday", "9999", "2020-13-45", "2020-13-01", "2026-02-29", "2026-1-31", "2026/01/31", "2026-01-31 "}) EXPECT_FALSE(is_day(text)) << text;
}

TEST(moments, a_moment_is_a_day_with_a_time_of_that_day_in_utc) {
  EXPECT_TRUE(is_moment("2026-01-31T23:59:59Z"));
  for (const char* text : {"2026-01-31", "2026-01-31T99:00:00Z", "2026-01-31T08:60:00Z", "2026-13-31T08:00:00Z", "2026-01-31T08:00:00", "2026-01-31 08:00:00Z"}) EXPECT_FALSE(is_moment(text)) << text;
}

}  // namespace
}  // namespace zhike::resolve
