// SPDX-License-Identifier: Apache-2.0
// Goal: numbers in every spelling come to one form, and what is no number is never taken for one.
#include "kernels/phone.h"

#include <gtest/gtest.h>

#include "kernels/pattern.h"
#include "kernels/phone_region.h"
#include "phone_metadata.h"

namespace zhike::kernels {
namespace {

std::string e164(std::string_view text, std::string_view region = "CN") { return read_phone(text, region).e164; }

TEST(phone, spellings_of_a_mobile_come_to_one_form) {
  for (const char* text : {"13912345670", "139 1234 5670", "139-1234-5670", "+86 139 1234 5670", "0086-13912345670", "8613912345670", "(+86)13912345670",
                           "013912345670", "１３９１２３４５６７０", "手机:13912345670", "Tel. 13912345670", "+8613912345670", "13912345670 / 13912345671"})
    EXPECT_EQ(e164(text), "+8613912345670") << text;
}

TEST(phone, a_placeholder_number_is_missing) {
  for (const char* text : {"13800138000", "11111111111", "12345678901", "00000000000", "13888888888", "12345678", "0000000"})
    EXPECT_EQ(read_phone(text).verdict, PhoneClass::placeholder) << text;
}

TEST(phone, segments_classify) {
  EXPECT_EQ(read_phone("17012345678").verdict, PhoneClass::virtual_operator);
  EXPECT_EQ(read_phone("14112345678").verdict, PhoneClass::suspect);
  EXPECT_EQ(read_phone("1440123456789").verdict, PhoneClass::iot);
  EXPECT_EQ(read_phone("4008123123").verdict, PhoneClass::service);
  EXPECT_EQ(read_phone("95588").verdict, PhoneClass::service);
  EXPECT_EQ(read_phone("10086").verdict, PhoneClass::service);
  EXPECT_EQ(read_phone("17412345670").verdict, PhoneClass::valid);
}

TEST(phone, a_fixed_line_keeps_area_and_extension) {
  EXPECT_EQ(landline_form(read_phone("0571-87654322-123")), "0571-87654322-123");
  EXPECT_EQ(landline_form(read_phone("(010) 87654322 转 8001")), "010-87654322-8001");
  EXPECT_EQ(landline_form(read_phone("+86 21 5888 1234 ext. 9")), "021-58881234-9");
  EXPECT_EQ(e164("0571-88888888"), "+8657188888888");
  EXPECT_EQ(read_phone("0571-8888888").verdict, PhoneClass::invalid);
  EXPECT_EQ(read_phone("0999 1234567").kind, PhoneKind::fixed);
}

TEST(phone, foreign_numbers_follow_the_metadata) {
  EXPECT_EQ(e164("+1 (415) 555-2671"), "+14155552671");
  EXPECT_EQ(e164("+44 20 7946 0958"), "+442079460958");
  EXPECT_EQ(e164("+44 (0)20 7946 0958"), "+442079460958");
  EXPECT_EQ(e164("00852 2345 6789"), "+85223456789");
  EXPECT_EQ(read_phone("+852 9123 4567").kind, PhoneKind::mobile);
  EXPECT_EQ(read_phone("+852 9123 4567").region, "HK");
  EXPECT_EQ(e164("+49 30 901820"), "+4930901820");
  EXPECT_EQ(e164("02 9374 4000", "AU"), "+61293744000");
  EXPECT_EQ(e164("020 7946 0958", "GB"), "+442079460958");
  EXPECT_EQ(read_phone("+1 416 967 1111").region, "CA");
}

TEST(phone, what_is_no_number_is_invalid) {
  for (const char* text : {"", "abc", "123", "1391234567", "139123456701", "王先生", "2026-11-22", "+", "+86", "0571", "99999999999999999999999999", "139x1234567y",
                           "+99912345678"})
    EXPECT_FALSE(read_phone(text).usable()) << text;
}

TEST(phone, every_expression_of_the_metadata_compiles) {
  for (const auto& region : phone_regions)
    for (const char* expression : {region.national_prefix_pattern, region.leading_digits, region.general, region.fixed, region.mobile, region.other}) {
      if (*expression == '\0') continue;
      const auto pattern = Pattern::compile(expression);
      EXPECT_TRUE(pattern.ok()) << region.id << ": " << (pattern.ok() ? "" : pattern.error().message);
    }
}

}  // namespace
}  // namespace zhike::kernels
