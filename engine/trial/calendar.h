// SPDX-License-Identifier: Apache-2.0
// Days and the shape of trade over them: weekends, lunch and evening, 6.18, 11.11, Spring Festival.
// A day is a whole number since 1970-01-01; a moment is seconds since then, in China's local time (+08:00).
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "trial/random.h"

namespace zhike::trial {

struct Date {
  int year, month, day;
};
int day_of(int year, int month, int day);
Date date_of(int day);
// "YYYY-MM-DD"; an Error-free reader for the options: false when the text is no date.
bool read_date(std::string_view text, int& day);

enum class DateStyle { dashes, slashes, dots, chinese, plain, american };  // 1987-03-02 1987/3/2 1987.03.02 1987年3月2日 19870302 03/02/1987
std::string write_date(int day, DateStyle style);
enum class TimeStyle { iso_offset, dashes, slashes, minutes };  // …T12:31:07+08:00, … 12:31:07, 2026/3/5 12:31:07, … 12:31
std::string write_time(std::int64_t moment, TimeStyle style);

// The intensity of trade over a span of days, relative to an ordinary day.
class Season {
 public:
  Season(int first_day, int last_day);
  int first_day() const { return first_day_; }
  int last_day() const { return last_day_; }
  double weight(int from_day, int to_day) const;  // sum of intensities, both days included; 0 outside
  int draw_day(Random& random, int from_day, int to_day) const;

 private:
  int first_day_, last_day_;
  std::vector<double> sum_;  // sum_[i]: intensity of the first i days
};
double intensity(int day);

enum class Clock { shopping, online, office };
// Seconds after midnight by the habit of that channel.
int draw_second(Random& random, Clock clock);

}  // namespace zhike::trial
