// SPDX-License-Identifier: Apache-2.0
#include "kernels/cleaners.h"

#include <algorithm>
#include <iterator>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "kernels/address.h"
#include "kernels/bank_card.h"
#include "kernels/date.h"
#include "kernels/documents.h"
#include "kernels/email.h"
#include "kernels/number.h"
#include "kernels/organisation_name.h"
#include "kernels/person_name.h"
#include "kernels/phone.h"
#include "kernels/text.h"
#include "kernels/uscc.h"

namespace zhike::kernels {
namespace {

// True, with an empty out, when the text is blank or says that there is no value; `text` is the normal form otherwise.
bool is_missing(std::string_view raw, std::string& text) {
  normalise(raw, text);
  return text.empty() || is_placeholder_text(text);
}

bool missing(std::string& out) {
  out.clear();
  return true;
}

bool clean_text(std::string_view raw, std::string& out) { return is_missing(raw, out) ? missing(out) : true; }

bool clean_person_name(std::string_view raw, std::string& out) {
  PersonName name;
  if (!read_person_name(raw, name)) return false;
  out = std::move(name.full);
  return true;
}

bool clean_organisation_name(std::string_view raw, std::string& out) {
  OrganisationName name;
  if (!read_organisation_name(raw, name)) return false;
  out = std::move(name.full);
  return true;
}

// A name of four Chinese characters or more, or a Latin one, that ends in a form word is an organisation's;
// 李社 and 王店 are persons.
bool clean_customer_name(std::string_view raw, std::string& out) {
  const std::string text = normalised(raw);
  const bool long_enough = !has_han(text) || length(text) >= 4;
  if (long_enough && (has_organisation_form(text) || text.find("公司") != std::string::npos)) return clean_organisation_name(text, out);
  return clean_person_name(text, out);
}

bool clean_phone(std::string_view raw, std::string& out) {
  Phone phone = read_phone(raw);
  if (phone.usable()) {
    out = std::move(phone.e164);
    return true;
  }
  if (phone.verdict == PhoneClass::placeholder) return missing(out);
  return is_missing(raw, out) ? missing(out) : false;
}

bool clean_landline(std::string_view raw, std::string& out) {
  const Phone phone = read_phone(raw);
  if (phone.usable()) {
    out = landline_form(phone);
    if (out.empty()) out = phone.e164;  // a mobile in the wrong column is still a number
    return true;
  }
  if (phone.verdict == PhoneClass::placeholder) return missing(out);
  return is_missing(raw, out) ? missing(out) : false;
}

bool clean_email(std::string_view raw, std::string& out) {
  Email email = read_email(raw);
  if (email.placeholder) return missing(out);
  if (!email.valid) return is_missing(raw, out) ? missing(out) : false;
  out = std::move(email.address);
  return true;
}

// 0000-00-00, 1900-01-00 and the like: what databases and Excel write for no date.
bool is_empty_date(std::string_view text) {
  return text.starts_with("0000") || text.starts_with("1900-01-00") || text.starts_with("0001-01-01") || text == "0";
}

bool clean_date(std::string_view raw, std::string& out) {
  if (parse_iso_date(raw) && !is_empty_date(raw)) {
    out = raw;
    return true;
  }
  std::string text;
  if (is_missing(raw, text) || is_empty_date(text)) return missing(out);
  if (text == "长期" || text == "长期有效" || text == "永久") {
    out = "9999-12-31";
    return true;
  }
  const auto moment = read_moment(text);
  if (!moment) return false;
  // 1990-01-01T16:00:00Z is how programs write 2 January of China.
  const bool zulu = moment->has_time && moment->has_offset && moment->offset_minutes == 0;
  out = zulu ? utc_text(utc_seconds(*moment) + 8 * 3600).substr(0, 10) : to_text(moment->date);
  return true;
}

bool clean_time(std::string_view raw, std::string& out) {
  std::string text;
  if (is_missing(raw, text) || is_empty_date(text)) return missing(out);
  const auto moment = read_moment(text);
  if (!moment) return false;
  out = utc_text(utc_seconds(*moment));
  return true;
}

struct Word {
  std::string_view text, code;
};

const Word* find_word(std::span<const Word> words, std::string_view text) {
  const auto found = std::find_if(words.begin(), words.end(), [&](const Word& word) { return word.text == text; });
  return found == words.end() ? nullptr : &*found;
}

// One of a short list of words, case ignored.
bool clean_by_words(std::span<const Word> words, std::string_view raw, std::string& out) {
  const Word* word = find_word(words, raw);
  if (word == nullptr) {
    std::string text;
    normalise(raw, text);
    word = find_word(words, lower_ascii(text));
    if (word == nullptr) return text.empty() || is_placeholder_text(text) ? missing(out) : false;
  }
  out = word->code;
  return true;
}

bool clean_sex(std::string_view raw, std::string& out) {
  static constexpr Word words[] = {{"男", "1"}, {"女", "2"}, {"1", "1"}, {"2", "2"}, {"m", "1"}, {"f", "2"}, {"0", "0"}, {"9", "9"}, {"male", "1"},
                                   {"female", "2"}, {"男性", "1"}, {"女性", "2"}, {"先生", "1"}, {"女士", "2"}, {"小姐", "2"}, {"man", "1"}, {"woman", "2"},
                                   {"男士", "1"}, {"mr", "1"}, {"mrs", "2"}, {"ms", "2"}, {"♂", "1"}, {"♀", "2"}, {"01", "1"}, {"02", "2"}, {"未说明", "9"},
                                   {"1.0", "1"}, {"2.0", "2"}, {"boy", "1"}, {"girl", "2"}, {"nan", "1"}, {"nv", "2"}};
  return clean_by_words(words, raw, out);
}

bool clean_flag(std::string_view raw, std::string& out) {
  static constexpr Word words[] = {{"1", "true"}, {"0", "false"}, {"true", "true"}, {"false", "false"}, {"y", "true"}, {"n", "false"}, {"yes", "true"},
                                   {"no", "false"}, {"是", "true"}, {"否", "false"}, {"t", "true"}, {"f", "false"}, {"有", "true"}, {"无", "false"},
                                   {"√", "true"}, {"×", "false"}, {"on", "true"}, {"off", "false"}, {"对", "true"}, {"错", "false"}, {"同意", "true"},
                                   {"不同意", "false"}, {"拒绝", "false"}, {"1.0", "true"}, {"0.0", "false"}, {"真", "true"}, {"假", "false"}, {"不是", "false"}};
  return clean_by_words(words, raw, out);
}

bool clean_identity_number(std::string_view raw, std::string& out) {
  IdentityNumber identity = read_identity_number(raw);
  if (identity.type.empty()) return is_missing(raw, out) ? missing(out) : false;
  const std::string_view n = identity.number;
  if (n.find_first_not_of(n[0]) == std::string_view::npos) return missing(out);  // 111111111111111111
  out = std::move(identity.number);
  return true;
}

bool clean_uscc(std::string_view raw, std::string& out) {
  Uscc uscc = read_uscc(raw);
  if (!uscc.format) {
    std::string text;
    if (is_missing(raw, text)) return missing(out);
    if (is_ascii(text)) uscc = read_uscc(text);
    if (!uscc.format) return false;
  }
  out = std::move(uscc.number);
  return true;
}

bool clean_postcode(std::string_view raw, std::string& out) {
  std::string text;
  if (is_missing(raw, text)) return missing(out);
  if (text.size() > 2 && text.ends_with(".0")) text.resize(text.size() - 2);  // Excel took it for a number
  out = upper_ascii(text);
  if (out.find_first_not_of('0') == std::string::npos) return missing(out);
  const bool plain = std::all_of(out.begin(), out.end(), [](char c) { return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || c == ' ' || c == '-'; });
  return plain && out.size() >= 3 && out.size() <= 10;
}

bool clean_address_text(std::string_view raw, std::string& out) {
  if (!clean_address(raw, out)) return false;
  if (is_placeholder_text(out)) out.clear();
  return true;
}

bool clean_number(std::string_view raw, std::string& out) {
  if (read_number(raw, out)) return true;
  return is_missing(raw, out) ? missing(out) : false;
}

bool clean_whole(std::string_view raw, std::string& out) {
  if (!clean_number(raw, out)) return false;
  return out.size() <= 18 && out.find('.') == std::string::npos;
}

bool clean_code(std::string_view raw, std::string& out) {
  std::string text;
  if (is_missing(raw, text)) return missing(out);
  out = upper_ascii(text);
  return true;
}

bool clean_lower(std::string_view raw, std::string& out) {
  std::string text;
  if (is_missing(raw, text)) return missing(out);
  fold_case(text, out);
  return true;
}

bool clean_bank_card(std::string_view raw, std::string& out) {
  std::string text;
  if (is_missing(raw, text)) return missing(out);
  return mask_bank_card(text, out);
}

bool clean_json(std::string_view raw, std::string& out) {
  const std::string_view text = trim(raw);
  if (text.empty() || text == "null") return missing(out);
  boost::system::error_code error;
  const auto value = boost::json::parse({text.data(), text.size()}, error);
  if (error) return false;
  out = boost::json::serialize(value);
  return true;
}

constexpr Cleaner table[] = {
    {"text", "文本", "Text", "NFKC, one blank for any white space, no control or invisible characters; 未知, n/a and the like are missing", clean_text},
    {"person_name", "人名", "Person name", "Titles and remarks go (王先生 is 王), masks stay (张*), placeholders are missing", clean_person_name},
    {"organisation_name", "组织名称", "Organisation name", "Brackets half-width, no blanks between Chinese characters", clean_organisation_name},
    {"customer_name", "客户名称", "Customer name", "As an organisation's name when it ends in a form word, else as a person's", clean_customer_name},
    {"phone", "电话", "Telephone", "E.164; Chinese numbers by own rules, others with + or 00 by the metadata of libphonenumber", clean_phone},
    {"landline", "固定电话", "Landline", "0571-88888888-123; other numbers as E.164", clean_landline},
    {"email", "电子邮箱", "E-mail", "Domain in lower case, local part kept", clean_email},
    {"date", "日期", "Date", "YYYY-MM-DD from many spellings, Excel numbers included; years of two digits are refused", clean_date},
    {"time", "时间", "Time", "YYYY-MM-DDTHH:MM:SSZ; without an offset China's time is meant", clean_time},
    {"sex", "性别", "Sex", "GB/T 2261.1: 1 male, 2 female, 0 unknown, 9 not stated", clean_sex},
    {"identity_number", "证件号码", "Identity number", "Upper case without blanks; identity cards of 15 digits become 18", clean_identity_number},
    {"uscc", "统一社会信用代码", "Unified social credit code", "Upper case, 18 characters", clean_uscc},
    {"postcode", "邮政编码", "Postcode", "Upper case; 3 to 10 letters and digits", clean_postcode},
    {"address", "地址", "Address", "NFKC, 號 as 号, no blanks between Chinese characters; Latin street words expanded", clean_address_text},
    {"number", "数字", "Number", "Plain decimal text: 1,234.50 and ¥1234.5元 are 1234.5; 5% is 0.05; 1.2万 is 12000; (3) is -3", clean_number},
    {"amount", "金额", "Amount", "As number; the currency sign goes", clean_number},
    {"whole", "整数", "Whole number", "As number, without a fraction", clean_whole},
    {"code", "代码", "Code", "Upper case", clean_code},
    {"flag", "是否", "Flag", "true or false from 是/否, Y/N, 1/0, true/false, 有/无", clean_flag},
    {"case_kept", "原样", "Case kept", "As text; upper and lower case stay (WeChat ids)", clean_text},
    {"lower", "小写", "Lower case", "As text, case folded", clean_lower},
    {"bank_card_token", "银行卡令牌", "Bank card token", "First six and last four digits; the number itself is never kept; Luhn must hold", clean_bank_card},
    {"json", "JSON", "JSON", "Well-formed JSON without needless blanks", clean_json},
};

}  // namespace

std::span<const Cleaner> cleaners() { return table; }

const Cleaner* find_cleaner(std::string_view id) {
  const auto found = std::find_if(std::begin(table), std::end(table), [&](const Cleaner& row) { return row.id == id; });
  return found == std::end(table) ? nullptr : &*found;
}

}  // namespace zhike::kernels
