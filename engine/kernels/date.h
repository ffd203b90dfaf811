// SPDX-License-Identifier: Apache-2.0
// Dates and times in the many spellings of files, as ISO 8601.
// A time without an offset is China's (UTC+8), which has had no daylight saving since 1992. Years of two digits are
// refused: nobody can tell 24 from 1924.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace zhike::kernels {

struct Date {
  int year = 0, month = 0, day = 0;
  bool operator==(const Date&) const = default;
  auto operator<=>(const Date&) const = default;
};

bool is_leap_year(int year);
bool is_calendar_date(int year, int month, int day);   // Gregorian, years 1 to 9999
std::int64_t days_since_1970(Date date);
Date date_of_days(std::int64_t days_since_1970);
std::string to_text(Date date);                        // YYYY-MM-DD
std::optional<Date> parse_iso_date(std::string_view);  // exactly YYYY-MM-DD

// What a text says: 1990-01-02, 1990/1/2, 1990.1.2, 19900102, 1990年1月2日, 02.01.1990, 1/2/1990, Jan 2 1990,
// 2 January 1990, an Excel serial number (36526 = 2000-01-01), each with or without a time: 1990-01-02T03:04:05.678+08:00,
// 1990-01-02 3:04 PM, 上午/下午; seconds or milliseconds since 1970 (10 or 13 digits).
// Day before month unless that is impossible; `ambiguous` says that the other order would be a date too.
struct Moment {
  Date date;
  int hour = 0, minute = 0, second = 0;
  bool has_time = false;
  bool has_offset = false;
  int offset_minutes = 0;
  bool ambiguous = false;
};
// `text` must be normalise()d. Empty when it is no date.
std::optional<Moment> read_moment(std::string_view text);

// Seconds since 1970 in UTC, and its text "1990-01-01T19:04:05Z".
std::int64_t utc_seconds(const Moment& moment);
std::string utc_text(std::int64_t seconds);

}  // namespace zhike::kernels
