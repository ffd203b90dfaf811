// SPDX-License-Identifier: Apache-2.0
#include "ingest/content.h"

#include <algorithm>
#include <array>

#include "kernels/date.h"
#include "kernels/email.h"
#include "kernels/id_card.h"
#include "kernels/number.h"
#include "kernels/phone.h"
#include "kernels/text.h"
#include "kernels/uscc.h"

namespace zhike::ingest {
namespace {

bool contains_any(std::string_view text, std::initializer_list<std::string_view> words) {
  return std::any_of(words.begin(), words.end(), [&](std::string_view word) { return text.find(word) != std::string_view::npos; });
}

// Two to four characters (names of minorities longer, with a dot), none of the words places and firms end in.
bool looks_like_person(std::string_view text) {
  std::size_t length = kernels::length(text);
  if (length < 2 || length > 15) return false;
  if (length > 4 && text.find("·") == std::string_view::npos) return false;
  std::string without_dot(text);
  if (auto dot = without_dot.find("·"); dot != std::string::npos) without_dot.erase(dot, 2);
  return kernels::all_han(without_dot) && !contains_any(text, {"市", "省", "区", "县", "路", "街", "公司", "厂", "店", "卡", "户"});
}

bool is_sex(std::string_view folded, const std::unordered_map<std::string, std::string>& spellings) {
  return spellings.contains(std::string(folded)) && folded.size() <= 6 && folded != "0" && folded != "9";
}

void count_dates(const std::string& text, Content& content) {
  bool plain_number = text.find_first_not_of("0123456789") == std::string::npos;
  if (plain_number && text.size() != 8 && text.size() != 10 && text.size() != 13) return;
  auto moment = kernels::read_moment(text);
  if (!moment) return;
  ++content.date;
  content.time += moment->has_time;
  content.birth += !moment->has_time && moment->date.year >= 1900 && moment->date.year <= 2012;
}

void count_phones(const std::string& text, Content& content) {
  if (text.size() < 7 || text.size() > 24) return;
  kernels::Phone phone = kernels::read_phone(text);
  if (!phone.usable()) return;
  if (phone.kind == kernels::PhoneKind::mobile) ++content.mobile;
  if (phone.kind == kernels::PhoneKind::fixed && text.find_first_of("-() ") != std::string::npos) ++content.landline;
}

}  // namespace

bool looks_like_address(std::string_view text) {
  static constexpr std::array words{"省", "市", "区", "县", "镇", "村", "路", "街", "道", "巷", "弄", "号", "室", "幢", "栋"};
  auto found = std::count_if(words.begin(), words.end(), [&](const char* word) { return text.find(word) != std::string_view::npos; });
  return found >= 2 && text.size() >= 18;
}

bool looks_like_company(std::string_view name) {
  static constexpr std::array endings{"公司", "集团", "厂", "中心", "合作社", "事务所", "研究院", "研究所", "学校", "医院",
                                      "银行", "商行", "经营部", "工作室", "协会", "委员会", "酒店", "商店", "超市", "餐厅",
                                      "大学", "支行", "分行", "门市部", "合伙）", "合伙)"};
  for (std::string_view ending : endings)
    if (name.ends_with(ending) && name.size() > ending.size() + 3) return true;
  if (name.find("有限公司") != std::string_view::npos) return true;
  if (!kernels::is_ascii(name)) return false;
  std::string lower = kernels::lower_ascii(name);
  while (!lower.empty() && (lower.back() == '.' || lower.back() == ' ')) lower.pop_back();
  for (std::string_view ending : {" ltd", " limited", " inc", " llc", " corp", " corporation", " gmbh", " plc", " company", " co", " group", " holdings"})
    if (lower.ends_with(ending)) return true;
  return false;
}

ContentReader::ContentReader(const standard::Standard& standard) {
  if (const auto* field = standard.field("sex_code")) sexes_ = standard.spellings(field->code_list, field->dimension);
  for (const auto& type : standard.event_types) {
    event_words_.insert(standard::fold_spelling(type.id));
    event_words_.insert(standard::fold_spelling(type.label.zh));
    for (const auto& alias : type.aliases) event_words_.insert(standard::fold_spelling(alias));
  }
}

Content ContentReader::look_at(const std::vector<std::string_view>& values, std::size_t values_max) const {
  Content content;
  std::unordered_set<std::string_view> distinct;
  for (std::string_view value : values) {
    if (content.values == values_max) break;
    std::string text = kernels::normalised(value.substr(0, 400));
    if (text.empty()) continue;
    ++content.values;
    distinct.insert(value);
    std::string folded = standard::fold_spelling(text), number;
    count_phones(text, content);
    count_dates(text, content);
    content.email += text.find('@') != std::string::npos && kernels::read_email(text).valid;
    content.id_card += (text.size() == 18 || text.size() == 15) && kernels::read_id_card(text).valid();
    content.uscc += text.size() == 18 && kernels::read_uscc(text).valid();
    content.sex += is_sex(folded, sexes_);
    content.company += looks_like_company(text);
    content.address += looks_like_address(text);
    content.person += looks_like_person(text);
    content.number += kernels::read_number(text, number);
    content.event_type += event_words_.contains(folded);
  }
  if (content.values == 0) return content;
  auto count = static_cast<double>(content.values);
  for (double* share : {&content.mobile, &content.landline, &content.email, &content.id_card, &content.uscc, &content.date,
                        &content.time, &content.birth, &content.sex, &content.person, &content.company, &content.address,
                        &content.number, &content.event_type})
    *share /= count;
  content.distinct = static_cast<double>(distinct.size()) / count;
  return content;
}

}  // namespace zhike::ingest
