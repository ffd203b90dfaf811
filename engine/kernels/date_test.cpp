// SPDX-License-Identifier: Apache-2.0
// Goal: one date in many spellings reads the same; what cannot be a date is refused; days agree with a slow twin.
#include "kernels/date.h"

#include <gtest/gtest.h>

#include "kernels/reference/calendar.h"

namespace zhike::kernels {
namespace {

std::string date_of(std::string_view text) {
  const auto moment = read_moment(text);
  return moment ? to_text(moment->date) : "none";
}

std::string time_of(std::string_view text) {
  const auto moment = read_moment(text);
  return moment ? utc_text(utc_seconds(*moment)) : "none";
}

TEST(date, spellings_read_the_same) {
  for (const char* text : {"1990-01-02", "1990/1/2", "1990.1.2", "19900102", "1990年1月2日", "1990年01月02号", "2/1/1990", "02.01.1990", "Jan 2 1990", "January 2nd, 1990",
                           "2 Jan 1990", "2-Jan-1990", "2nd of January 1990", "Tue, 02 Jan 1990", "32875", "1990-1-2 星期二", "'1990-01-02", "1990 年 1 月 2 日"})
    EXPECT_EQ(date_of(text), "1990-01-02") << text;
}

TEST(date, what_is_no_date_is_refused) {
  for (const char* text : {"", "90-01-02", "1/2/90", "1990-02-30", "1990-13-01", "1990-00-10", "abc", "1990", "1990-01", "99999999", "1990-01-02x", "2 Foo 1990", "1990年2月30日",
                           "1990-01-02 25:00", "1990-01-02 10:61", "--", "1990--01-02", "00000000"})
    EXPECT_EQ(date_of(text), "none") << text;
}

TEST(date, order_of_day_and_month_is_told_when_open) {
  EXPECT_TRUE(read_moment("02/01/1990")->ambiguous);
  EXPECT_FALSE(read_moment("13/01/1990")->ambiguous);
  EXPECT_FALSE(read_moment("03/03/1990")->ambiguous);
  EXPECT_EQ(date_of("01/13/1990"), "1990-01-13");
}

TEST(date, excel_numbers_are_days) {
  EXPECT_EQ(date_of("36526"), "2000-01-01");
  EXPECT_EQ(date_of("45292.5"), "2024-01-01");
  EXPECT_EQ(time_of("45292.5"), "2024-01-01T04:00:00Z");
}

TEST(time, an_offset_counts_and_china_is_meant_without_one) {
  EXPECT_EQ(time_of("2024-01-02T03:04:05Z"), "2024-01-02T03:04:05Z");
  EXPECT_EQ(time_of("2024-01-02T03:04:05+08:00"), "2024-01-01T19:04:05Z");
  EXPECT_EQ(time_of("2024-01-02 03:04:05"), "2024-01-01T19:04:05Z");
  EXPECT_EQ(time_of("2024-01-02 03:04:05.678 -0530"), "2024-01-02T08:34:05Z");
  EXPECT_EQ(time_of("2024/1/2 3:04 PM"), "2024-01-02T07:04:00Z");
  EXPECT_EQ(time_of("2024年1月2日 下午3:04"), "2024-01-02T07:04:00Z");
  EXPECT_EQ(time_of("2024年1月2日15时4分5秒"), "2024-01-02T07:04:05Z");
  EXPECT_EQ(time_of("20240102030405"), "2024-01-01T19:04:05Z");
  EXPECT_EQ(time_of("1704164645"), "2024-01-02T03:04:05Z");
  EXPECT_EQ(time_of("1704164645123"), "2024-01-02T03:04:05Z");
  EXPECT_EQ(time_of("2024-01-02 24:00:00Z"), "2024-01-03T00:00:00Z");
  EXPECT_EQ(time_of("Tue, 02 Jan 2024 03:04:05 GMT"), "2024-01-02T03:04:05Z");
  EXPECT_EQ(time_of("2024-01-02"), "2024-01-01T16:00:00Z");
}

TEST(date, days_agree_with_counting_day_by_day) {
  reference::walk_days({1896, 1, 1}, 80000, [](Date date, std::int64_t days) {
    ASSERT_EQ(days_since_1970(date), days);
    ASSERT_EQ(date_of_days(days), date);
    ASSERT_EQ(parse_iso_date(to_text(date)), date);
  });
}

}  // namespace
}  // namespace zhike::kernels
