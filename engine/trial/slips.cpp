// SPDX-License-Identifier: Apache-2.0
// Slips of ear, eye and finger.
#include "trial/slips.h"

#include "trial/chinese_names.h"
#include "trial/identifiers.h"
#include "trial/western_names.h"

namespace zhike::trial {
namespace {

std::string join(const std::vector<std::string>& parts) {
  std::string out;
  for (const auto& part : parts) out += part;
  return out;
}

std::vector<std::string> cut(std::string_view text) {
  const auto parts = characters(text);
  return {parts.begin(), parts.end()};
}

bool confuse(Random& random, std::string& text, Confusion kind, std::size_t from) {
  auto parts = cut(text);
  if (parts.size() <= from) return false;
  const auto where = from + random.below(static_cast<std::uint32_t>(parts.size() - from));
  const auto other = confused_character(random, parts[where], kind);
  if (other.empty()) return false;
  parts[where] = other;
  text = join(parts);
  return true;
}

std::string_view drop_or_swap(Random& random, std::string& name) {
  auto parts = cut(name);
  if (parts.size() < 3) {
    parts.insert(parts.begin() + 1, " ");
    name = join(parts);
    return "space_inside";
  }
  if (random.chance(0.4)) {
    std::swap(parts[1], parts[2]);
    name = join(parts);
    return "characters_swapped";
  }
  if (random.chance(0.5)) {
    parts.erase(parts.begin() + 1 + random.below(2));
    name = join(parts);
    return "character_dropped";
  }
  parts.insert(parts.begin() + 1, " ");
  name = join(parts);
  return "space_inside";
}

std::string_view title_or_mask(Random& random, std::string& name, bool female) {
  const auto parts = cut(name);
  const double what = random.unit();
  if (what < 0.45) {
    name = parts[0] + (female ? "女士" : "先生");
    return "surname_and_title";
  }
  if (what < 0.60) {
    name += female ? "女士" : "先生";
    return "title_added";
  }
  if (what < 0.65) {
    name = parts[0] + (random.chance(0.5) ? "总" : "经理");
    return "surname_and_title";
  }
  name = parts[0];
  for (std::size_t i = 1; i < parts.size(); ++i) name += parts.size() > 2 && i + 1 == parts.size() ? parts[i] : "*";
  return "masked";
}

// The keys around a digit on a telephone keypad.
char keypad_neighbour(Random& random, char digit) {
  constexpr std::string_view around[] = {"8", "24", "135", "26", "157", "2468", "359", "48", "5790", "68"};
  const auto keys = around[digit - '0'];
  return keys[random.below(static_cast<std::uint32_t>(keys.size()))];
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

}  // namespace

std::string_view slip_chinese_name(Random& random, std::string& name, bool by_ear, bool female) {
  if (name.empty() || name.find("·") != std::string::npos) return {};
  static const double ear[] = {50, 28, 22}, all[] = {35, 20, 12, 13, 6, 6, 6, 2};
  static const Weighted by_sound{ear}, any{all};
  constexpr Confusion kinds[] = {Confusion::same_sound, Confusion::other_tone, Confusion::near_sound, Confusion::same_shape};
  constexpr std::string_view names[] = {"same_sound", "other_tone", "near_sound", "same_shape"};
  const auto which = by_ear ? by_sound.pick(random) : any.pick(random);
  // Surnames are known by heart: mostly the given name suffers.
  if (which < 4) return confuse(random, name, kinds[which], random.chance(0.8) ? 1 : 0) ? names[which] : std::string_view{};
  if (which == 4) {
    const auto changed = traditional(name);
    if (changed == name) return {};
    name = changed;
    return "traditional";
  }
  if (which == 5) return drop_or_swap(random, name);
  if (which == 6) return title_or_mask(random, name, female);
  auto parts = cut(name);
  parts.back() = "?";
  name = join(parts);
  return "character_lost";
}

std::string_view slip_western_name(Random& random, std::string& name) {
  const auto space = name.find(' ');
  if (space == std::string::npos) return {};
  const auto given = name.substr(0, space), surname = name.substr(space + 1);
  const double what = random.unit();
  if (what < 0.22) {
    const auto nickname = nickname_of(given);
    if (nickname == given) return {};
    name = nickname + " " + surname;
    return "nickname";
  }
  if (what < 0.36) {
    name = surname + ", " + given;
    return "order_swapped";
  }
  if (what < 0.48) {
    name = given.substr(0, 1) + ". " + surname;
    return "initial_only";
  }
  if (what < 0.58) {
    for (auto& c : name) c = static_cast<char>(is_letter(c) && c >= 'a' ? c - 32 : c);
    return "upper_case";
  }
  if (what < 0.64) {
    name = surname;
    return "given_name_dropped";
  }
  return slip_letters(random, name);
}

std::string_view slip_letters(Random& random, std::string& text) {
  constexpr std::string_view keys = "qwertyuiopasdfghjklzxcvbnm";
  std::vector<std::size_t> places;
  for (std::size_t i = 1; i < text.size(); ++i)
    if (text[i] >= 'a' && text[i] <= 'z') places.push_back(i);
  if (places.size() < 2) return {};
  const auto where = places[random.below(static_cast<std::uint32_t>(places.size() - 1))];
  const double what = random.unit();
  if (what < 0.35) {
    const auto key = keys.find(text[where]);
    text[where] = keys[key == 0 ? 1 : random.chance(0.5) || key + 1 == keys.size() ? key - 1 : key + 1];
    return "letter_replaced";
  }
  if (what < 0.6 && text[where] != text[where + 1]) {
    std::swap(text[where], text[where + 1]);
    return "letters_swapped";
  }
  if (what < 0.85) {
    text.erase(where, 1);
    return "letter_dropped";
  }
  text.insert(where, 1, text[where]);
  return "letter_doubled";
}

std::string_view slip_digits(Random& random, std::string& digits) {
  std::vector<std::size_t> places;
  for (std::size_t i = 0; i < digits.size(); ++i)
    if (is_digit(digits[i])) places.push_back(i);
  if (places.size() < 4) return {};
  // The first digits are known by heart.
  const auto index = 2 + random.below(static_cast<std::uint32_t>(places.size() - 3));
  const auto where = places[index], next = places[index + 1];
  const double what = random.unit();
  if (what < 0.4) {
    digits[where] = keypad_neighbour(random, digits[where]);
    return "digit_replaced";
  }
  if (what < 0.7) {
    if (digits[where] == digits[next]) return {};
    std::swap(digits[where], digits[next]);
    return "digits_swapped";
  }
  if (what < 0.8) {
    digits.erase(where, 1);
    return "digit_dropped";
  }
  if (what < 0.9) {
    digits.insert(where, 1, static_cast<char>('0' + random.below(10)));
    return "digit_added";
  }
  if (digits[where] == digits[next]) return {};
  digits[next] = digits[where];
  return "digit_repeated";
}

std::string_view slip_id_number(Random& random, std::string& number) {
  if (number.size() != 18) return slip_digits(random, number);
  auto head = number.substr(0, 17);
  const auto done = slip_digits(random, head);
  if (done.empty()) return {};
  const bool repaired = head.size() == 17 && random.chance(0.15);
  number = head + (repaired ? id_check_character(head) : number.back());
  return repaired ? "digit_with_right_check" : done;
}

std::string_view slip_date(Random& random, std::string& date) {
  if (date.size() != 10) return {};
  const double what = random.unit();
  const auto month = date.substr(5, 2), day = date.substr(8, 2);
  if (what < 0.30) {
    if (day > "12" || day == month) return {};
    date = date.substr(0, 5) + day + "-" + month;
    return "month_day_swapped";
  }
  if (what < 0.55) {
    if (date[3] == '9' || date[3] == '0' || date.substr(5) == "02-29") return {};
    date[3] = static_cast<char>(date[3] + (random.chance(0.5) ? 1 : -1));
    return "year_off_by_one";
  }
  if (what < 0.75) {
    date = date.substr(0, 5) + "01-01";
    return "first_of_january";
  }
  if (what < 0.82) {
    date = "1900-01-01";
    return "default_date";
  }
  if (day[1] == '9' || day > "27") return {};
  date[9] = static_cast<char>(date[9] + 1);
  return "day_off_by_one";
}

std::string_view slip_address(Random& random, std::string& address) {
  const double what = random.unit();
  if (what < 0.35) {
    // People drop the flat: "3栋" and no more.
    for (std::string_view mark : {"栋", "号楼", "弄", "号"}) {
      const auto found = address.rfind(mark);
      if (found == std::string::npos || found + mark.size() >= address.size()) continue;
      address.resize(found + mark.size());
      return "room_dropped";
    }
    const auto comma = address.find(", Apt");
    if (comma == std::string::npos) return slip_letters(random, address);
    address.erase(comma, address.find(',', comma + 1) - comma);
    return "room_dropped";
  }
  if (what < 0.55) {
    if (!confuse(random, address, Confusion::same_sound, 6)) return slip_letters(random, address);
    return "same_sound";
  }
  const bool western = std::all_of(address.begin(), address.end(), [](unsigned char c) { return c < 0x80; });
  if (what < 0.70 || western) return slip_digits(random, address);
  if (what < 0.85) {
    address = full_width(address);
    return "full_width";
  }
  const auto changed = traditional(address);
  if (changed == address) return {};
  address = changed;
  return "traditional";
}

void mask_middle(std::string& number) {
  if (number.size() < 11) return;
  const auto start = number.size() - 8;
  number.replace(start, 4, "****");
}

std::string full_width(std::string_view text) {
  std::string out;
  for (char c : text) {
    if (!is_digit(c) && c != '-') {
      out += c;
      continue;
    }
    const unsigned code = 0xff00U + static_cast<unsigned>(c) - 0x20U;
    out += static_cast<char>(0xe0 | (code >> 12));
    out += static_cast<char>(0x80 | ((code >> 6) & 63));
    out += static_cast<char>(0x80 | (code & 63));
  }
  return out;
}

}  // namespace zhike::trial
