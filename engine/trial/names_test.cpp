// SPDX-License-Identifier: Apache-2.0
// Goal: the hand-written lists fit together, and names, places and identifiers drawn from them are sound.
#include <gtest/gtest.h>

#include <set>

#include "kernels/id_card.h"
#include "kernels/uscc.h"
#include "trial/calendar.h"
#include "trial/chinese_names.h"
#include "trial/given_names.h"
#include "trial/identifiers.h"
#include "trial/places.h"
#include "trial/slips.h"

namespace zhike::trial {
namespace {

TEST(names, every_surname_and_given_name_character_has_a_reading) {
  std::string all;
  for (const auto& surname : surnames()) all += surname.text;
  for (const auto& list : given_lists) all += std::string(list.first) + std::string(list.second);
  all += std::string(single_male) + std::string(single_female);
  for (auto character : characters(all)) EXPECT_FALSE(reading(character).empty()) << character;
}

TEST(names, a_hundred_surnames_cover_most_people) {
  double top = 0, total = 0;
  std::size_t rank = 0;
  for (const auto& surname : surnames()) {
    total += surname.weight;
    if (rank++ < 100) top += surname.weight;
  }
  EXPECT_GE(surnames().size(), 140U);
  EXPECT_NEAR(top / 10000, 0.75, 0.12);
  EXPECT_GT(top / total, 0.9);
}

TEST(names, four_in_five_given_names_have_two_characters) {
  Random random(3, 0);
  int two = 0, one = 0;
  constexpr int draws = 20000;
  for (int i = 0; i < draws; ++i) {
    const auto length = characters(draw_given_name(random, i % 2 ? Sex::male : Sex::female, 1950 + i % 65)).size();
    two += length == 2;
    one += length == 1;
  }
  EXPECT_NEAR(two / static_cast<double>(draws), 0.80, 0.04);
  EXPECT_NEAR(one / static_cast<double>(draws), 0.18, 0.04);
}

TEST(names, a_confused_character_sounds_alike_or_looks_alike_but_differs) {
  Random random(3, 1);
  for (int i = 0; i < 200; ++i) {
    const auto same = confused_character(random, "伟", Confusion::same_sound);
    EXPECT_NE(same, "伟");
    EXPECT_EQ(reading(same), "wei");
    EXPECT_EQ(reading(confused_character(random, "伟", Confusion::other_tone)), "wei");
  }
  EXPECT_NE(confused_character(random, "李", Confusion::same_shape), "李");
  EXPECT_TRUE(confused_character(random, "犇", Confusion::same_sound).empty());
}

TEST(names, traditional_script_is_written_where_it_differs) { EXPECT_EQ(traditional("张伟国"), "張偉國"); }

TEST(identifiers, an_id_number_passes_the_check_of_the_standard) {
  EXPECT_EQ(id_number("110105", "19491231", 2), "11010519491231002X");
  Random random(5, 0);
  for (int i = 0; i < 500; ++i) {
    const auto number = id_number("330106", write_date(random.between(-10000, 20000), DateStyle::plain), random.between(0, 999));
    EXPECT_TRUE(kernels::read_id_card(number).valid()) << number;
  }
}

TEST(identifiers, a_company_code_passes_both_checks_and_never_repeats) {
  std::set<std::string> seen;
  for (std::uint64_t i = 0; i < 2000; ++i) {
    const auto code = company_code(i % 5 ? '1' : '2', "440305", i);
    const auto read = kernels::read_uscc(code);
    EXPECT_TRUE(read.valid()) << code;
    EXPECT_TRUE(read.organisation_code) << code;
    EXPECT_TRUE(seen.insert(code).second) << code;
  }
}

TEST(identifiers, mobile_numbers_never_repeat) {
  std::set<std::string> seen;
  for (std::uint64_t i = 0; i < 50000; ++i) EXPECT_TRUE(seen.insert(mobile_number(i)).second);
  EXPECT_EQ(seen.begin()->size(), 11U);
}

TEST(places, one_place_is_written_in_many_habits) {
  Random random(9, 0);
  Place place = draw_home(random, false);
  place.kind = Place::Kind::flat;
  std::set<std::string> forms;
  for (auto habit : {Habit::full, Habit::no_province, Habit::short_city, Habit::dashes, Habit::poi_only, Habit::detail_only}) forms.insert(write(place, habit));
  EXPECT_GE(forms.size(), 5U);
  EXPECT_EQ(division_code_of(place).size(), 6U);
}

TEST(calendar, trade_peaks_in_november_and_sleeps_at_spring_festival) {
  EXPECT_GT(intensity(day_of(2025, 11, 11)), 3 * intensity(day_of(2025, 11, 4)));
  EXPECT_LT(intensity(day_of(2026, 2, 17)), 0.5 * intensity(day_of(2026, 3, 17)));
  EXPECT_GT(intensity(day_of(2026, 5, 16)), intensity(day_of(2026, 5, 18)));  // Saturday, Monday
}

TEST(calendar, days_are_drawn_inside_their_span) {
  const Season season(day_of(2024, 11, 1), day_of(2026, 10, 31));
  Random random(1, 1);
  for (int i = 0; i < 2000; ++i) {
    const int day = season.draw_day(random, day_of(2025, 3, 1), day_of(2025, 3, 9));
    EXPECT_GE(day, day_of(2025, 3, 1));
    EXPECT_LE(day, day_of(2025, 3, 9));
  }
  EXPECT_EQ(season.weight(day_of(2027, 1, 1), day_of(2027, 2, 1)), 0);
}

TEST(slips, one_in_seven_wrong_id_numbers_passes_its_check_again) {
  Random random(2, 0);
  int slipped = 0, passing = 0;
  for (int i = 0; i < 4000; ++i) {
    auto number = id_number("110101", "19900307", i % 1000);
    const auto before = number;
    if (slip_id_number(random, number).empty()) continue;
    ++slipped;
    EXPECT_NE(number, before);
    passing += number.size() == 18 && number.back() == id_check_character(number);
  }
  EXPECT_NEAR(passing / static_cast<double>(slipped), 0.13, 0.06);
}

}  // namespace
}  // namespace zhike::trial
