// SPDX-License-Identifier: Apache-2.0
// The slow twin of the calendar: counts one day after the other by the rule of the leap years.
#pragma once

#include <cstdint>

#include "kernels/date.h"

namespace zhike::kernels::reference {

// Calls see(date, days since 1970) for `count` days from `date` on. The number of the first is found by counting too.
template <class See>
void walk_days(Date date, int count, See see) {
  const auto next = [](Date d) {
    constexpr int lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    const bool leap = (d.year % 4 == 0 && d.year % 100 != 0) || d.year % 400 == 0;
    if (++d.day > lengths[d.month - 1] + (d.month == 2 && leap ? 1 : 0)) {
      d.day = 1;
      if (++d.month > 12) {
        d.month = 1;
        ++d.year;
      }
    }
    return d;
  };
  std::int64_t days = 0;
  for (Date d = date; d != Date{1970, 1, 1}; d = next(d)) --days;
  for (; count > 0; --count, ++days, date = next(date)) see(date, days);
}

}  // namespace zhike::kernels::reference
