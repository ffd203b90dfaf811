// SPDX-License-Identifier: Apache-2.0
// Companies: region + trade name + trade + legal form, branches, namesakes in another city, sole traders and their owners.
// Yearly rates of life: rename 3 %, move 5 %, new legal representative 6 %.
#include "trial/actors.h"
#include "trial/company_lists.h"
#include "trial/identifiers.h"
#include "trial/western_names.h"

namespace zhike::trial {
namespace {

std::vector<std::string_view> bars(std::string_view list) {
  std::vector<std::string_view> out;
  for (std::size_t at = 0; at < list.size();) {
    const auto end = std::min(list.find('|', at), list.size());
    out.push_back(list.substr(at, end - at));
    at = end + 1;
  }
  return out;
}

std::string_view bare(std::string_view place) { return place.substr(0, place.size() - 3); }

class Maker {
 public:
  Maker(const World& world, std::uint64_t index, Random& random, Chunk& chunk)
      : world_(world), index_(index), random_(random), chunk_(chunk), begin_(world.end_day - life_years * 365) {}

  void make(std::size_t count) {
    chunk_.companies.reserve(count);
    while (chunk_.companies.size() < count) {
      const double what = random_.unit();
      const bool parent_ready = !chunk_.companies.empty() && chunk_.companies.back().kind == Kind::organisation && !chunk_.companies.back().western;
      if (parent_ready && what < 0.12) branch(chunk_.companies.back());
      else if (parent_ready && what < 0.16) namesake(chunk_.companies.back());
      else if (what < 0.30) sole_trader();
      else company();
    }
  }

 private:
  Company& start(Kind kind, bool western) {
    Company c;
    c.kind = kind;
    c.western = western;
    c.id = index_ * chunk_persons_max + chunk_.companies.size();
    c.offices.push_back({0, draw_office(random_, western)});
    c.founded_day = world_.end_day - random_.between(400, 9000);
    chunk_.companies.push_back(std::move(c));
    return chunk_.companies.back();
  }

  const Person& somebody() { return chunk_.persons[random_.below(static_cast<std::uint32_t>(chunk_.persons.size()))]; }

  // An adult who runs or represents it.
  const Person& adult() {
    for (;;) {
      const auto& person = somebody();
      if (world_.end_day - person.birth_day > 25 * 365) return person;
    }
  }

  void finish(Company& c) {
    const auto& office = c.offices[0].value;
    c.landline = draw_landline(random_, office);
    c.code = c.western ? tax_number(c.id) : company_code(c.kind == Kind::sole_trader ? '2' : '1', division_code_of(office), c.id);
    if (c.legal_representatives.empty()) c.legal_representatives.push_back({0, full_name(adult(), begin_)});
    const auto& contact = adult();
    c.contact = full_name(contact, world_.end_day);
    c.contact_mobile = contact.mobiles.back().value;
    std::string host;
    for (char letter : c.western ? c.brand : reading(c.brand))
      if (letter != ' ' && letter != '\'') host += static_cast<char>(letter >= 'A' && letter <= 'Z' ? letter + 32 : letter);
    // Short names are long taken: xinhui168.cn.
    host += std::to_string(scramble(c.id, 9973));
    constexpr std::string_view boxes[] = {"info", "sales", "office", "contact", "hr"};
    c.email = std::string(boxes[random_.below(5)]) + "@" + host + (c.western ? ".com" : random_.chance(0.5) ? ".com.cn" : ".cn");
    c.account = bank_card(c.id);
    age(c);
  }

  void age(Company& c) {
    const auto days = [&](double yearly) { return random_.chance(yearly * life_years) ? random_.between(begin_, world_.end_day - 1) : -1; };
    if (const int day = days(0.03); day > 0 && c.kind == Kind::organisation) {
      const auto old_brand = c.brand;
      auto renamed = c.names[0].value;
      const auto fresh = c.western ? draw_western_surname(random_) : brand();
      if (const auto found = renamed.find(old_brand); found != std::string::npos) renamed.replace(found, old_brand.size(), fresh);
      c.names.push_back({day, renamed});
    }
    if (const int day = days(0.05); day > 0) {
      auto office = draw_office(random_, c.western);
      office.district = c.offices[0].value.district;
      c.offices.push_back({day, office});
    }
    if (const int day = days(0.06); day > 0 && c.kind != Kind::sole_trader) c.legal_representatives.push_back({day, full_name(adult(), begin_)});
  }

  std::string brand() {
    static const auto first = words(brand_first), second = words(brand_second), third = words(brand_third);
    std::string out = std::string(random_.one_of(first)) + std::string(random_.one_of(second));
    if (random_.chance(0.25)) out += random_.one_of(third);
    return out;
  }

  void company() {
    const bool western = world_.language == Language::en || (world_.language == Language::mixed && random_.chance(0.4));
    auto& c = start(Kind::organisation, western);
    if (western) {
      static const auto kinds = bars(western_trades), forms = bars(western_forms);
      c.brand = draw_western_surname(random_);
      if (random_.chance(0.4)) c.brand += random_.chance(0.5) ? " & " + draw_western_surname(random_) : " Brothers";
      c.short_name = c.brand + " " + std::string(random_.one_of(kinds));
      c.names.push_back({0, c.short_name + " " + std::string(random_.one_of(forms))});
    } else {
      c.brand = brand();
      const auto& trade = trades[random_.front(std::size(trades), 20)];
      c.industry = trade.code;
      c.names.push_back({0, company_name(c, trade.text)});
      c.short_name = c.brand + std::string(trade.text);
    }
    finish(c);
  }

  std::string company_name(const Company& c, std::string_view trade) {
    const auto& d = districts()[c.offices[0].value.district];
    const auto city = d.city.empty() ? d.province : d.city;
    const double form = random_.unit();
    const std::string tail = form < 0.78 ? "有限公司" : form < 0.90 ? "股份有限公司" : form < 0.95 ? "有限责任公司" : "集团有限公司";
    const double style = random_.unit();
    if (style < 0.10) return c.brand + "（" + std::string(bare(city)) + "）" + std::string(trade) + tail;
    const std::string region = style < 0.55 ? std::string(bare(city)) : style < 0.90 ? std::string(city) : d.city.empty() ? std::string(city) : std::string(d.province);
    return region + c.brand + std::string(trade) + tail;
  }

  void branch(const Company& parent) {
    const auto name = parent.names[0].value;
    const auto brand = parent.brand, industry = parent.industry, short_name = parent.short_name;
    const auto representatives = parent.legal_representatives;
    auto& c = start(Kind::branch, false);
    const auto& d = districts()[c.offices[0].value.district];
    c.brand = brand;
    c.industry = industry;
    c.names.push_back({0, name + std::string(bare(d.city.empty() ? d.province : d.city)) + "分公司"});
    c.short_name = short_name;
    if (random_.chance(0.3)) c.legal_representatives = {representatives[0]};
    finish(c);
  }

  // One trade name, another city, another owner: nothing to do with each other.
  void namesake(Company& other) {
    const auto brand = other.brand, industry = other.industry, short_name = other.short_name;
    other.kind = Kind::brand_in_two_cities;
    auto& c = start(Kind::brand_in_two_cities, false);
    const auto& d = districts()[c.offices[0].value.district];
    c.brand = brand;
    c.industry = industry;
    c.short_name = short_name;
    c.names.push_back({0, std::string(bare(d.city.empty() ? d.province : d.city)) + short_name + "有限公司"});
    finish(c);
  }

  void sole_trader() {
    static const auto shops = words(shops_list);
    const auto& owner = adult();
    const bool western = owner.western || world_.language == Language::en;
    if (western) return company();
    auto& c = start(Kind::sole_trader, false);
    const auto& d = districts()[c.offices[0].value.district];
    const auto& name = owner.names[0].value;
    c.brand = name.surname.empty() ? brand() : random_.chance(0.4) ? "老" + name.surname : random_.chance(0.5) ? name.surname + "记" : brand();
    const auto shop = std::string(random_.one_of(shops));
    c.industry = shop.ends_with("馆") || shop.find("吃") != std::string::npos ? "H62" : "F52";
    c.short_name = c.brand + shop;
    c.names.push_back({0, std::string(d.name) + c.short_name});
    c.legal_representatives.push_back({0, full_name(owner, begin_)});
    finish(c);
    c.contact = full_name(owner, world_.end_day);
    c.contact_mobile = owner.mobiles.back().value;
    c.email.clear();
  }

  const World& world_;
  std::uint64_t index_;
  Random& random_;
  Chunk& chunk_;
  int begin_;
};

}  // namespace

void make_companies(const World& world, std::uint64_t index, Random& random, Chunk& chunk) {
  const double share = std::min(world.organisation_share, 0.95);
  const auto count = static_cast<std::size_t>(static_cast<double>(chunk.persons.size()) * share / (1 - share) + 0.5);
  Maker(world, index, random, chunk).make(std::min<std::size_t>(count, chunk_persons_max));
}

}  // namespace zhike::trial
