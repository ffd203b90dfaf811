// SPDX-License-Identifier: Apache-2.0
#include "kernels/id_card.h"

#include <algorithm>

#include "kernels/date.h"
#include "kernels/division.h"

namespace zhike::kernels {
namespace {

constexpr int digit(char c) { return c - '0'; }

IdCardKind kind_of(std::string_view number) {
  if (number[0] == '9') return IdCardKind::permanent_residence;
  if (number.starts_with("81")) return IdCardKind::hong_kong_residence;
  if (number.starts_with("82")) return IdCardKind::macao_residence;
  if (number.starts_with("83")) return IdCardKind::taiwan_residence;
  return number[0] >= '1' && number[0] <= '7' ? IdCardKind::resident : IdCardKind::none;
}

// The characters that count, at most 18; returns how many, or 0 when something else is in the text.
std::size_t compact(std::string_view text, std::array<char, 18>& out) {
  std::size_t size = 0;
  for (char c : text) {
    if (c == ' ' || c == '-') continue;
    if (c == 'x') c = 'X';
    const bool last = size == 17 && c == 'X';
    if (size == 18 || !((c >= '0' && c <= '9') || last)) return 0;
    out[size++] = c;
  }
  return size;
}

}  // namespace

char id_card_check_character(std::string_view digits) {
  constexpr int weights[] = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
  int sum = 0;
  for (std::size_t i = 0; i < 17; ++i) sum += digit(digits[i]) * weights[i];
  return "10X98765432"[sum % 11];
}

IdCard read_id_card(std::string_view text) {
  IdCard card;
  const std::size_t size = compact(text, card.number);
  if (size != 15 && size != 18) return card;
  auto& n = card.number;
  if (size == 15) {
    std::copy_backward(n.begin() + 6, n.begin() + 15, n.begin() + 17);
    n[6] = '1';
    n[7] = '9';
    n[17] = id_card_check_character({n.data(), 17});
  }
  card.kind = kind_of(card.number_text());
  if (size == 15 && card.kind == IdCardKind::resident) card.kind = IdCardKind::resident_15;
  if (card.kind == IdCardKind::none) return card;
  card.format = true;
  card.checksum = id_card_check_character({n.data(), 17}) == n[17];
  card.sex = digit(n[16]) % 2 == 1 ? 1 : 2;
  const int year = digit(n[6]) * 1000 + digit(n[7]) * 100 + digit(n[8]) * 10 + digit(n[9]);
  const int month = digit(n[10]) * 10 + digit(n[11]);
  const int day = digit(n[12]) * 10 + digit(n[13]);
  card.date = year >= 1850 && year <= 2100 && is_calendar_date(year, month, day);
  card.birth = {n[6], n[7], n[8], n[9], '-', n[10], n[11], '-', n[12], n[13]};
  return card;
}

DivisionState id_card_region(const IdCard& card) {
  if (!card.format) return DivisionState::unknown;
  switch (card.kind) {
    case IdCardKind::hong_kong_residence:
    case IdCardKind::macao_residence:
    case IdCardKind::taiwan_residence:
    case IdCardKind::permanent_residence:
      return DivisionState::current;
    default:
      return division_state(card.number_text().substr(0, 6));
  }
}

}  // namespace zhike::kernels
