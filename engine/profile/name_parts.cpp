// SPDX-License-Identifier: Apache-2.0
#include "profile/name_parts.h"

#include "kernels/person_name.h"
#include "kernels/pinyin.h"

namespace zhike::profile {
namespace {

constexpr std::size_t key_length_max = 64;

std::string letters_only(std::string_view text) {
  std::string out;
  for (char c : text) {
    if (c >= 'a' && c <= 'z')
      out += c;
    else if (!out.empty() && out.back() != ' ')
      out += ' ';
  }
  if (out.size() > key_length_max) out.resize(key_length_max);
  while (!out.empty() && out.back() == ' ') out.pop_back();
  return out;
}

}  // namespace

std::string pinyin_key(std::string_view name, bool organisation) {
  kernels::PersonName person;
  if (organisation || !kernels::read_person_name(name, person) || person.family.empty()) return letters_only(kernels::pinyin(name));
  return letters_only(kernels::name_pinyin_key(person.family, person.given));
}

std::vector<db::RowColumn> NameParts::columns() const {
  return {{"family", db::RowType::text}, {"key", db::RowType::text}};
}

void NameParts::answer(std::span<const std::string_view> texts, db::RowWriter& out) const {
  if (texts[0].empty()) return;
  bool organisation = texts[1] == "O";
  thread_local kernels::PersonName person;
  std::string key;
  if (!organisation && kernels::read_person_name(texts[0], person) && !person.family.empty()) {
    out.set_text(0, person.family);
    key = letters_only(kernels::name_pinyin_key(person.family, person.given));
  } else {
    key = letters_only(kernels::pinyin(texts[0]));
  }
  if (!key.empty()) out.set_text(1, key);
}

}  // namespace zhike::profile
