// SPDX-License-Identifier: Apache-2.0
// Telephone numbers: Chinese ones by our own rules, all others by the patterns of libphonenumber's metadata.
// A prefix classifies and never says the operator: numbers move between operators (携号转网).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace zhike::kernels {

enum class PhoneClass : std::uint8_t {
  valid,
  virtual_operator,  // 162 165 167 170 171: valid, often bought for one use
  suspect,           // a segment not given out to persons (140-144, 154, 161, 164): keep, weigh less
  iot,               // 13 digits: a device, not a person
  service,           // 400, 800, 95xxx, 12xxx: an organisation's line
  invalid,
  placeholder,       // 13800138000, one repeated digit, 12345678: no number was meant
};
std::string_view name(PhoneClass phone_class);

enum class PhoneKind : std::uint8_t { unknown, mobile, fixed };

struct Phone {
  PhoneClass verdict = PhoneClass::invalid;
  PhoneKind kind = PhoneKind::unknown;
  std::string e164;       // "+8613912345678"; empty when invalid or placeholder
  std::string extension;  // digits only
  std::string region;     // ISO 3166-1 alpha-2, "CN"; empty when several share the calling code
  std::uint8_t area_digits = 0;  // Chinese fixed lines: length of the area code without its 0
  bool usable() const { return verdict != PhoneClass::invalid && verdict != PhoneClass::placeholder; }
};

// Reads a number as written in `region` (a number with + or 00 says its own). Invalid when it is none.
Phone read_phone(std::string_view raw, std::string_view region = "CN");
// The standard's B03: "0571-88888888-123"; empty when it is not a Chinese fixed line.
std::string landline_form(const Phone& phone);

}  // namespace zhike::kernels
