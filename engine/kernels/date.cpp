// SPDX-License-Identifier: Apache-2.0
#include "kernels/date.h"

#include <array>
#include <cmath>

#include "kernels/text.h"

namespace zhike::kernels {
namespace {

constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }
constexpr bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

struct Number {
  std::int64_t value = 0;
  int digits = 0;
};

// Reads from the left; every method leaves the place where it was when it finds nothing.
class Reader {
 public:
  explicit Reader(std::string_view text) : text_(text) {}

  bool ended() const { return at_ == text_.size(); }
  char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }
  void skip(std::string_view characters) {
    while (!ended() && characters.find(peek()) != std::string_view::npos) ++at_;
  }
  bool accept(std::string_view word) {
    if (!text_.substr(at_).starts_with(word)) return false;
    at_ += word.size();
    return true;
  }
  Number number() {
    Number out;
    for (; is_digit(peek()) && out.digits < 17; ++at_, ++out.digits) out.value = out.value * 10 + (peek() - '0');
    return out;
  }
  std::string_view word() {
    const std::size_t start = at_;
    while (is_letter(peek())) ++at_;
    return text_.substr(start, at_ - start);
  }
  std::size_t place() const { return at_; }
  void go_back(std::size_t place) { at_ = place; }

 private:
  std::string_view text_;
  std::size_t at_ = 0;
};

bool same_letters(std::string_view a, std::string_view lower) {
  if (a.size() != lower.size()) return false;
  for (std::size_t i = 0; i < a.size(); ++i)
    if ((a[i] | 0x20) != lower[i]) return false;
  return true;
}

int month_of(std::string_view word) {
  constexpr std::string_view names[] = {"january", "february", "march", "april", "may", "june", "july",
                                        "august", "september", "october", "november", "december"};
  for (int i = 0; i < 12; ++i)
    if (same_letters(word, names[i]) || same_letters(word, names[i].substr(0, 3)) || (i == 8 && same_letters(word, "sept")))
      return i + 1;
  return 0;
}

bool is_weekday(std::string_view word) {
  constexpr std::string_view names[] = {"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"};
  for (auto name : names)
    if (same_letters(word, name) || same_letters(word, name.substr(0, 3))) return true;
  return false;
}

bool set_date(Moment& out, std::int64_t year, std::int64_t month, std::int64_t day) {
  if (year < 1000 || year > 9999 || month > 12 || day > 31) return false;
  out.date = {static_cast<int>(year), static_cast<int>(month), static_cast<int>(day)};
  return is_calendar_date(out.date.year, out.date.month, out.date.day);
}

bool set_time(Moment& out, std::int64_t hour, std::int64_t minute, std::int64_t second) {
  if (hour > 24 || minute > 59 || second > 60 || (hour == 24 && (minute != 0 || second != 0))) return false;
  out.hour = static_cast<int>(hour);
  out.minute = static_cast<int>(minute);
  out.second = static_cast<int>(second > 59 ? 59 : second);  // a leap second is counted with the one before
  out.has_time = true;
  return true;
}

bool from_seconds(Moment& out, std::int64_t seconds) {
  const std::int64_t days = seconds / 86400, rest = seconds % 86400;
  out.date = date_of_days(days);
  out.has_offset = true;
  return set_time(out, rest / 3600, rest / 60 % 60, rest % 60);
}

// One run of digits: 19900102, 199001020304(05), seconds or milliseconds since 1970, an Excel serial number.
bool read_run(Reader& reader, Number n, Moment& out) {
  const auto v = n.value;
  switch (n.digits) {
    case 5: {  // Excel: day 1 is 1900-01-01, and day 60 a 29 February that never was
      if (v < 10000) return false;
      out.date = date_of_days(v - 25569);
      if (!reader.accept(".")) return true;
      const Number fraction = reader.number();
      if (fraction.digits == 0) return false;
      const double share = static_cast<double>(fraction.value) / std::pow(10.0, fraction.digits);
      const auto seconds = std::min<std::int64_t>(86399, static_cast<std::int64_t>(share * 86400 + 0.5));
      return set_time(out, seconds / 3600, seconds / 60 % 60, seconds % 60);
    }
    case 8: return set_date(out, v / 10000, v / 100 % 100, v % 100);
    case 10: return from_seconds(out, v);
    case 12: return set_date(out, v / 100000000, v / 1000000 % 100, v / 10000 % 100) && set_time(out, v / 100 % 100, v % 100, 0);
    case 13: return from_seconds(out, v / 1000);
    case 14:
      return set_date(out, v / 10000000000, v / 100000000 % 100, v / 1000000 % 100) &&
             set_time(out, v / 10000 % 100, v / 100 % 100, v % 100);
    default: return false;
  }
}

bool read_three_numbers(Reader& reader, Number first, char separator, Moment& out) {
  const std::string_view mark(&separator, 1);
  reader.skip(" ");
  const Number second = reader.number();
  reader.skip(" ");
  if (second.digits == 0 || !reader.accept(mark)) return false;
  reader.skip(" ");
  const Number third = reader.number();
  if (second.digits > 2) return false;
  if (first.digits == 4 && third.digits > 0 && third.digits <= 2) return set_date(out, first.value, second.value, third.value);
  if (third.digits != 4 || first.digits > 2) return false;
  Moment other;
  const bool month_first = set_date(other, third.value, first.value, second.value);
  if (set_date(out, third.value, second.value, first.value)) {
    out.ambiguous = month_first && first.value != second.value;
    return true;
  }
  out = other;
  return month_first;
}

bool read_han_date(Reader& reader, Number year, Moment& out) {
  reader.skip(" ");
  const Number month = reader.number();
  reader.skip(" ");
  if (!reader.accept("月")) return false;
  reader.skip(" ");
  const Number day = reader.number();
  reader.skip(" ");
  if (!reader.accept("日") && !reader.accept("号")) return false;
  return year.digits == 4 && day.digits > 0 && set_date(out, year.value, month.value, day.value);
}

// Jan 2 1990, January 2nd, 1990
bool read_month_first(Reader& reader, int month, Moment& out) {
  reader.skip(" .-/");
  const Number day = reader.number();
  reader.word();
  reader.skip(" ,-/");
  const Number year = reader.number();
  return day.digits > 0 && year.digits == 4 && set_date(out, year.value, month, day.value);
}

// 2 Jan 1990, 2-Jan-1990, 2nd of January 1990
bool read_day_first(Reader& reader, Number day, Moment& out) {
  std::string_view word = reader.word();
  for (std::string_view ending : {"st", "nd", "rd", "th", "of"})
    if (same_letters(word, ending)) {
      reader.skip(" ");
      word = reader.word();
      if (same_letters(word, "of")) {
        reader.skip(" ");
        word = reader.word();
      }
      break;
    }
  const int month = month_of(word);
  reader.skip(" .,-/");
  const Number year = reader.number();
  return month > 0 && year.digits == 4 && day.digits <= 2 && set_date(out, year.value, month, day.value);
}

bool read_date(Reader& reader, Moment& out) {
  reader.skip(" '");
  if (is_letter(reader.peek())) {
    std::string_view word = reader.word();
    if (is_weekday(word)) {
      reader.skip(" ,.");
      if (is_digit(reader.peek())) return read_date(reader, out);
      word = reader.word();
    }
    const int month = month_of(word);
    return month > 0 && read_month_first(reader, month, out);
  }
  const Number first = reader.number();
  if (first.digits == 0) return false;
  const char next = reader.peek();
  if (next == '\0' || first.digits > 4) return read_run(reader, first, out);
  const std::size_t place = reader.place();
  reader.skip(" ");
  if (reader.accept("年")) return read_han_date(reader, first, out);
  for (char separator : {'-', '/', '.'})
    if (reader.accept({&separator, 1})) {
      reader.skip(" ");
      if (is_letter(reader.peek())) return read_day_first(reader, first, out);
      return read_three_numbers(reader, first, separator, out);
    }
  reader.go_back(place);
  reader.skip(" ");
  return is_letter(reader.peek()) && read_day_first(reader, first, out);
}

bool read_offset(Reader& reader, Moment& out) {
  reader.skip(" ");
  if (reader.ended()) return true;
  const std::size_t place = reader.place();
  const std::string_view word = reader.word();
  if (same_letters(word, "z") || same_letters(word, "utc") || same_letters(word, "gmt")) {
    out.has_offset = true;
    if (reader.ended()) return true;
  } else if (same_letters(word, "cst")) {  // China's, in the files this reads
    out.has_offset = true;
    out.offset_minutes = 480;
    return reader.ended();
  } else {
    reader.go_back(place);
  }
  const char sign = reader.peek();
  if (sign != '+' && sign != '-') return false;
  reader.accept({&sign, 1});
  const Number hours = reader.number();
  std::int64_t minutes = 0;
  if (hours.digits == 4) {
    minutes = hours.value / 100 * 60 + hours.value % 100;
  } else {
    minutes = hours.value * 60;
    if (reader.accept(":")) minutes += reader.number().value;
  }
  if (hours.digits == 0 || minutes > 14 * 60 + 59) return false;
  out.has_offset = true;
  out.offset_minutes = static_cast<int>(sign == '-' ? -minutes : minutes);
  return reader.ended();
}

// What stands behind the date: nothing, a weekday, a time, an offset.
bool read_time(Reader& reader, Moment& out) {
  reader.skip(" ,");
  for (std::string_view week : {"星期", "周"})
    if (reader.accept(week))
      for (std::string_view day : {"一", "二", "三", "四", "五", "六", "日", "天"})
        if (reader.accept(day)) break;
  reader.skip(" ");
  if (reader.ended()) return true;
  if (!reader.accept("T")) reader.accept("t");
  int half = 0;  // 1 before noon, 2 after
  if (reader.accept("上午") || reader.accept("凌晨") || reader.accept("早上")) half = 1;
  if (reader.accept("下午") || reader.accept("晚上")) half = 2;
  reader.skip(" ");
  const Number hour = reader.number();
  Number minute, second;
  if (hour.digits == 0) return false;
  if (hour.digits == 6 || (hour.digits == 4 && !out.has_time)) {  // 030405 or 0304, the basic form of ISO 8601
    const auto v = hour.digits == 6 ? hour.value : hour.value * 100;
    return set_time(out, v / 10000, v / 100 % 100, v % 100) && read_offset(reader, out);
  }
  if (hour.digits > 2) return false;
  if (reader.accept(":") || reader.accept("时") || reader.accept("點") || reader.accept("点")) {
    minute = reader.number();
    if (reader.accept(":") || reader.accept("分")) {
      second = reader.number();
      if (reader.accept(".") || reader.accept(",")) reader.number();
      reader.accept("秒");
    }
  }
  reader.skip(" ");
  const std::size_t place = reader.place();
  const std::string_view word = reader.word();
  if (same_letters(word, "am")) half = 1;
  else if (same_letters(word, "pm")) half = 2;
  else reader.go_back(place);
  std::int64_t h = hour.value;
  if (half == 1 && h == 12) h = 0;
  if (half == 2 && h < 12) h += 12;
  return set_time(out, h, minute.value, second.value) && read_offset(reader, out);
}

}  // namespace

bool is_leap_year(int year) { return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0; }

bool is_calendar_date(int year, int month, int day) {
  constexpr std::array<int, 12> days{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  if (year < 1 || year > 9999 || month < 1 || month > 12 || day < 1) return false;
  return day <= days[static_cast<std::size_t>(month - 1)] + (month == 2 && is_leap_year(year) ? 1 : 0);
}

// Howard Hinnant, chrono-Compatible Low-Level Date Algorithms: days_from_civil and civil_from_days.
std::int64_t days_since_1970(Date date) {
  const int y = date.year - (date.month <= 2 ? 1 : 0);
  const int era = (y >= 0 ? y : y - 399) / 400;
  const int of_era = y - era * 400;
  const int of_year = (153 * (date.month + (date.month > 2 ? -3 : 9)) + 2) / 5 + date.day - 1;
  const int days = of_era * 365 + of_era / 4 - of_era / 100 + of_year;
  return static_cast<std::int64_t>(era) * 146097 + days - 719468;
}

Date date_of_days(std::int64_t z) {
  z += 719468;
  const std::int64_t era = (z >= 0 ? z : z - 146096) / 146097;
  const auto of_era = static_cast<int>(z - era * 146097);
  const int year_of_era = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
  const int of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  const int mp = (5 * of_year + 2) / 153;
  const int month = mp + (mp < 10 ? 3 : -9);
  return {static_cast<int>(year_of_era + era * 400) + (month <= 2 ? 1 : 0), month, of_year - (153 * mp + 2) / 5 + 1};
}

std::string to_text(Date date) {
  std::string out(10, '-');
  int year = date.year;
  for (int i = 3; i >= 0; --i, year /= 10) out[static_cast<std::size_t>(i)] = static_cast<char>('0' + year % 10);
  out[5] = static_cast<char>('0' + date.month / 10);
  out[6] = static_cast<char>('0' + date.month % 10);
  out[8] = static_cast<char>('0' + date.day / 10);
  out[9] = static_cast<char>('0' + date.day % 10);
  return out;
}

std::optional<Date> parse_iso_date(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  int parts[3] = {0, 0, 0};
  int part = 0;
  for (std::size_t i = 0; i < 10; ++i) {
    if (i == 4 || i == 7) {
      ++part;
      continue;
    }
    if (!is_digit(text[i])) return std::nullopt;
    parts[part] = parts[part] * 10 + (text[i] - '0');
  }
  if (!is_calendar_date(parts[0], parts[1], parts[2])) return std::nullopt;
  return Date{parts[0], parts[1], parts[2]};
}

std::optional<Moment> read_moment(std::string_view text) {
  Moment out;
  if (const auto iso = parse_iso_date(text)) {
    out.date = *iso;
    return out;
  }
  Reader reader(text);
  if (!read_date(reader, out)) return std::nullopt;
  if (out.has_time ? !read_offset(reader, out) : !read_time(reader, out)) return std::nullopt;
  return out;
}

std::int64_t utc_seconds(const Moment& moment) {
  const int offset = moment.has_offset ? moment.offset_minutes : 480;
  return days_since_1970(moment.date) * 86400 + moment.hour * 3600 + moment.minute * 60 + moment.second - offset * 60;
}

std::string utc_text(std::int64_t seconds) {
  std::int64_t days = seconds / 86400, rest = seconds % 86400;
  if (rest < 0) {
    rest += 86400;
    --days;
  }
  std::string out = to_text(date_of_days(days)) + "T00:00:00Z";
  const auto put = [&](std::size_t at, std::int64_t v) {
    out[at] = static_cast<char>('0' + v / 10);
    out[at + 1] = static_cast<char>('0' + v % 10);
  };
  put(11, rest / 3600);
  put(14, rest / 60 % 60);
  put(17, rest % 60);
  return out;
}

}  // namespace zhike::kernels
