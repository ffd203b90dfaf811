// SPDX-License-Identifier: Apache-2.0
// Typing: shares of sampled rows that look like a thing, with header words as tie-breakers.
#include "resolve/column_type.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <initializer_list>
#include <string>
#include <utility>
#include <vector>

#include "kernels/text.h"
#include "resolve/clean_date.h"
#include "resolve/clean_text.h"
#include "resolve/organisation.h"

namespace zhike::resolve {
namespace {

constexpr std::size_t sample_most = 5000;
// Up to this share of names with a form word the others may be persons; short names of firms have no form either.
constexpr double mostly_organisations = 0.7;

constexpr std::pair<std::string_view, ColumnType> type_names[] = {
    {"given_name", ColumnType::given_name}, {"surname", ColumnType::surname},
    {"rest_of_name", ColumnType::rest_of_name}, {"middle_name", ColumnType::rest_of_name},
    {"date", ColumnType::date},             {"identifier", ColumnType::identifier},
    {"phone", ColumnType::phone},           {"email", ColumnType::email},
    {"address", ColumnType::address},       {"place", ColumnType::place},
    {"postcode", ColumnType::postcode},     {"number", ColumnType::number},
    {"category", ColumnType::category},     {"full_name", ColumnType::full_name},
    {"organisation_name", ColumnType::organisation_name}, {"other_name", ColumnType::other_name},
    {"han_given_name", ColumnType::full_name}, {"han_surname", ColumnType::full_name},
    {"year", ColumnType::year},             {"month", ColumnType::month},
    {"day", ColumnType::day},               {"source", ColumnType::source},
    {"ignore", ColumnType::ignore},
};

// The header as lower-case words: "firstName" and "first_name" are both {first, name}.
class Header {
 public:
  explicit Header(std::string_view name) {
    for (std::size_t k = 0; k < name.size(); ++k) {
      const char c = name[k];
      const bool upper = c >= 'A' && c <= 'Z';
      const bool letter = upper || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || static_cast<unsigned char>(c) > 127;
      const bool starts = upper && k > 0 && name[k - 1] >= 'a' && name[k - 1] <= 'z';
      if (!letter || starts) joined_ += '_';
      if (letter) joined_ += upper ? static_cast<char>(c + 32) : c;
    }
  }
  // One of the texts stands anywhere in the header.
  bool holds(std::initializer_list<std::string_view> texts) const {
    return std::any_of(texts.begin(), texts.end(), [&](auto text) { return joined_.find(text) != joined_.npos; });
  }
  // One of the texts is a word of the header by itself.
  bool has_word(std::initializer_list<std::string_view> texts) const {
    return std::any_of(texts.begin(), texts.end(), [&](std::string_view text) {
      for (std::size_t at = joined_.find(text); at != joined_.npos; at = joined_.find(text, at + 1)) {
        const std::size_t end = at + text.size();
        if ((at == 0 || joined_[at - 1] == '_') && (end == joined_.size() || joined_[end] == '_')) return true;
      }
      return false;
    });
  }
  bool is_one_word() const { return joined_.find('_') == joined_.npos; }

 private:
  std::string joined_;
};

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool has_digit(std::string_view v) { return std::any_of(v.begin(), v.end(), is_digit); }
bool all_digits(std::string_view v) { return std::all_of(v.begin(), v.end(), is_digit); }
// 41.8806, -87.63: one decimal point and digits around it.
bool is_decimal(std::string_view v) {
  if (!v.empty() && (v.front() == '-' || v.front() == '+')) v.remove_prefix(1);
  const auto point = v.find('.');
  return point != v.npos && point > 0 && point + 1 < v.size() && all_digits(v.substr(0, point)) && all_digits(v.substr(point + 1));
}
bool mostly_digits(std::string_view v) {
  return static_cast<std::size_t>(std::count_if(v.begin(), v.end(), is_digit)) * 2 >= v.size();
}

// What the sampled rows look like; shares of the rows that have a value.
struct Looks {
  double mean_length = 0;
  double email = 0;
  double date = 0;
  double digits = 0;
  double whole_number = 0;
  double han = 0;
  double telephone_sign = 0;
  double code = 0;           // a digit and no blank
  double decimal = 0;        // a number with a decimal point: a measure, never a code
  double digit_and_blank = 0;
  double organisation = 0;   // ends in a form word: Ltd, GmbH, 有限公司
  double thing = 0;          // has a word, digit or sign that names of persons do not have
  double one_word = 0;
  std::size_t distinct = 0;
  std::size_t filled = 0;
};

// Words of business and other names that are no part of a person's.
constexpr std::array words_of_things = {
    std::string_view{"the"},     std::string_view{"of"},      std::string_view{"and"},    std::string_view{"at"},
    std::string_view{"in"},      std::string_view{"on"},      std::string_view{"for"},    std::string_view{"with"},
    std::string_view{"cafe"},    std::string_view{"restaurant"}, std::string_view{"hotel"}, std::string_view{"bar"},
    std::string_view{"grill"},   std::string_view{"inn"},     std::string_view{"house"},  std::string_view{"shop"},
    std::string_view{"store"},   std::string_view{"market"},  std::string_view{"center"}, std::string_view{"centre"},
    std::string_view{"services"}, std::string_view{"service"}, std::string_view{"systems"}, std::string_view{"solutions"},
    std::string_view{"consulting"}, std::string_view{"trading"}, std::string_view{"holdings"}, std::string_view{"partners"},
    std::string_view{"associates"}, std::string_view{"international"}, std::string_view{"brothers"}, std::string_view{"sons"},
    std::string_view{"pizza"},   std::string_view{"kitchen"}, std::string_view{"bistro"}, std::string_view{"deli"},
    std::string_view{"club"},    std::string_view{"studio"},  std::string_view{"clinic"}, std::string_view{"pharmacy"},
    std::string_view{"school"},  std::string_view{"church"},  std::string_view{"museum"}, std::string_view{"theatre"},
};

bool looks_like_thing(std::string_view raw) {
  if (has_digit(raw) || raw.find('&') != raw.npos || raw.find("'s") != raw.npos) return true;
  const auto lower = kernels::lower_ascii(raw);
  const auto words = split_words(lower);
  return words.size() > 1 && std::any_of(words.begin(), words.end(), [](std::string_view word) {
    return std::find(words_of_things.begin(), words_of_things.end(), word) != words_of_things.end();
  });
}

Looks look_at(const CodedColumn& column) {
  Looks looks;
  looks.filled = column.filled;
  looks.distinct = column.values.size() - 1;
  std::vector<std::uint32_t> times(column.values.size(), 0);
  std::size_t sampled = 0;
  for (const auto code : column.code) {
    if (code == 0) continue;
    ++times[code];
    if (++sampled == sample_most) break;
  }
  for (std::size_t code = 1; code < times.size(); ++code) {
    if (times[code] == 0) continue;
    const std::string_view v = column.values[code];
    const double weight = static_cast<double>(times[code]) / static_cast<double>(sampled);
    const bool blank = v.find(' ') != v.npos;
    looks.mean_length += weight * static_cast<double>(kernels::length(v));
    looks.email += weight * (v.find('@') != v.npos);
    looks.date += weight * looks_like_date(v);
    looks.digits += weight * mostly_digits(v);
    looks.whole_number += weight * all_digits(v);
    looks.decimal += weight * is_decimal(v);
    looks.han += weight * kernels::has_han(v);
    looks.telephone_sign += weight * (v.front() == '+' || v.front() == '(');
    looks.code += weight * (!blank && has_digit(v));
    looks.digit_and_blank += weight * (blank && has_digit(v));
    const bool organisation = is_organisation_name(v);
    looks.organisation += weight * organisation;
    looks.thing += weight * (organisation || looks_like_thing(v));
    looks.one_word += weight * !blank;
  }
  return looks;
}

// A number that is part of a date, a small code, or a plain number.
ColumnType short_number_type(const Header& header, const Looks& looks) {
  if (header.has_word({"year", "by", "年"})) return ColumnType::year;
  if (header.has_word({"month", "bm", "月"})) return ColumnType::month;
  if (header.has_word({"day", "bd", "日"})) return ColumnType::day;
  return looks.distinct <= 12 ? ColumnType::category : ColumnType::number;
}

// A person beside the one the row is about.
bool names_another(const Header& header) {
  return header.has_word({"contact", "representative", "spouse", "legal", "owner", "manager", "agent", "mother", "father", "parent",
                          "guardian", "emergency", "partner"}) ||
         header.holds({"联系人", "代表", "法人", "负责人", "配偶", "经办", "业务员", "父亲", "母亲", "监护"});
}
bool names_an_organisation(const Header& header) {
  return header.holds({"company", "business", "organisation", "organization", "merchant", "restaurant", "employer", "vendor",
                       "supplier", "firm", "公司", "企业", "单位", "商户", "机构", "店名", "门店"}) ||
         header.has_word({"org", "shop", "store", "hotel"});
}

ColumnType chinese_type(const Header& header, const Looks& looks) {
  if (looks.distinct <= 20 && looks.distinct * 2 < looks.filled) return ColumnType::category;
  if (looks.organisation > mostly_organisations && !header.holds({"地址", "住址", "address"})) return ColumnType::organisation_name;
  if (header.holds({"地址", "住址", "address"})) return ColumnType::address;
  if (header.holds({"省", "市", "区县", "城市", "city", "province", "district", "行业"})) return ColumnType::place;
  if (names_an_organisation(header)) return looks.mean_length > 3 ? ColumnType::organisation_name : ColumnType::place;
  // Up to half of them firms: names all the same.
  const bool named = header.has_word({"name"}) || header.holds({"姓名", "名称", "客户"}) || looks.organisation > 0.1;
  if (looks.mean_length > 5 && !(named && looks.mean_length <= 12)) return ColumnType::address;
  return names_another(header) ? ColumnType::other_name : ColumnType::full_name;
}

// A column that the header calls a name: of a person, of a business by word or shape, or of something else.
std::optional<ColumnType> name_type(const Header& header, const Looks& looks) {
  if (names_an_organisation(header)) {
    const bool is_name = header.has_word({"name"}) || looks.organisation > 0.1 || looks.thing > 0.2;
    return is_name ? std::optional(ColumnType::organisation_name) : std::nullopt;
  }
  const bool named = header.has_word({"name", "fullname", "customer", "client"});
  if (looks.organisation > mostly_organisations) return ColumnType::organisation_name;
  const bool of_a_person = named || header.is_one_word() || header.has_word({"person", "representative"});
  if (names_another(header) && of_a_person && looks.thing < 0.2) return ColumnType::other_name;
  if (!named || header.has_word({"street", "city", "product", "place", "file", "song", "track", "album", "event"})) return std::nullopt;
  // Persons have two words and more, and words of their own.
  const bool persons = header.holds({"fullname", "full_name"}) ||
                       (looks.thing - looks.organisation <= 0.2 && looks.one_word <= 0.5);
  return persons ? ColumnType::full_name : ColumnType::organisation_name;
}

// Types that the header decides once the content does not speak against it.
std::optional<ColumnType> type_by_header(const Header& header, const Looks& looks) {
  if (header.has_word({"gender", "sex"}) || header.holds({"性别"})) return ColumnType::category;
  if (header.holds({"postcode", "zip", "postal", "post_code", "邮编", "邮政编码"})) return ColumnType::postcode;
  if (looks.digits > 0.5 && header.holds({"phone", "mobile", "tel", "fax", "cell", "手机", "电话", "传真"}))
    return ColumnType::phone;
  const bool first = header.holds({"first", "given", "forename", "fname"});
  const bool last = header.holds({"surname", "lastname", "lname", "family"}) || header.has_word({"last"});
  if (first && (last || header.holds({"last"}))) return ColumnType::full_name;
  if (looks.digits >= 0.2) return std::nullopt;
  if (first) return ColumnType::given_name;
  if (last) return ColumnType::surname;
  if (header.holds({"middle"})) return ColumnType::rest_of_name;
  return name_type(header, looks);
}

}  // namespace

std::optional<ColumnType> column_type_named(std::string_view id) {
  for (const auto& [name, type] : type_names)
    if (name == id) return type;
  return std::nullopt;
}

std::string_view column_type_id(ColumnType type) {
  for (const auto& [name, known] : type_names)
    if (known == type) return name;
  return "ignore";
}

bool names_the_row(std::string_view header) {
  const Header words(header);
  return words.has_word({"name", "title", "label", "headline", "song", "track"}) || words.holds({"名称", "标题", "题名"});
}

ColumnType find_column_type(const CodedColumn& column, std::size_t rows) {
  const Looks looks = look_at(column);
  if (looks.distinct <= 1) return ColumnType::ignore;
  const Header header(column.name);
  const bool names_a_source = header.has_word({"source", "dataset", "src", "system"}) || header.holds({"来源", "渠道"});
  if (names_a_source && looks.distinct <= 50) return ColumnType::source;
  if (looks.email > 0.5) return ColumnType::email;
  if (looks.date > 0.7 && looks.mean_length >= 8) return ColumnType::date;
  if (looks.han > 0.5) return chinese_type(header, looks);
  if (const auto type = type_by_header(header, looks)) return *type;
  // Whole numbers among decimals are rounded ones.
  if (looks.decimal > 0.3 && looks.decimal + looks.whole_number > 0.9) return ColumnType::number;
  if (looks.whole_number > 0.9 && looks.mean_length <= 4.5) return short_number_type(header, looks);
  if (looks.digits > 0.6 && looks.mean_length >= 6)
    return looks.telephone_sign > 0.2 ? ColumnType::phone : ColumnType::identifier;
  if (looks.mean_length >= 12 && looks.code > 0.8) return ColumnType::identifier;
  const double few = std::max(24.0, std::min(100.0, static_cast<double>(looks.filled) * 0.01));
  if (static_cast<double>(looks.distinct) <= few && looks.distinct * 2 < std::max<std::size_t>(rows, 4)) return ColumnType::category;
  if (looks.digit_and_blank > 0.5 && looks.mean_length >= 8) return ColumnType::address;
  return ColumnType::place;
}

}  // namespace zhike::resolve
