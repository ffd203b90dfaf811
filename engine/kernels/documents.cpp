// SPDX-License-Identifier: Apache-2.0
#include "kernels/documents.h"

#include <algorithm>

#include "kernels/division.h"
#include "kernels/id_card.h"
#include "kernels/text.h"
#include "kernels/uscc.h"

namespace zhike::kernels {
namespace {

constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }
constexpr bool is_capital(char c) { return c >= 'A' && c <= 'Z'; }

bool all_digits(std::string_view text) { return !text.empty() && std::all_of(text.begin(), text.end(), is_digit); }

std::string_view type_of(IdCardKind kind) {
  switch (kind) {
    case IdCardKind::hong_kong_residence:
    case IdCardKind::macao_residence:
    case IdCardKind::taiwan_residence: return "06";
    case IdCardKind::permanent_residence: return "07";
    default: return "01";
  }
}

}  // namespace

std::string compact_document(std::string_view text) {
  std::string normal;
  if (!is_ascii(text)) {
    normalise(text, normal);
    text = normal;
  }
  std::string out;
  for (char c : text) {
    if (c == ' ' || c == '-' || c == '(' || c == ')' || c == '\'' || c == '\t' || c == '.' ) continue;
    out.push_back(c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c);
  }
  return out;
}

bool is_chinese_passport(std::string_view t) {
  if (t.size() != 9) return false;
  if (t[0] == 'E' && (is_digit(t[1]) || is_capital(t[1])) && t[1] != 'I' && t[1] != 'O') return all_digits(t.substr(2));
  if (t[0] == 'G' || t[0] == 'D' || t[0] == 'S' || t[0] == 'P') {
    if (all_digits(t.substr(1))) return true;
  }
  if (t.starts_with("14") || t.starts_with("15")) return all_digits(t);
  return (t.starts_with("PE") || t.starts_with("PK") || t.starts_with("DE") || t.starts_with("SE")) && all_digits(t.substr(2));
}

bool is_foreign_passport(std::string_view t) {
  if (t.size() < 6 || t.size() > 9) return false;
  if (!std::all_of(t.begin(), t.end(), [](char c) { return is_digit(c) || is_capital(c); })) return false;
  return std::count_if(t.begin(), t.end(), is_digit) >= 2;
}

bool is_mainland_permit(std::string_view t) {
  return (t.size() == 9 || t.size() == 11) && (t[0] == 'H' || t[0] == 'M') && all_digits(t.substr(1));
}

bool is_taiwan_permit(std::string_view t) { return (t.size() == 8 || t.size() == 10) && all_digits(t); }

bool is_hong_kong_identity(std::string_view t) {
  if (t.size() != 8 && t.size() != 9) return false;
  const std::size_t letters = t.size() - 7;
  for (std::size_t i = 0; i < letters; ++i)
    if (!is_capital(t[i])) return false;
  if (!all_digits(t.substr(letters, 6))) return false;
  // A missing first letter counts as a blank, whose value is 36.
  int sum = letters == 1 ? 9 * 36 + 8 * (t[0] - 'A' + 10) : 9 * (t[0] - 'A' + 10) + 8 * (t[1] - 'A' + 10);
  for (std::size_t i = 0; i < 6; ++i) sum += (t[letters + i] - '0') * static_cast<int>(7 - i);
  const int check = (11 - sum % 11) % 11;
  return t.back() == (check == 10 ? 'A' : static_cast<char>('0' + check));
}

bool is_old_permanent_residence(std::string_view t) {
  return t.size() == 15 && is_capital(t[0]) && is_capital(t[1]) && is_capital(t[2]) && all_digits(t.substr(3));
}

bool is_plate(std::string_view t) {
  constexpr std::string_view provinces = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼使";
  if (t.size() < 9 || provinces.find(t.substr(0, 3)) == std::string_view::npos) return false;
  const std::string_view rest = t.substr(3);
  if (rest.size() != 6 && rest.size() != 7) return false;
  if (!is_capital(rest[0])) return false;
  return std::all_of(rest.begin() + 1, rest.end(), [](char c) { return is_digit(c) || (is_capital(c) && c != 'I' && c != 'O'); });
}

bool is_postcode(std::string_view t) { return t.size() == 6 && all_digits(t) && is_postcode_prefix(t); }

IdentityNumber read_identity_number(std::string_view text) {
  IdentityNumber out;
  out.number = compact_document(text);
  const std::string_view t = out.number;
  const IdCard card = read_id_card(t);
  // A code of 18 digits may have the form of both: the one whose check digit holds is meant.
  const Uscc uscc = t.size() == 18 && !card.valid() ? read_uscc(t) : Uscc();
  if (card.format && (card.checksum || !uscc.valid())) {
    out.type = type_of(card.kind);
    out.valid = card.valid();
    out.number = card.number_text();
    return out;
  }
  if (uscc.format) {
    out.type = "11";
    out.valid = uscc.valid();
    return out;
  }
  out.valid = true;
  if (is_chinese_passport(t)) out.type = "03";
  else if (is_mainland_permit(t)) out.type = "04";
  else if (is_taiwan_permit(t)) out.type = "05";
  else if (is_old_permanent_residence(t)) out.type = "07";
  else if (is_hong_kong_identity(t)) out.type = "12";
  else if (is_foreign_passport(t)) out.type = "03";
  else out.valid = false;
  return out;
}

}  // namespace zhike::kernels
