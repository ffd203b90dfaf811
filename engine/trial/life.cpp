// SPDX-License-Identifier: Apache-2.0
// Ten years of life: moves, new and reissued phones, e-mail changes, marriages, new names.
// Of the numbers given up 40 % are given out again after 90 days, one in five of them to another customer of ours.
// Yearly rates: move 10 to 30 %, phone 8 %, e-mail 5 %, marriage 1.5 %, rename 0.05 % (assumed, see the test standard).
#include "trial/actors.h"
#include "trial/identifiers.h"
#include "trial/western_names.h"

namespace zhike::trial {
namespace {

constexpr double phone_rate = 0.08, reissue_share = 0.40, reissued_to_customer = 0.20, email_rate = 0.05, marriage_rate = 0.015, rename_rate = 0.0005;
constexpr int reissue_days = 90;
constexpr std::uint64_t serials_per_chunk = 32768;

class Life {
 public:
  Life(const World& world, std::uint64_t index, Random& random, Chunk& chunk)
      : end_(world.end_day), begin_(world.end_day - life_years * 365), serial_(index * serials_per_chunk), random_(random), people_(chunk.persons), next_household_(index * chunk_persons_max + chunk.households), households_(chunk.households) {}

  void run() {
    moves();
    phones();
    for (auto& person : people_) {
      emails(person);
      wechat(person);
      if (random_.chance(rename_rate * life_years)) rename(person, some_day());
    }
    marriages();
  }

 private:
  int some_day() { return random_.between(begin_, end_ - 1); }
  // How often something of this yearly rate happens, as days in order.
  std::vector<int> happenings(double yearly) {
    std::vector<int> days;
    for (double t = random_.exponential() / yearly; t < life_years; t += random_.exponential() / yearly) days.push_back(begin_ + static_cast<int>(t * 365));
    return days;
  }
  bool same_household(std::size_t a, std::size_t b) const { return b < people_.size() && people_[a].household == people_[b].household; }

  // A household moves as one; the young move most.
  void moves() {
    for (std::size_t first = 0; first < people_.size();) {
      std::size_t last = first + 1;
      while (same_household(first, last)) ++last;
      const int age = (end_ - people_[first].birth_day) / 365;
      const double rate = age < 35 ? 0.22 : age < 55 ? 0.10 : 0.05;
      for (int day : happenings(rate)) {
        auto home = draw_home(random_, people_[first].abroad);
        // Two moves in three stay in the city.
        if (random_.chance(0.65) && home.kind != Place::Kind::western) home.district = people_[first].homes.back().value.district;
        const auto landline = random_.chance(0.2) ? draw_landline(random_, home) : std::string();
        for (auto i = first; i < last; ++i) {
          people_[i].homes.push_back({day, home});
          people_[i].landline = landline;
        }
      }
      first = last;
    }
  }

  std::string new_number(const Person& person) {
    const auto serial = serial_++;
    return person.abroad ? western_phone(serial, country_of(person.homes[0].value)) : mobile_number(serial);
  }

  void phones() {
    struct Change {
      int day;
      std::size_t person;
    };
    std::vector<Change> changes;
    for (std::size_t i = 0; i < people_.size(); ++i) {
      people_[i].mobiles.push_back({0, new_number(people_[i])});
      for (int day : happenings(phone_rate)) changes.push_back({day, i});
    }
    std::stable_sort(changes.begin(), changes.end(), [](const Change& a, const Change& b) { return a.day < b.day; });
    std::vector<Since<std::string>> given_up;  // in order of the day
    std::size_t oldest = 0;
    for (const auto& change : changes) {
      auto& person = people_[change.person];
      const auto old = person.mobiles.back().value;
      if (oldest < given_up.size() && given_up[oldest].day + reissue_days <= change.day && !person.abroad) {
        person.mobiles.push_back({change.day, given_up[oldest++].value});
        if (person.kind == Kind::person) person.kind = Kind::reissued_phone;
      } else {
        person.mobiles.push_back({change.day, new_number(person)});
      }
      if (!person.abroad && random_.chance(reissue_share * reissued_to_customer)) given_up.push_back({change.day, old});
    }
    share_phones();
  }

  // Children under 14 mostly, and a quarter of the old, are reached through the head of the household.
  void share_phones() {
    std::size_t head = 0;
    for (std::size_t i = 0; i < people_.size(); ++i) {
      if (people_[i].role == 0) head = i;
      const int age = (end_ - people_[i].birth_day) / 365;
      const double share = people_[i].role == 2 && age < 18 ? 0.6 : people_[i].role == 3 ? 0.25 : people_[i].kind == Kind::father_son && people_[i].role == 2 ? 0.4 : 0;
      if (share > 0 && random_.chance(share)) people_[i].mobiles = people_[head].mobiles;
    }
  }

  std::string address_of(const Person& person, int day) {
    const auto serial = scramble(serial_++, 900'000'000);
    static const double weights[] = {44, 24, 9, 6, 6, 5, 6};
    static const Weighted choice{weights};
    constexpr std::string_view hosts[] = {"qq.com", "163.com", "126.com", "sina.com", "gmail.com", "outlook.com", "foxmail.com"};
    constexpr std::string_view western_hosts[] = {"gmail.com", "gmail.com", "gmail.com", "yahoo.com", "outlook.com", "hotmail.com", "icloud.com"};
    const auto which = choice.pick(random_);
    if (!person.western && which == 0) return std::to_string(100'000'000 + serial) + "@qq.com";
    std::string local;
    const auto& name = at(person.names, day);
    for (char c : person.western ? name.given + "." + name.surname : reading(name.surname) + reading(name.given))
      if (c != '\'' && c != ' ') local += static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c);
    if (local.empty()) local = "user";
    // A birth year looks natural; the serial behind it keeps addresses apart.
    const auto year = date_of(person.birth_day).year;
    local += random_.chance(0.5) ? std::to_string(year % 100) + std::to_string(serial % 100'000) : std::to_string(serial % 10'000'000);
    return local + "@" + std::string(person.western ? western_hosts[which] : hosts[which]);
  }

  void emails(Person& person) {
    const int age = (end_ - person.birth_day) / 365;
    if (age < 12 || (age > 62 && random_.chance(0.7))) return;
    person.emails.push_back({0, address_of(person, begin_)});
    for (int day : happenings(email_rate)) person.emails.push_back({day, address_of(person, day)});
  }

  void wechat(Person& person) {
    person.unionid = wechat_id(random_, "oX7f", 29);
    person.openid = wechat_id(random_, "oA3k5", 28);
    person.apple = random_.chance(0.32);
    person.device = device_id(random_, person.apple);
    static const auto nicks = words("阳光 小小 快乐 清风 大海 星星 一米 柠檬 小鱼 麦子 蓝天 木木 糖糖 老 自由 平安 花开 雨后 静静 大 阿");
    static const auto tails = words("的猫 宝贝 人生 妈妈 先生 彩虹 向日葵 同学 爸爸 微笑 时光 哥 姐 飞扬 如意 不吃鱼 在路上");
    const auto given = person.names[0].value.given;
    person.nickname = person.western ? given + std::to_string(random_.below(100)) : random_.chance(0.4) ? std::string(nicks[random_.below(static_cast<std::uint32_t>(nicks.size()))]) + std::string(tails[random_.below(static_cast<std::uint32_t>(tails.size()))]) : "小" + std::string(characters(given).back());
  }

  void rename(Person& person, int day) {
    auto name = person.names[0].value;
    name.given = person.western ? draw_western_given_name(random_, person.sex, date_of(person.birth_day).year) : draw_given_name(random_, person.sex, date_of(person.birth_day).year);
    person.names.push_back({day, name});
  }

  // Single adults of the chunk marry each other and move in together; the bride keeps her name, in the West takes his.
  void marriages() {
    std::vector<std::size_t> men, women;
    for (std::size_t i = 0; i < people_.size(); ++i) {
      const int age = (end_ - people_[i].birth_day) / 365;
      const bool free = !people_[i].married && age >= 23 && age <= 42 && (people_[i].role == 2 || (people_[i].role == 0 && !same_household(i, i + 1)));
      if (free && random_.chance(marriage_rate * life_years * 2)) (people_[i].sex == Sex::male ? men : women).push_back(i);
    }
    for (std::size_t i = 0; i < std::min(men.size(), women.size()); ++i) {
      auto &groom = people_[men[i]], &bride = people_[women[i]];
      if (groom.household == bride.household || groom.abroad != bride.abroad) continue;
      const int day = std::max(some_day(), std::max(groom.birth_day, bride.birth_day) + 22 * 365);
      if (day >= end_) continue;
      const auto home = draw_home(random_, groom.abroad);
      const auto household = next_household_++;
      ++households_;
      for (auto* person : {&groom, &bride}) {
        std::erase_if(person->homes, [day](const Since<Place>& h) { return h.day > day; });
        person->homes.push_back({day, home});
        person->household = household;
        person->married = true;
        person->landline.clear();
      }
      groom.role = 0;
      bride.role = 1;
      if (bride.western && groom.western) bride.names.push_back({day, {groom.names.back().value.surname, bride.names.back().value.given}});
    }
  }

  int end_, begin_;
  std::uint64_t serial_;
  Random& random_;
  std::vector<Person>& people_;
  std::uint64_t next_household_;
  std::uint64_t& households_;
};

}  // namespace

void live(const World& world, std::uint64_t index, Random& random, Chunk& chunk) { Life(world, index, random, chunk).run(); }

}  // namespace zhike::trial
