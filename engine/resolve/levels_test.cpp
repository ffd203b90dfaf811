// SPDX-License-Identifier: Apache-2.0
// Goal: each comparator puts typical pairs at the level that kind_table names, and is symmetric.
#include "resolve/levels.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "resolve/clean_text.h"
#include "resolve/similar_values.h"

namespace zhike::resolve {
namespace {

Field field_of(Kind kind, const std::vector<std::string>& values) {
  Field field;
  field.kind = kind;
  field.values.emplace_back();
  field.count = {0};
  for (const auto& value : values) {
    field.values.push_back(value);
    field.count.push_back(1);
    field.code.push_back(field.values_count() - 1);
  }
  field.filled = static_cast<double>(values.size());
  prepare_values(field);
  return field;
}

// The label of the level of two values, the same in both directions.
std::string_view label(Kind kind, const std::string& left, const std::string& right) {
  const auto field = field_of(kind, {left, right});
  const int level = compare_values(field, 1, 2);
  EXPECT_EQ(level, compare_values(field, 2, 1));
  return info(kind).labels[static_cast<std::size_t>(level)];
}

TEST(levels, names_know_slips_initials_and_short_forms) {
  EXPECT_EQ(label(Kind::given_name, "robert", "robetr"), "one typing error");
  EXPECT_EQ(label(Kind::given_name, "robert", "r"), "initial, short form or alias");
  EXPECT_EQ(label(Kind::given_name, "robert", "rob"), "initial, short form or alias");
  EXPECT_EQ(label(Kind::given_name, "anna maria", "maria"), "initial, short form or alias");
  EXPECT_EQ(label(Kind::given_name, "robert", "alice"), "different");
}

TEST(levels, chinese_names_are_compared_by_sound_and_shared_characters) {
  EXPECT_EQ(label(Kind::han_given_name, "伟", "玮"), "same sound or swapped");
  EXPECT_EQ(label(Kind::han_given_name, "晓明", "明晓"), "same sound or swapped");
  EXPECT_EQ(label(Kind::han_given_name, "晓明", "晓红"), "a shared character or sound");
  EXPECT_EQ(label(Kind::han_given_name, "晓明", "建国"), "different");
}

TEST(levels, dates_tell_slips_from_other_days) {
  EXPECT_EQ(label(Kind::date, "19800102", "19800103"), "one typing error");
  EXPECT_EQ(label(Kind::date, "19800102", "19800201"), "one typing error");
  EXPECT_EQ(label(Kind::date, "19800712", "19801207"), "one typing error");
  EXPECT_EQ(label(Kind::date, "19800102", "19800128"), "two parts equal");
  EXPECT_EQ(label(Kind::date, "19800102", "19801128"), "same year or day");
}

TEST(levels, dates_a_few_digits_apart_are_told_from_clearly_other_dates) {
  const auto field = field_of(Kind::date, {"20180826", "20080827", "19510312"});
  EXPECT_EQ(level_beyond_index(field, 1, 2), near_date_level);
  EXPECT_EQ(level_beyond_index(field, 1, 3), field.different());
}

TEST(levels, numbers_of_houses_match_only_exactly) {
  EXPECT_EQ(label(Kind::address, "12 long meadow street", "12 long meadow stret"), "nearly equal");
  EXPECT_EQ(label(Kind::address, "12 long meadow street", "97 upper bridge road"), "different");
}

TEST(levels, identifiers_emails_and_postcodes_know_their_slips) {
  EXPECT_EQ(label(Kind::phone, "9024444968", "9024444986"), "one typing error");
  EXPECT_EQ(label(Kind::phone, "9024444968", "9124444986"), "two typing errors");
  EXPECT_EQ(label(Kind::identifier, "9024444968", "1357908642"), "different");
  EXPECT_EQ(label(Kind::phone, "81****9343", "8177529343"), "one typing error");
  EXPECT_EQ(label(Kind::phone, "81****9343", "8177529344"), "different");
  EXPECT_EQ(clean_phone("181****9343"), "81****9343");
  EXPECT_EQ(clean_identifier("110105491231002"), "11010519491231002x");
  EXPECT_EQ(clean_identifier("110105********002X"), "110105********002x");
  EXPECT_EQ(label(Kind::email, "ann.lee@mail.org", "ann.lee@other.net"), "same or similar name part");
  EXPECT_EQ(label(Kind::postcode, "tq138df", "tq139xx"), "same area or two typing errors");
}

TEST(similar_values, the_index_finds_what_comparing_all_values_finds) {
  const std::vector<std::string> names = {"robert", "robetr", "rob", "r", "roberta", "alice", "alicia", "ali", "maria", "marla"};
  auto field = field_of(Kind::given_name, names);
  build_index(field, 2);
  for (std::uint32_t a = 1; a < field.values_count(); ++a)
    for (std::uint32_t b = 1; b < field.values_count(); ++b) {
      const int expected = a == b ? exact_level : compare_values(field, a, b);
      if (expected <= 3) {
        EXPECT_EQ(level_of(field, a, b), expected) << names[a - 1] << " " << names[b - 1];
      }
    }
}

TEST(similar_values, the_index_finds_numbers_with_slips_and_masks_and_the_names_of_emails) {
  auto phones = field_of(Kind::phone, {"8177529343", "81****9343", "8177529344", "8177592343", "1770529343", "9999900000"});
  build_index(phones, 1);
  for (std::uint32_t a = 1; a < phones.values_count(); ++a)
    for (std::uint32_t b = a + 1; b < phones.values_count(); ++b)
      EXPECT_EQ(level_of(phones, a, b), compare_values(phones, a, b)) << phones.values[a] << " " << phones.values[b];
  // Three hundred of one domain, so that its letters are of no use.
  std::vector<std::string> texts = {"ann.lee85@mail.org", "ann.lee58@mail.org", "ann.lee85@mial.org", "an.lee85@other.net"};
  for (int k = 0; k < 400; ++k) texts.push_back("q" + std::to_string(k * 7919) + "z@mail.org");
  auto emails = field_of(Kind::email, texts);
  build_index(emails, 1);
  for (std::uint32_t b = 2; b <= 4; ++b) EXPECT_EQ(level_of(emails, 1, b), compare_values(emails, 1, b)) << texts[b - 1];
  EXPECT_EQ(level_of(emails, 1, 2), 2);
}

}  // namespace
}  // namespace zhike::resolve
