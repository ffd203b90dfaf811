// SPDX-License-Identifier: Apache-2.0
// Check characters by the text of the standards, serial numbers scrambled so that neighbours look unrelated.
#include "trial/identifiers.h"

#include <array>

namespace zhike::trial {
namespace {

constexpr std::string_view uscc_alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";
constexpr std::string_view mobile_prefixes[] = {"130", "131", "132", "133", "134", "135", "136", "137", "138", "139", "147", "150", "151",
                                                "152", "153", "155", "156", "157", "158", "159", "166", "173", "175", "176", "177", "178",
                                                "180", "181", "182", "183", "185", "186", "187", "188", "189", "191", "195", "198", "199"};

std::string padded(std::uint64_t number, int width) {
  std::string out(static_cast<std::size_t>(width), '0');
  for (int i = width - 1; i >= 0; --i, number /= 10) out[static_cast<std::size_t>(i)] = static_cast<char>('0' + number % 10);
  return out;
}

char organisation_check(std::string_view eight) {
  constexpr int weights[] = {3, 7, 9, 10, 5, 8, 4, 2};
  int sum = 0;
  for (int i = 0; i < 8; ++i) {
    const char c = eight[static_cast<std::size_t>(i)];
    sum += (c <= '9' ? c - '0' : c - 'A' + 10) * weights[i];
  }
  const int check = 11 - sum % 11;
  return check == 10 ? 'X' : check == 11 ? '0' : static_cast<char>('0' + check);
}

}  // namespace

char id_check_character(std::string_view first_seventeen) {
  constexpr int weights[] = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
  int sum = 0;
  for (std::size_t i = 0; i < 17; ++i) sum += (first_seventeen[i] - '0') * weights[i];
  return "10X98765432"[sum % 11];
}

std::string id_number(std::string_view region, std::string_view birth, int sequence) {
  std::string out = std::string(region) + std::string(birth) + padded(static_cast<std::uint64_t>(sequence), 3);
  out += id_check_character(out);
  return out;
}

std::string company_code(char category, std::string_view region, std::uint64_t serial) {
  // Codes given since October 2015 begin with MA; older ones are digits.
  std::uint64_t left = scramble(serial, 8'800'000'000ULL);
  std::string organisation;
  if (left % 10 < 7) {
    organisation = "MA";
    for (left /= 10; organisation.size() < 8; left /= 31) {
      const char c = uscc_alphabet[left % 31];
      organisation += c;
    }
  } else {
    organisation = padded(left / 10 % 100'000'000, 8);
  }
  organisation += organisation_check(organisation);
  std::string out = std::string("9") + category + std::string(region) + organisation;
  int sum = 0, weight = 1;
  for (char c : out) {
    sum += static_cast<int>(uscc_alphabet.find(c)) * weight;
    weight = weight * 3 % 31;
  }
  return out + uscc_alphabet[static_cast<std::size_t>((31 - sum % 31) % 31)];
}

std::string tax_number(std::uint64_t serial) {
  const auto digits = padded(scramble(serial, 890'000'000) + 100'000'000, 9);
  return digits.substr(0, 2) + "-" + digits.substr(2);
}

std::string mobile_number(std::uint64_t serial) {
  constexpr std::uint64_t count = std::size(mobile_prefixes);
  const auto number = scramble(serial, count * 100'000'000ULL);
  return std::string(mobile_prefixes[number % count]) + padded(number / count, 8);
}

std::string western_phone(std::uint64_t serial, std::string_view country) {
  const auto number = scramble(serial, 6'400'000'000ULL);
  if (country == "GBR") return "+447" + padded(400'000'000 + number % 500'000'000, 9);
  // NXX-NXX-XXXX of the North American plan: area and exchange begin with 2 to 9.
  constexpr std::string_view areas[] = {"217", "312", "415", "503", "512", "614", "617", "713", "206", "303", "704", "813"};
  const auto rest = number / std::size(areas);
  return "+1" + std::string(areas[number % std::size(areas)]) + padded(2'000'000 + rest % 8'000'000, 7);
}

std::string passport_number(std::uint64_t serial) {
  const auto number = scramble(serial, 2'600'000'000ULL);
  return std::string(1, static_cast<char>('A' + number % 26)) + padded(number / 26, 8);
}

std::string bank_card(std::uint64_t serial) {
  std::string out = "622588" + padded(scramble(serial, 1'000'000'000ULL), 9);
  int sum = 0;
  for (std::size_t i = 0; i < out.size(); ++i) {
    int digit = out[out.size() - 1 - i] - '0';
    if (i % 2 == 0) digit = digit > 4 ? digit * 2 - 9 : digit * 2;
    sum += digit;
  }
  return out + static_cast<char>('0' + (10 - sum % 10) % 10);
}

std::string wechat_id(Random& random, std::string_view prefix, int length) {
  constexpr std::string_view letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_";
  std::string out(prefix);
  std::uint64_t bits = 0;
  for (int i = 0; static_cast<int>(out.size()) < length; ++i) {
    if (i % 10 == 0) bits = random.next();
    out += letters[bits & 63];
    bits >>= 6;
  }
  return out;
}

std::string device_id(Random& random, bool apple) {
  const std::string_view digits = apple ? "0123456789ABCDEF" : "0123456789abcdef";
  std::string out;
  for (int block = 0; block < 2; ++block)
    for (auto bits = random.next(); out.size() < static_cast<std::size_t>(16 * (block + 1)); bits >>= 4) out += digits[bits & 15];
  if (!apple) return out;
  for (std::size_t at : {20U, 16U, 12U, 8U}) out.insert(at, "-");
  return out;
}

}  // namespace zhike::trial
