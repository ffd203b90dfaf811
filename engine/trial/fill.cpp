// SPDX-License-Identifier: Apache-2.0
// What each source knows of a person or company, in its own habit of writing, before any mistake.
#include "trial/identifiers.h"
#include "trial/record.h"
#include "trial/western_names.h"

namespace zhike::trial {
namespace {

std::string text(long number) { return std::to_string(number); }

// "¥1,299.50" in shops, plain elsewhere.
std::string money(double amount, bool sign) {
  const long cents = static_cast<long>(amount * 100 + 0.5);
  std::string whole = text(cents / 100);
  const auto fraction = cents % 100;
  if (sign)
    for (auto at = static_cast<long>(whole.size()) - 3; at > 0; at -= 3) whole.insert(static_cast<std::size_t>(at), ",");
  return (sign ? "¥" : "") + whole + (fraction < 10 ? ".0" : ".") + text(fraction);
}

std::string sex_word(const Person& p, SourceId source) {
  const bool female = p.sex == Sex::female;
  switch (source) {
    case SourceId::app: return female ? "2" : "1";
    case SourceId::bought_list: return female ? "F" : "M";
    case SourceId::call_centre: return p.abroad ? (female ? "Ms" : "Mr") : female ? "女士" : "先生";
    case SourceId::table_persons: return p.abroad ? (female ? "F" : "M") : female ? "女" : "男";
    default: return p.abroad ? (female ? "Female" : "Male") : female ? "女" : "男";
  }
}

std::string phone_style(Random& random, const std::string& number, SourceId source, bool abroad) {
  if (abroad || number.size() != 11) return number;
  const auto a = number.substr(0, 3), b = number.substr(3, 4), c = number.substr(7);
  const double what = random.unit();
  if (source == SourceId::call_centre) return what < 0.25 ? "+86" + number : what < 0.40 ? a + " " + b + " " + c : what < 0.45 ? "0" + number : number;
  if (source == SourceId::crm) return what < 0.15 ? a + "-" + b + "-" + c : what < 0.20 ? "86-" + number : number;
  if (source == SourceId::bought_list) return what < 0.10 ? "86" + number : number;
  return number;
}

Habit habit_of(Random& random, SourceId source) {
  const double what = random.unit();
  switch (source) {
    case SourceId::crm: return what < 0.7 ? Habit::full : what < 0.9 ? Habit::no_province : Habit::dashes;
    case SourceId::shop_pos: return what < 0.35 ? Habit::short_city : what < 0.65 ? Habit::no_province : what < 0.85 ? Habit::poi_only : Habit::dashes;
    case SourceId::call_centre: return what < 0.5 ? Habit::short_city : what < 0.75 ? Habit::poi_only : Habit::no_province;
    case SourceId::erp: return what < 0.8 ? Habit::full : Habit::no_province;
    default: return what < 0.4 ? Habit::no_province : what < 0.7 ? Habit::full : what < 0.85 ? Habit::dashes : Habit::short_city;
  }
}

void fill_address(Random& random, const Place& home, Record& r) {
  if (r.source == SourceId::app || r.source == SourceId::bought_list) {
    r[Item::province] = province_of(home);
    r[Item::city] = city_of(home);
    r[Item::district] = district_of(home);
    r[Item::detail] = write(home, Habit::detail_only);
  } else {
    r[Item::address] = write(home, habit_of(random, r.source));
  }
  r[Item::postcode] = postcode_of(home);
}

void fill_loyalty(Random& random, bool abroad, Record& r) {
  constexpr std::string_view zh[] = {"普通", "银卡", "金卡", "钻石"}, en[] = {"Basic", "Silver", "Gold", "Diamond"};
  static const double weights[] = {60, 25, 12, 3};
  static const Weighted tiers{weights};
  const auto tier = tiers.pick(random);
  r[Item::tier] = abroad ? en[tier] : zh[tier];
  r[Item::points] = text(static_cast<long>(random.exponential() * 600 * (tier + 1)));
  if (random.chance(0.2)) r[Item::balance] = money(random.exponential() * 260, r.source == SourceId::shop_pos && !abroad);
}

constexpr std::string_view shop_names[] = {"旗舰店", "万达广场店", "火车站店", "大学城店", "步行街店", "科技园店", "社区店"};

std::string staff_name(Random& random, bool abroad) {
  // A company has few account managers: the same forty names.
  Random fixed(77, random.below(40));
  if (abroad) return draw_western_given_name(fixed, Sex::female, 1990) + " " + draw_western_surname(fixed);
  return std::string(draw_surname(fixed)) + draw_given_name(fixed, Sex::female, 1990);
}

constexpr std::string_view call_notes[] = {"咨询配送时间", "询问退换货", "要求开发票", "会员积分查询", "投诉门店服务", "产品使用咨询", "修改收货地址", "预约安装", "催单", "咨询优惠活动"};
constexpr std::string_view call_notes_en[] = {"Delivery time", "Return", "Invoice", "Points balance", "Complaint", "How to use", "New address", "Installation", "Late order", "Offers"};

}  // namespace

std::string_view field_of(Item item) {
  constexpr std::string_view names[items_count] = {
      "full_name", "nickname", "sex_code", "birth_date", "id_type", "id_number", "mobile", "landline", "email", "address_detail", "province", "city", "district", "address_detail", "postcode",
      "wechat_unionid", "wechat_openid", "device_id", "system", "member_tier", "points_balance", "stored_balance", "marital_code", "open_date", "owner_staff_id", "store", "note", "marketing_consent",
      "uscc", "industry_code", "legal_rep_name", "contact", "mobile", "bank_card_token", "credit_limit", "former_name", "nationality_code", "source_key"};
  return names[static_cast<std::size_t>(item)];
}

void Record::clear() {
  for (auto& value : values) value.clear();
  slips.clear();
}

void fill(Random& random, const Person& p, Record& r) {
  const auto& home = at(p.homes, r.day);
  r.western = p.western;
  r.abroad = p.abroad;
  r[Item::name] = full_name(p, r.day);
  r[Item::nickname] = p.nickname;
  r[Item::sex] = sex_word(p, r.source);
  r[Item::birth] = write_date(p.birth_day, DateStyle::dashes);
  r[Item::id_type] = p.western ? (p.abroad ? "Passport" : "护照") : "居民身份证";
  r[Item::id_number] = p.id_number;
  r[Item::mobile] = phone_style(random, at(p.mobiles, r.day), r.source, p.abroad);
  r[Item::landline] = p.landline;
  if (!p.emails.empty()) r[Item::email] = at(p.emails, r.day);
  fill_address(random, home, r);
  r[Item::unionid] = p.unionid;
  r[Item::openid] = p.openid;
  r[Item::device] = p.device;
  r[Item::system] = p.apple ? "iOS" : "Android";
  r[Item::marital] = p.abroad ? (p.married ? "married" : "single") : p.married ? "已婚" : "未婚";
  r[Item::nationality] = p.abroad ? country_of(home) : p.western ? "USA" : "CHN";
  fill_loyalty(random, p.abroad, r);
  r[Item::registered] = write_date(r.day, DateStyle::dashes);
  if (r.source == SourceId::crm) r[Item::staff] = staff_name(random, p.abroad);
  if (r.source == SourceId::shop_pos)
    r[Item::store] = p.abroad ? city_of(home) + " Store" : std::string(city_of(home).substr(0, city_of(home).size() - 3)) + std::string(shop_names[random.below(std::size(shop_names))]);
  if (r.source == SourceId::call_centre) r[Item::note] = p.abroad ? call_notes_en[random.below(std::size(call_notes_en))] : call_notes[random.below(std::size(call_notes))];
  if (r.source == SourceId::app) r[Item::note] = write_time(draw_second(random, Clock::online), TimeStyle::dashes).substr(11);
  r[Item::consent] = random.chance(0.72) ? "1" : "0";
}

void fill(Random& random, const Company& c, Record& r) {
  const auto& office = at(c.offices, r.day);
  r.western = r.abroad = c.western;
  r[Item::name] = at(c.names, r.day);
  // Clerks write the short form; the licence has the whole.
  const double form = random.unit();
  if (c.kind != Kind::branch && c.names.size() == 1 && r.source != SourceId::erp && form < 0.18) r[Item::name] = c.short_name;
  if (c.names.size() > 1 && c.names.back().day <= r.day && random.chance(0.5)) r[Item::former_name] = c.names.front().value;
  r[Item::code] = c.code;
  r[Item::industry] = c.industry;
  r[Item::legal_representative] = at(c.legal_representatives, r.day);
  r[Item::contact] = c.contact;
  r[Item::contact_mobile] = c.contact_mobile;
  r[Item::mobile] = c.contact_mobile;
  r[Item::landline] = c.landline;
  r[Item::email] = c.email;
  r[Item::address] = write(office, habit_of(random, r.source));
  r[Item::province] = province_of(office);
  r[Item::city] = city_of(office);
  r[Item::account] = c.account;
  r[Item::credit] = money(10'000.0 * (1 + random.front(200, 8)), false);
  r[Item::registered] = write_date(r.day, DateStyle::dashes);
  constexpr std::string_view grades[] = {"A", "B", "B", "C", "C", "C"};
  r[Item::tier] = grades[random.below(6)];
  r[Item::staff] = staff_name(random, c.western);
}

}  // namespace zhike::trial
