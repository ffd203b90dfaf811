// SPDX-License-Identifier: Apache-2.0
// Which source makes which mistakes how often, and what it does not ask for. Rates are assumptions, scaled by the options.
#include "trial/record.h"
#include "trial/slips.h"

namespace zhike::trial {
namespace {

struct Rates {
  double name;         // slipped names
  bool by_ear;         // only sound is heard
  double digits;       // of phones and codes
  double id_number, old_id;  // slipped; written in the 15-digit form
  double date, address;
  double masked_phone, placeholder;
  double upper_email;
};
constexpr Rates rates_of(SourceId source) {
  switch (source) {
    case SourceId::shop_pos: return {.06, false, .012, 0, 0, .025, .05, .02, .006, .01};
    case SourceId::crm: return {.03, false, .008, .02, .03, .012, .03, 0, .002, .02};
    case SourceId::app: return {.05, false, .004, 0, 0, .02, .04, 0, .001, .01};
    case SourceId::call_centre: return {.17, true, .025, 0, 0, .03, .07, 0, .004, 0};
    case SourceId::bought_list: return {.07, false, .02, .03, 0, .04, .05, .10, .004, .03};
    case SourceId::erp: return {.03, false, .010, 0, 0, .01, .03, 0, .002, .01};
    case SourceId::crm_companies: return {.05, false, .012, 0, 0, .01, .04, 0, .003, .02};
    default: return {.07, false, .02, .025, .02, .025, .05, .02, .003, .02};
  }
}

struct Block {
  SourceId source;
  double rate;
  std::vector<Item> items;
};
const std::vector<Block>& blocks() {
  using enum Item;
  using enum SourceId;
  static const std::vector<Block> table = {
      {shop_pos, .10, {name, sex, birth}},
      {shop_pos, .35, {birth}},
      {shop_pos, .60, {address}},
      {shop_pos, .15, {tier, points, balance}},
      {shop_pos, .10, {mobile}},
      {crm, .40, {id_type, id_number, birth}},
      {crm, .08, {mobile}},
      {crm, .35, {email}},
      {crm, .55, {landline}},
      {crm, .20, {address, postcode}},
      {crm, .35, {postcode, marital}},
      {app, .25, {unionid, openid}},
      {app, .35, {name, birth, sex}},
      {app, .40, {mobile}},
      {app, .55, {email}},
      {app, .45, {province, city, district, detail}},
      {app, .10, {device, system}},
      {call_centre, .08, {name, sex}},
      {call_centre, .55, {address}},
      {call_centre, .85, {birth}},
      {bought_list, .40, {email}},
      {bought_list, .30, {province, city, district, detail}},
      {bought_list, .35, {sex, birth}},
      {bought_list, .65, {id_number}},
      {bought_list, .12, {mobile}},
      {erp, .06, {code}},
      {erp, .20, {legal_representative, industry}},
      {erp, .25, {contact, contact_mobile, mobile}},
      {erp, .30, {landline}},
      {erp, .40, {account, credit}},
      {erp, .10, {address}},
      {crm_companies, .35, {code, industry}},
      {crm_companies, .30, {contact, contact_mobile, mobile}},
      {crm_companies, .30, {landline, email}},
      {crm_companies, .25, {address}},
      {table_persons, .25, {id_number}},
      {table_persons, .25, {birth, sex}},
      {table_persons, .12, {mobile}},
      {table_persons, .55, {email}},
      {table_persons, .30, {address}},
      {table_persons, .70, {unionid}},
      {table_organisations, .35, {code}},
      {table_organisations, .30, {legal_representative, industry}},
      {table_organisations, .30, {contact, contact_mobile, mobile}},
      {table_organisations, .35, {landline, email}},
      {table_organisations, .15, {address}},
  };
  return table;
}

constexpr std::string_view company_placeholders[] = {"测试公司", "无", "待补充"};
constexpr std::string_view name_placeholders[] = {"测试", "未知", "匿名", "客户", "微信用户"};
constexpr std::string_view western_placeholders[] = {"test", "unknown", "n/a", "customer"};
constexpr std::string_view phone_placeholders[] = {"13800138000", "11111111111", "13888888888", "12345678901", "0"};

class Spoiler {
 public:
  Spoiler(Random& random, double scale, Record& record) : random_(random), scale_(scale), record_(record), rates_(rates_of(record.source)) {}

  void run() {
    person_or_company_name();
    phone(Item::mobile);
    if (!record_[Item::landline].empty() && hit(rates_.digits)) note(Item::landline, slip_digits(random_, record_[Item::landline]));
    identity();
    // Of wrong birthdays most are typing slips, a few the lunar date, which looks like another day.
    if (!record_[Item::birth].empty() && hit(rates_.date)) note(Item::birth, slip_date(random_, record_[Item::birth]));
    for (auto item : {Item::address, Item::detail})
      if (!record_[item].empty() && hit(rates_.address)) note(item, slip_address(random_, record_[item]));
    email();
    if (!record_[Item::sex].empty() && hit(.004)) swap_sex();
  }

 private:
  bool hit(double rate) { return random_.chance(rate * scale_); }
  void note(Item item, std::string_view name) {
    if (!name.empty()) record_.slips.push_back({item, name});
  }
  bool is_company() const { return !record_[Item::legal_representative].empty() || !record_[Item::code].empty(); }

  void person_or_company_name() {
    auto& name = record_[Item::name];
    if (name.empty()) return;
    if (hit(rates_.placeholder)) {
      const bool company = is_company();
      if (record_.abroad) name = western_placeholders[random_.below(std::size(western_placeholders))];
      else name = company ? company_placeholders[random_.below(std::size(company_placeholders))] : name_placeholders[random_.below(std::size(name_placeholders))];
      return note(Item::name, "placeholder");
    }
    if (!hit(rates_.name)) return;
    if (record_.western) return note(Item::name, is_company() ? slip_letters(random_, name) : slip_western_name(random_, name));
    if (is_company()) return note(Item::name, company_name(name));
    const auto& sex = record_[Item::sex];
    const bool female = sex == "女" || sex == "2" || sex == "F" || sex == "女士";
    note(Item::name, slip_chinese_name(random_, name, rates_.by_ear, female));
  }

  std::string_view company_name(std::string& name) {
    const double what = random_.unit();
    if (what < .25) {
      const auto found = name.find("有限公司");
      if (found == std::string::npos) return {};
      const bool part = random_.chance(.5);
      name.replace(found, std::string_view("有限公司").size(), part ? "公司" : "");
      return "form_dropped";
    }
    if (what < .40) {
      const auto found = name.find("（");
      if (found == std::string::npos) return {};
      name.replace(found, 3, "(");
      if (const auto close = name.find("）"); close != std::string::npos) name.replace(close, 3, ")");
      return "brackets_changed";
    }
    if (what < .55) {
      const auto changed = traditional(name);
      if (changed == name) return {};
      name = changed;
      return "traditional";
    }
    if (what < .65) {
      name += random_.chance(.5) ? " " : "（停用）";
      return "remark_added";
    }
    // As a Chinese name, but any character may suffer.
    auto parts = characters(name);
    if (parts.size() < 4) return {};
    const auto where = random_.below(static_cast<std::uint32_t>(std::min<std::size_t>(parts.size(), 6)));
    const auto other = confused_character(random_, parts[where], random_.chance(.6) ? Confusion::same_sound : Confusion::same_shape);
    if (other.empty()) return {};
    name = std::string(name.substr(0, static_cast<std::size_t>(parts[where].data() - name.data()))) + other +
           name.substr(static_cast<std::size_t>(parts[where].data() - name.data()) + parts[where].size());
    return "character_confused";
  }

  void phone(Item item) {
    auto& number = record_[item];
    if (number.empty()) return;
    if (hit(rates_.placeholder)) {
      number = phone_placeholders[random_.below(std::size(phone_placeholders))];
      return note(item, "placeholder");
    }
    if (hit(rates_.digits)) note(item, slip_digits(random_, number));
    if (hit(rates_.masked_phone) && number.size() == 11) {
      mask_middle(number);
      note(item, "masked");
    } else if (!record_.abroad && hit(.006)) {
      number = full_width(number);
      note(item, "full_width");
    }
  }

  void identity() {
    auto& number = record_[Item::id_number];
    if (!number.empty() && hit(rates_.id_number)) note(Item::id_number, slip_id_number(random_, number));
    if (number.size() == 18 && number.substr(6, 2) == "19" && hit(rates_.old_id)) {
      number = number.substr(0, 6) + number.substr(8, 9);
      note(Item::id_number, "old_15_digit_form");
    } else if (number.size() == 18 && number[17] == 'X' && hit(.2)) {
      number[17] = 'x';
      note(Item::id_number, "lower_case_x");
    }
    auto& code = record_[Item::code];
    if (code.empty()) return;
    if (hit(rates_.digits)) note(Item::code, slip_digits(random_, code));
    if (hit(.03)) {
      for (auto& c : code) c = static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c);
      note(Item::code, "lower_case");
    }
  }

  void email() {
    auto& email = record_[Item::email];
    if (email.empty()) return;
    if (hit(rates_.upper_email)) {
      for (auto& c : email) c = static_cast<char>(c >= 'a' && c <= 'z' ? c - 32 : c);
      note(Item::email, "upper_case");
    }
    if (!hit(.012)) return;
    if (const auto sign = email.find('@'); random_.chance(.3) && sign != std::string::npos) {
      email.replace(sign, 1, random_.chance(.5) && !record_.abroad ? "＠" : "#");
      return note(Item::email, "sign_wrong");
    }
    note(Item::email, slip_letters(random_, email));
  }

  void swap_sex() {
    constexpr std::string_view pairs[][2] = {{"男", "女"}, {"1", "2"}, {"M", "F"}, {"先生", "女士"}, {"Male", "Female"}, {"Mr", "Ms"}};
    auto& sex = record_[Item::sex];
    for (const auto& pair : pairs) {
      if (sex != pair[0] && sex != pair[1]) continue;
      sex = sex == pair[0] ? pair[1] : pair[0];
      return note(Item::sex, "swapped");
    }
  }

  Random& random_;
  double scale_;
  Record& record_;
  Rates rates_;
};

}  // namespace

void spoil(Random& random, const SlipRates& rates, Record& record) {
  if (rates.error > 0) Spoiler(random, rates.error, record).run();
}

void drop_blocks(Random& random, const SlipRates& rates, Record& record) {
  for (const auto& block : blocks()) {
    if (block.source != record.source || !random.chance(block.rate * rates.missing)) continue;
    for (auto item : block.items) record[item].clear();
  }
  // A record without any name and number says nothing about anybody; every source asks for one of them.
  const bool lost = record[Item::name].empty() && record[Item::mobile].empty() && record[Item::email].empty() && record[Item::unionid].empty();
  if (lost && record.source == SourceId::app) record[Item::name] = record[Item::nickname];
}

}  // namespace zhike::trial
