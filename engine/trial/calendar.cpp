// SPDX-License-Identifier: Apache-2.0
// The seasonal curve and the daily curves. Figures are assumptions of the demo, not measured.
#include "trial/calendar.h"

#include <array>
#include <chrono>

namespace zhike::trial {
namespace {

void append(std::string& out, int number, int width) {
  char digits[12];
  int length = 0;
  do {
    digits[length++] = static_cast<char>('0' + number % 10);
    number /= 10;
  } while (number > 0);
  while (length < width) digits[length++] = '0';
  while (length > 0) out += digits[--length];
}

// First day of the Chinese year, from the published almanac.
constexpr std::array<Date, 16> spring_festivals = {{{2016, 2, 8}, {2017, 1, 28}, {2018, 2, 16}, {2019, 2, 5}, {2020, 1, 25}, {2021, 2, 12}, {2022, 2, 1}, {2023, 1, 22},
                                                    {2024, 2, 10}, {2025, 1, 29}, {2026, 2, 17}, {2027, 2, 6}, {2028, 1, 26}, {2029, 2, 13}, {2030, 2, 3}, {2031, 1, 23}}};

// People stock up in the three weeks before, shops close for the first days.
double spring_factor(int day) {
  for (const auto& festival : spring_festivals) {
    const int away = day - day_of(festival.year, festival.month, festival.day);
    if (away >= -21 && away <= -2) return 1.45;
    if (away >= -1 && away <= 3) return 0.35;
    if (away >= 4 && away <= 9) return 0.8;
  }
  return 1;
}

// Shares of 24 hours, in thousandths.
constexpr double shopping_hours[24] = {1, 0, 0, 0, 0, 1, 4, 12, 26, 44, 62, 88, 96, 66, 58, 62, 66, 78, 96, 92, 74, 46, 20, 8};
constexpr double online_hours[24] = {28, 14, 8, 4, 3, 5, 14, 30, 40, 46, 52, 52, 66, 54, 44, 42, 42, 44, 52, 62, 82, 92, 78, 46};
constexpr double office_hours[24] = {0, 0, 0, 0, 0, 0, 2, 14, 62, 126, 128, 88, 40, 66, 112, 124, 112, 76, 30, 12, 6, 2, 0, 0};

}  // namespace

int day_of(int year, int month, int day) {
  using namespace std::chrono;
  return static_cast<int>(sys_days{std::chrono::year{year} / month / day}.time_since_epoch().count());
}

Date date_of(int day) {
  using namespace std::chrono;
  const year_month_day date{sys_days{days{day}}};
  return {static_cast<int>(date.year()), static_cast<int>(static_cast<unsigned>(date.month())), static_cast<int>(static_cast<unsigned>(date.day()))};
}

bool read_date(std::string_view text, int& day) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return false;
  int part[3] = {0, 0, 0};
  std::size_t which = 0;
  for (char c : text) {
    if (c == '-') ++which;
    else if (c < '0' || c > '9' || which > 2) return false;
    else part[which] = part[which] * 10 + (c - '0');
  }
  using namespace std::chrono;
  const auto date = std::chrono::year{part[0]} / part[1] / part[2];
  if (!date.ok()) return false;
  day = day_of(part[0], part[1], part[2]);
  return true;
}

std::string write_date(int day, DateStyle style) {
  const Date d = date_of(day);
  std::string out;
  if (style == DateStyle::american) {
    append(out, d.month, 2);
    out += '/';
    append(out, d.day, 2);
    out += '/';
    append(out, d.year, 4);
    return out;
  }
  const bool wide = style != DateStyle::slashes && style != DateStyle::chinese;
  constexpr std::string_view first[] = {"-", "/", ".", "年", ""}, second[] = {"-", "/", ".", "月", ""};
  append(out, d.year, 4);
  out += first[static_cast<int>(style)];
  append(out, d.month, wide ? 2 : 1);
  out += second[static_cast<int>(style)];
  append(out, d.day, wide ? 2 : 1);
  if (style == DateStyle::chinese) out += "日";
  return out;
}

std::string write_time(std::int64_t moment, TimeStyle style) {
  const auto second = static_cast<int>(moment % 86400);
  std::string out = write_date(static_cast<int>(moment / 86400), style == TimeStyle::slashes ? DateStyle::slashes : DateStyle::dashes);
  out += style == TimeStyle::iso_offset ? 'T' : ' ';
  append(out, second / 3600, 2);
  out += ':';
  append(out, second / 60 % 60, 2);
  if (style == TimeStyle::minutes) return out;
  out += ':';
  append(out, second % 60, 2);
  if (style == TimeStyle::iso_offset) out += "+08:00";
  return out;
}

double intensity(int day) {
  const Date d = date_of(day);
  // 1970-01-01 was a Thursday: 0 = Monday.
  constexpr double week[7] = {0.88, 0.86, 0.90, 0.94, 1.10, 1.32, 1.24};
  double value = week[(day + 3) % 7] * spring_factor(day);
  if (d.month == 11) value *= d.day == 11 ? 4.5 : d.day >= 9 && d.day <= 12 ? 2.0 : 1.15;
  if (d.month == 6 && d.day >= 1 && d.day <= 20) value *= d.day == 18 ? 3.2 : 1.35;
  if (d.month == 12 && (d.day == 12 || d.day >= 24)) value *= 1.3;
  if (d.month == 10 && d.day <= 7) value *= 1.35;
  if (d.month == 7 || d.month == 8) value *= 0.95;
  return value;
}

Season::Season(int first_day, int last_day) : first_day_(first_day), last_day_(last_day), sum_{0} {
  for (int day = first_day; day <= last_day; ++day) sum_.push_back(sum_.back() + intensity(day));
}

double Season::weight(int from_day, int to_day) const {
  from_day = std::max(from_day, first_day_);
  to_day = std::min(to_day, last_day_);
  if (from_day > to_day) return 0;
  return sum_[static_cast<std::size_t>(to_day - first_day_ + 1)] - sum_[static_cast<std::size_t>(from_day - first_day_)];
}

int Season::draw_day(Random& random, int from_day, int to_day) const {
  from_day = std::max(from_day, first_day_);
  to_day = std::min(to_day, last_day_);
  const double low = sum_[static_cast<std::size_t>(from_day - first_day_)];
  const double aim = low + random.unit() * weight(from_day, to_day);
  const auto found = std::upper_bound(sum_.begin(), sum_.end(), aim);
  return std::clamp(first_day_ + static_cast<int>(found - sum_.begin()) - 1, from_day, to_day);
}

int draw_second(Random& random, Clock clock) {
  static const Weighted shopping{shopping_hours}, online{online_hours}, office{office_hours};
  const auto& hours = clock == Clock::shopping ? shopping : clock == Clock::online ? online : office;
  return static_cast<int>(hours.pick(random)) * 3600 + static_cast<int>(random.below(3600));
}

}  // namespace zhike::trial
