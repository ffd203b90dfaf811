// SPDX-License-Identifier: Apache-2.0
// Orders, visits, calls, complaints, survey answers, campaign touches and consent changes in the words of each source.
#include "trial/event_rows.h"

#include "trial/products.h"

namespace zhike::trial {
namespace {

int day_of_moment(std::int64_t moment) { return static_cast<int>(moment / 86400); }

// The newest record of that source the customer had by then; null: not yet known there.
const RecordKey* known_as(const Customer& c, SourceId source, int day) {
  const RecordKey* best = nullptr;
  for (const auto& record : c.records)
    if (record.source == source && record.day <= day && (best == nullptr || record.day > best->day)) best = &record;
  return best;
}

const RecordKey* first_of(const Customer& c, SourceId source) {
  for (const auto& record : c.records)
    if (record.source == source) return &record;
  return nullptr;
}

std::string money(double amount) {
  const long cents = static_cast<long>(amount * 100 + (amount < 0 ? -0.5 : 0.5));
  const long size = cents < 0 ? -cents : cents;
  return (cents < 0 ? "-" : "") + std::to_string(size / 100) + (size % 100 < 10 ? ".0" : ".") + std::to_string(size % 100);
}

std::string yuan(double amount, bool english) {
  auto text = money(amount < 0 ? -amount : amount);
  for (auto at = static_cast<long>(text.size()) - 6; at > 0; at -= 3) text.insert(static_cast<std::size_t>(at), ",");
  return (amount < 0 ? "-" : "") + std::string(english ? "" : "¥") + text;
}

std::string numbered(std::string_view prefix, std::int64_t moment, std::uint64_t serial) {
  std::string digits = std::to_string(100'000'000 + scramble(serial, 100'000'000));
  return std::string(prefix) + write_date(day_of_moment(moment), DateStyle::plain).substr(2) + digits.substr(1);
}

const std::string& mobile_at(const Customer& c, int day) { return c.person != nullptr ? at(c.person->mobiles, day) : c.company->contact_mobile; }
bool english(const Customer& c) { return c.person != nullptr ? c.person->abroad : c.company->western; }

// The dear of two draws for those who like it dear.
const Product& choose(Random& random, double spend) {
  const auto& a = products[random.front(std::size(products), 14)];
  const auto& b = products[random.front(std::size(products), 14)];
  if (random.unit() > 0.6) return a;
  return (a.price > b.price) == (spend > 1) ? a : b;
}

// Someone about to leave: in the two months before he does.
bool on_the_way_out(const Customer& c, std::int64_t moment) { return c.dropout_day - day_of_moment(moment) < 60; }

}  // namespace

void EventRows::write(EventFileId file, const Customer& c, std::int64_t moment, std::uint64_t serial) {
  row_.clear();
  switch (file) {
    case EventFileId::shop_orders: shop_order(c, moment, serial); break;
    case EventFileId::app_events: app_event(c, moment, serial); break;
    case EventFileId::calls: call(c, moment, serial); break;
    case EventFileId::survey: survey(c, moment, serial); break;
    case EventFileId::campaign: moment = campaign(c, moment, serial); break;
    case EventFileId::erp_orders: erp_order(c, moment, serial); break;
  }
  sinks_[static_cast<std::size_t>(file)]->add(moment, row_);
}

void EventRows::shop_order(const Customer& c, std::int64_t moment, std::uint64_t serial) {
  const int day = day_of_moment(moment);
  const bool en = english(c);
  const auto* card = known_as(c, SourceId::shop_pos, day);
  const auto& product = choose(random_, c.spend);
  const bool returned = random_.chance(0.02);
  const int quantity = (1 + random_.poisson(product.price < 80 ? 0.8 : 0.1)) * (returned ? -1 : 1);
  const double discount = random_.chance(0.3) ? 0.8 + 0.05 * random_.below(4) : 1;
  constexpr std::string_view stores[] = {"旗舰店", "万达广场店", "火车站店", "大学城店", "步行街店", "科技园店", "社区店"};
  constexpr std::string_view pays[] = {"微信支付", "微信支付", "支付宝", "支付宝", "现金", "银行卡", "储值卡"}, pays_en[] = {"card", "card", "card", "cash", "wallet", "wallet", "gift card"};
  const auto home = c.person != nullptr ? city_of(at(c.person->homes, day)) : std::string();
  field(numbered(returned ? "TH" : "SO", moment, serial));
  field(card != nullptr ? card->key : "");
  // Without a card the cashier asks for the number.
  field(card == nullptr || random_.chance(0.35) ? mobile_at(c, day) : "");
  field(write_time(moment, TimeStyle::slashes));
  field(en ? home + " Store" : home.substr(0, home.size() - 3) + std::string(stores[random_.below(std::size(stores))]));
  field(product.code);
  field(en ? product.en : product.zh);
  field(en ? product.category_en : product.category_zh);
  field(std::to_string(quantity));
  field(yuan(product.price, en));
  field(yuan(product.price * quantity * discount, en));
  field((en ? pays_en : pays)[random_.below(7)]);
}

void EventRows::app_event(const Customer& c, std::int64_t moment, std::uint64_t serial) {
  const auto* account = known_as(c, SourceId::app, day_of_moment(moment));
  const auto& p = *c.person;
  static const double weights[] = {46, 16, 20, 12, 6};
  static const Weighted kinds{weights};
  constexpr std::string_view types[] = {"page_view", "login", "order", "campaign_click", "consent_change"};
  // Whom the app does not know yet can only look around.
  const auto type = account == nullptr ? types[0] : types[kinds.pick(random_)];
  row_ = "{\"event_id\":";
  append_json(row_, numbered("e", moment, serial));
  row_ += ",\"event\":";
  append_json(row_, type);
  row_ += ",\"timestamp\":";
  append_json(row_, write_time(moment, TimeStyle::iso_offset));
  if (account != nullptr) {
    row_ += ",\"user_id\":";
    append_json(row_, account->key);
  }
  if (account == nullptr || random_.chance(0.3)) {
    row_ += ",\"unionid\":";
    append_json(row_, p.unionid);
  }
  row_ += ",\"device_id\":";
  append_json(row_, p.device);
  row_ += ",\"properties\":{";
  app_properties(c, type);
  row_ += "}}";
}

void EventRows::app_properties(const Customer& c, std::string_view type) {
  const bool en = english(c);
  const auto& product = choose(random_, c.spend);
  auto text = [this](std::string_view key, std::string_view value) {
    if (row_.back() != '{') row_ += ',';
    append_json(row_, key);
    row_ += ':';
    append_json(row_, value);
  };
  auto number = [this](std::string_view key, std::string_view value) {
    if (row_.back() != '{') row_ += ',';
    append_json(row_, key);
    row_ += ':';
    row_ += value;
  };
  constexpr std::string_view pages[] = {"home", "product", "product", "product", "category", "cart", "member", "search"};
  if (type == "page_view") {
    const auto page = pages[random_.below(std::size(pages))];
    text("page", page);
    if (page == "product") text("product_code", product.code);
    number("duration_sec", std::to_string(1 + static_cast<int>(random_.exponential() * 42)));
  } else if (type == "login") {
    text("method", random_.chance(0.6) ? "wechat" : "sms");
  } else if (type == "order") {
    const int quantity = 1 + random_.poisson(0.5);
    text("order_no", "AP" + std::to_string(random_.next() % 900'000'000'000 + 100'000'000'000));
    text("product_code", product.code);
    text("product_name", en ? product.en : product.zh);
    number("quantity", std::to_string(quantity));
    number("unit_price", money(product.price));
    number("amount", money(product.price * quantity * (random_.chance(0.4) ? 0.9 : 1)));
    text("currency", en ? "USD" : "CNY");
  } else if (type == "campaign_click") {
    const auto which = random_.below(std::size(campaigns_zh));
    text("campaign", en ? campaigns_en[which] : campaigns_zh[which]);
    text("channel", "app_push");
  } else {
    constexpr std::string_view channels[] = {"sms", "app_push", "email", "wechat"};
    text("contact_channel", channels[random_.below(4)]);
    text("purpose", "marketing");
    text("consent", random_.chance(0.55) ? "granted" : "withdrawn");
  }
}

void EventRows::call(const Customer& c, std::int64_t moment, std::uint64_t serial) {
  const int day = day_of_moment(moment);
  const bool en = english(c), complaint = random_.chance(on_the_way_out(c, moment) ? 0.6 : 0.22);
  const auto* known = known_as(c, SourceId::call_centre, day);
  constexpr std::string_view kinds[] = {"咨询", "咨询", "维修", "退换", "权利请求"}, kinds_en[] = {"question", "question", "repair", "return", "privacy request"};
  constexpr std::string_view channels[] = {"电话", "电话", "电话", "在线客服", "微信"}, channels_en[] = {"phone", "phone", "phone", "chat", "wechat"};
  constexpr std::string_view results[] = {"已解决", "已解决", "已解决", "未解决", "转派"}, results_en[] = {"solved", "solved", "solved", "unsolved", "forwarded"};
  constexpr std::string_view notes[] = {"商品有破损，要求换货", "配送超时", "积分未到账", "门店服务态度差", "发票未开", "商品与描述不符", "多次联系无人处理"};
  constexpr std::string_view notes_en[] = {"Item arrived broken, wants another", "Late delivery", "Points missing", "Rude staff", "No invoice", "Not as described", "Nobody answers"};
  const auto note = random_.below(std::size(notes));
  field(numbered("GD", moment, serial));
  field(complaint ? (en ? "complaint" : "投诉") : en ? "call" : "来电");
  field(mobile_at(c, day));
  field(known != nullptr ? known->key : "");
  field(complaint ? (en ? "complaint" : "投诉") : (en ? kinds_en : kinds)[random_.below(5)]);
  field((en ? channels_en : channels)[random_.below(5)]);
  field(write_time(moment, TimeStyle::minutes));
  field(std::to_string(5 + static_cast<int>(random_.exponential() * 60)));
  field(std::to_string(120 + static_cast<int>(random_.exponential() * (complaint ? 86400 : 1800))));
  field((en ? results_en : results)[random_.below(5)]);
  field(complaint ? std::to_string(1 + random_.front(4, 1)) : "");
  field(complaint ? (en ? notes_en : notes)[note] : std::string_view());
}

void EventRows::survey(const Customer& c, std::int64_t moment, std::uint64_t serial) {
  const int day = day_of_moment(moment);
  const bool en = english(c), leaving = on_the_way_out(c, moment);
  const auto& p = *c.person;
  const bool by_mail = !p.emails.empty() && random_.chance(0.3);
  const double mood = random_.normal() * 0.8 + (leaving ? 2.6 : 4.1);
  const int csat = std::clamp(static_cast<int>(mood + 0.5), 1, 5);
  const int nps = std::clamp(static_cast<int>((mood - 1) * 2.5 + random_.normal() + 0.5), 0, 10);
  constexpr std::string_view good[] = {"很满意", "物流快", "会继续支持", "", "", "", "质量不错，价格实惠"}, bad[] = {"客服态度差", "太贵了", "等了很久", "", "", "再也不来了", "质量一般"};
  constexpr std::string_view good_en[] = {"Very happy", "Fast", "Will come again", "", "", "", "Good, fair price"}, bad_en[] = {"Poor service", "Too dear", "Long wait", "", "", "Never again", "So-so"};
  field(numbered("WJ", moment, serial));
  field(by_mail ? std::string() : mobile_at(c, day));
  field(by_mail ? at(p.emails, day) : std::string());
  field(write_time(moment, TimeStyle::dashes));
  field(std::to_string(csat));
  field(random_.chance(0.8) ? std::to_string(nps) : "");
  const auto which = random_.below(7);
  field(csat >= 4 ? (en ? good_en : good)[which] : (en ? bad_en : bad)[which]);
}

std::int64_t EventRows::campaign(const Customer& c, std::int64_t moment, std::uint64_t serial) {
  const auto source = c.person != nullptr ? SourceId::crm : SourceId::crm_companies;
  const auto* known = first_of(c, source);
  // Waves go out on every second Thursday at ten; one minute for each thousand letters.
  constexpr int wave_days = 14;
  int day = day_of_moment(moment);
  day -= day % wave_days;
  if (day < known->day) day = known->day;
  moment = static_cast<std::int64_t>(day) * 86400 + 36000 + static_cast<std::int64_t>(scramble(serial, 5400));
  const auto wave = static_cast<std::size_t>(day / wave_days);
  const bool en = english(c), left = c.dropout_day < day + 30;
  constexpr std::string_view channels[] = {"短信", "邮件", "微信", "App"}, channels_en[] = {"sms", "email", "wechat", "app"};
  constexpr std::string_view results[] = {"已送达", "已打开", "已点击", "已转化", "退订", "失败"}, results_en[] = {"delivered", "opened", "clicked", "converted", "unsubscribed", "failed"};
  static const double loyal_weights[] = {55, 22, 12, 6, 1, 4}, leaving_weights[] = {78, 9, 2, 0.5, 4, 6.5};
  static const Weighted loyal{loyal_weights}, leaving{leaving_weights};
  const auto result = (left ? leaving : loyal).pick(random_);
  field(numbered("CD", moment, serial));
  field(known->key);
  field("MK" + std::to_string(1000 + wave));
  field((en ? campaigns_en : campaigns_zh)[wave % std::size(campaigns_zh)]);
  field((en ? channels_en : channels)[random_.below(4)]);
  field(write_time(moment, TimeStyle::dashes));
  field((en ? results_en : results)[result]);
  return moment;
}

void EventRows::erp_order(const Customer& c, std::int64_t moment, std::uint64_t serial) {
  const auto* known = known_as(c, SourceId::erp, day_of_moment(moment));
  if (known == nullptr) known = first_of(c, SourceId::erp);
  if (known->day > day_of_moment(moment)) moment = static_cast<std::int64_t>(known->day) * 86400 + moment % 86400;
  const bool en = english(c);
  const auto& item = goods[random_.front(std::size(goods), 4)];
  const int quantity = 1 + static_cast<int>(random_.exponential() * 25 * c.spend);
  field(numbered("XS", moment, serial));
  field(known->key);
  field(write_time(moment, TimeStyle::minutes));
  field(item.code);
  field(en ? item.en : item.zh);
  field(std::to_string(quantity));
  field(money(item.price));
  field(money(item.price * quantity));
  field(en ? "USD" : "CNY");
}

}  // namespace zhike::trial
