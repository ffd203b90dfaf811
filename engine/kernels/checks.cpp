// SPDX-License-Identifier: Apache-2.0
#include "kernels/checks.h"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <iterator>
#include <limits>
#include <vector>

#include "kernels/bank_card.h"
#include "kernels/cuid.h"
#include "kernels/date.h"
#include "kernels/division.h"
#include "kernels/documents.h"
#include "kernels/email.h"
#include "kernels/id_card.h"
#include "kernels/nearest_name.h"
#include "kernels/organisation_name.h"
#include "kernels/pattern.h"
#include "kernels/person_name.h"
#include "kernels/phone.h"
#include "kernels/text.h"
#include "kernels/uscc.h"

namespace zhike::kernels {
namespace {

using Values = std::span<const std::string_view>;
using Given = CheckArguments;

bool to_double(std::string_view text, double& out) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
  return error == std::errc() && end == text.data() + text.size();
}

bool length_holds(Values v, const Given& given) {
  const auto n = static_cast<double>(length(v[0]));
  return n >= given.low && n <= given.high;
}

bool range_holds(Values v, const Given& given) {
  double n = 0;
  return to_double(v[0], n) && n >= given.low && n <= given.high;
}

bool date_range_holds(Values v, const Given& given) {
  const std::string_view date = v[0].substr(0, 10);
  return parse_iso_date(date) && date >= given.date_low && date <= given.date_high;
}

bool not_future(Values v, const Given& given) {
  const std::string_view date = v[0].substr(0, 10);
  return date <= given.today;
}

bool identity_number_holds(Values v, const Given&) { return read_identity_number(v[0]).valid; }

bool identity_region_known(Values v, const Given&) {
  const IdCard card = read_id_card(v[0]);
  return !card.format || id_card_region(card) != DivisionState::unknown;
}

bool uscc_holds(Values v, const Given&) { return read_uscc(v[0]).valid(); }
bool uscc_inner_holds(Values v, const Given&) { return read_uscc(v[0]).organisation_code; }

bool mobile_holds(Values v, const Given&) {
  const Phone phone = read_phone(v[0]);
  if (!phone.usable() || phone.verdict == PhoneClass::service || phone.verdict == PhoneClass::iot) return false;
  // In North America and some other places fixed and mobile numbers look the same.
  return phone.kind == PhoneKind::mobile || (phone.kind == PhoneKind::unknown && phone.region != "CN");
}

bool mobile_ordinary(Values v, const Given&) { return read_phone(v[0]).verdict == PhoneClass::valid; }
bool phone_holds(Values v, const Given&) { return read_phone(v[0]).usable(); }
bool landline_holds(Values v, const Given&) {
  const Phone phone = read_phone(v[0]);
  return phone.usable() && phone.kind != PhoneKind::mobile && phone.verdict != PhoneClass::iot;
}
bool email_holds(Values v, const Given&) { return read_email(v[0]).valid; }
bool email_lasting(Values v, const Given&) { return !read_email(v[0]).disposable; }
bool postcode_holds(Values v, const Given&) { return is_postcode(v[0]); }

bool name_holds(Values v, const Given&) {
  const std::string_view name = v[0];
  std::size_t letters = 0;
  bool han = false, latin = false;
  for (std::size_t i = 0; i < name.size(); ++letters) {
    const char32_t c = decode(name, i);
    const bool letter = (c | 0x20) >= U'a' && (c | 0x20) <= U'z';
    if (is_han(c)) han = true;
    else if (letter || (c >= 0xC0 && c < 0x3000)) latin = true;
    else if (!(c == U'·' || c == U' ' || c == U'\'' || c == U'-' || c == U'.' || c == U',')) return false;
  }
  if (letters < 2) return false;
  return han ? letters <= 25 : latin && letters <= 100;
}

bool family_name_known(Values v, const Given&) {
  std::size_t at = 0;
  if (v[0].empty()) return false;
  const char32_t first = decode(v[0], at);
  return !is_han(first) || surname_length(v[0]) == 2 || is_common_surname(first);
}

bool organisation_form_holds(Values v, const Given&) { return has_organisation_form(v[0]); }
bool cuid_holds(Values v, const Given&) { return is_cuid(v[0]); }
bool luhn_check_holds(Values v, const Given&) { return v[0].find('*') != std::string_view::npos || is_bank_card(v[0]); }
bool plate_holds(Values v, const Given&) { return is_plate(v[0]); }
bool division_exists(Values v, const Given&) { return find_division(v[0]) != nullptr; }
bool division_active(Values v, const Given&) {
  const Division* found = find_division(v[0]);
  return found == nullptr || !found->retired;
}
bool pattern_holds(Values v, const Given& given) { return given.pattern->matches(v[0]); }
bool not_placeholder(Values v, const Given&) { return !is_placeholder_text(v[0]); }

// What has no card number beside it cannot contradict one.
bool sex_matches(Values v, const Given&) {
  const IdCard card = read_id_card(v[1]);
  if (!card.format || !card.checksum || (v[0] != "1" && v[0] != "2")) return true;
  return v[0][0] - '0' == card.sex;
}

bool birth_date_matches(Values v, const Given&) {
  const IdCard card = read_id_card(v[1]);
  return !card.valid() || v[0].substr(0, 10) == card.birth_text();
}

bool postcode_matches(Values v, const Given&) {
  const Division* found = find_division(v[1]);
  return found == nullptr || !is_postcode(v[0]) || postcode_in_province(v[0], found->code);
}

bool identity_type_matches(Values v, const Given&) {
  const IdentityNumber identity = read_identity_number(v[1]);
  if (identity.type.empty() || v[0] == "12" || v[0] == "08") return true;
  return v[0] == identity.type || (v[0] == "02" && identity.type == "01");
}

bool before_or_equal(Values v, const Given&) {
  double a = 0, b = 0;
  if (to_double(v[0], a) && to_double(v[1], b)) return a <= b;
  const std::size_t size = std::min(v[0].size(), v[1].size());  // a date is compared with the date of a time
  return v[0].substr(0, size) <= v[1].substr(0, size);
}

constexpr std::string_view validity = "validity", consistency = "consistency", accuracy = "accuracy", timeliness = "timeliness";
constexpr Check table[] = {
    {"length", "长度", "Length", "Between min and max characters", validity, 1, "min? max?", length_holds},
    {"pattern", "格式", "Pattern", "The whole value matches the regular expression", validity, 1, "regex", pattern_holds},
    {"range", "范围", "Range", "A number between min and max, both included", validity, 1, "min? max?", range_holds},
    {"date_range", "日期范围", "Date range", "A date between from and to, both included; YYYY-MM-DD or today", validity, 1, "from? to? today?", date_range_holds},
    {"not_future", "不晚于今天", "Not in the future", "A date or time not after today", timeliness, 1, "today?", not_future},
    {"identity_number", "证件号码", "Identity number", "Form, check digit and date of the document the number belongs to", validity, 1, "", identity_number_holds},
    {"identity_region", "证件地区", "Identity card region", "The first six digits are or were a division; a warning by nature", accuracy, 1, "", identity_region_known},
    {"uscc", "统一社会信用代码", "Unified social credit code", "Alphabet, department and category, MOD 31 check character", validity, 1, "", uscc_holds},
    {"uscc_organisation_code", "内含组织机构代码", "Inner organisation code", "Characters 9 to 17 hold their own check digit; some early codes do not", accuracy, 1, "", uscc_inner_holds},
    {"organisation_form", "组织形式", "Organisation form", "The name ends in a form word: 有限公司, 店, Ltd.", validity, 1, "", organisation_form_holds},
    {"mobile", "手机号码", "Mobile number", "A mobile number of a person", validity, 1, "", mobile_holds},
    {"mobile_ordinary", "普通号段", "Ordinary segment", "Not of a virtual operator, a device, a service or a segment not given out", accuracy, 1, "", mobile_ordinary},
    {"phone", "电话", "Telephone", "A number that can be dialled", validity, 1, "", phone_holds},
    {"landline", "固定电话", "Landline", "A fixed line or service number", validity, 1, "", landline_holds},
    {"email", "电子邮箱", "E-mail", "Syntax of RFC 5321", validity, 1, "", email_holds},
    {"email_lasting", "非一次性邮箱", "Lasting e-mail", "Not of a well-known throw-away service", accuracy, 1, "", email_lasting},
    {"postcode", "邮政编码", "Postcode", "Six digits, the first two in use", validity, 1, "", postcode_holds},
    {"name", "姓名", "Name", "2 to 25 Chinese characters, or 2 to 100 of another script", validity, 1, "", name_holds},
    {"family_name", "姓氏", "Family name", "A compound surname or one of the hundred most frequent; a warning by nature", accuracy, 1, "", family_name_known},
    {"cuid", "客户统一编码", "CUID", "Letter, ten digits, MOD 37,36 check character", validity, 1, "", cuid_holds},
    {"luhn", "银行卡校验", "Luhn", "13 to 19 digits by Luhn; a masked number passes", validity, 1, "", luhn_check_holds},
    {"plate", "车牌", "Vehicle plate", "Province, letter, five or six characters", validity, 1, "", plate_holds},
    {"division_exists", "行政区划存在", "Division exists", "The code is or was in GB/T 2260", validity, 1, "", division_exists},
    {"division_active", "行政区划现行", "Division in force", "The code is not retired", timeliness, 1, "", division_active},
    {"not_placeholder", "非占位值", "No placeholder", "Not 未知, 测试, n/a and the like", validity, 1, "", not_placeholder},
    {"sex_matches_identity_number", "性别与证件一致", "Sex as in the identity number", "sex, identity number: odd 17th digit is male", consistency, 2, "", sex_matches},
    {"birth_date_matches_identity_number", "出生日期与证件一致", "Birth date as in the identity number", "birth date, identity number: digits 7 to 14", consistency, 2, "", birth_date_matches},
    {"identity_type_matches_number", "证件类型与号码一致", "Document type fits the number", "document type (A06), number", consistency, 2, "", identity_type_matches},
    {"postcode_matches_division", "邮编与区划一致", "Postcode fits the division", "postcode, division code: same province", consistency, 2, "", postcode_matches},
    {"before_or_equal", "先后顺序", "Before or equal", "Two dates, times or numbers: the first is not after the second", consistency, 2, "", before_or_equal},
};

Error invalid(std::string_view check, std::string message) {
  return {ErrorCode::standard_invalid, "check " + std::string(check) + ": " + std::move(message)};
}

std::vector<std::string_view> names_of(std::string_view list) {
  std::vector<std::string_view> out;
  while (!list.empty()) {
    const std::size_t end = std::min(list.find(' '), list.size());
    out.push_back(list.substr(0, end));
    list.remove_prefix(std::min(end + 1, list.size()));
  }
  return out;
}

using ArgumentMap = std::map<std::string, std::string>;

Status check_names(const Check& row, const ArgumentMap& arguments) {
  std::vector<std::string_view> known;
  for (std::string_view entry : names_of(row.arguments)) {
    const bool optional = entry.ends_with('?');
    if (optional) entry.remove_suffix(1);
    known.push_back(entry);
    if (!optional && !arguments.contains(std::string(entry))) return invalid(row.id, "argument " + std::string(entry) + " is missing");
  }
  for (const auto& [key, value] : arguments) {
    if (std::find(known.begin(), known.end(), key) != known.end()) continue;
    const std::string_view near = nearest_name(key, known);
    return invalid(row.id, "no argument " + key + (near.empty() ? std::string() : "; did you mean " + std::string(near) + "?"));
  }
  return done();
}

Status read_numbers(const Check& row, const ArgumentMap& arguments, Given& out) {
  out.low = -std::numeric_limits<double>::infinity();
  out.high = std::numeric_limits<double>::infinity();
  for (const auto& [key, value] : arguments) {
    if (key != "min" && key != "max") continue;
    if (!to_double(value, key == "min" ? out.low : out.high)) return invalid(row.id, "argument " + key + " is not a number");
  }
  if (out.low > out.high) return invalid(row.id, "min is above max");
  return done();
}

Status read_dates(const Check& row, const ArgumentMap& arguments, Given& out) {
  out.today = china_today();
  out.date_low = "0001-01-01";
  out.date_high = "9999-12-31";
  if (const auto found = arguments.find("today"); found != arguments.end()) out.today = found->second;
  for (const auto& [key, value] : arguments) {
    const std::string& date = value == "today" ? out.today : value;
    if (key != "from" && key != "to" && key != "today") continue;
    if (!parse_iso_date(date)) return invalid(row.id, "argument " + key + " is not a date like 1900-01-31");
    if (key == "from") out.date_low = date;
    if (key == "to") out.date_high = date;
  }
  if (out.date_low > out.date_high) return invalid(row.id, "from is after to");
  return done();
}

}  // namespace

std::string china_today() {
  const auto now = std::chrono::duration_cast<std::chrono::seconds>(std::chrono::system_clock::now().time_since_epoch()).count();
  return utc_text(now + 8 * 3600).substr(0, 10);
}

bool depends_on_today(std::string_view check, const std::map<std::string, std::string>& arguments) {
  if (check == "not_future") return !arguments.contains("today");
  return std::any_of(arguments.begin(), arguments.end(), [](const auto& argument) { return argument.second == "today"; });
}

std::span<const Check> checks() { return table; }

const Check* find_check(std::string_view id) {
  const auto found = std::find_if(std::begin(table), std::end(table), [&](const Check& row) { return row.id == id; });
  return found == std::end(table) ? nullptr : &*found;
}

Result<PreparedCheck> prepare_check(std::string_view id, const std::map<std::string, std::string>& arguments) {
  const Check* row = find_check(id);
  if (row == nullptr) {
    std::vector<std::string_view> names;
    for (const Check& check : table) names.push_back(check.id);
    const std::string_view near = nearest_name(id, names);
    return invalid(id, near.empty() ? "there is no such check" : "there is no such check; did you mean " + std::string(near) + "?");
  }
  CheckArguments out;
  ZK_TRY(check_names(*row, arguments));
  ZK_TRY(read_numbers(*row, arguments, out));
  ZK_TRY(read_dates(*row, arguments, out));
  if (const auto found = arguments.find("regex"); found != arguments.end()) {
    auto pattern = Pattern::compile(found->second);
    if (!pattern.ok()) return invalid(row->id, pattern.error().message);
    out.pattern = std::make_shared<const Pattern>(std::move(pattern.value()));
  }
  return PreparedCheck(*row, std::move(out));
}

}  // namespace zhike::kernels
