// SPDX-License-Identifier: Apache-2.0
#include "ingest/target_names.h"

#include <algorithm>

#include "kernels/pinyin.h"
#include "kernels/text.h"

namespace zhike::ingest {
namespace {

using standard::DataType;
using standard::fold_spelling;

// "金额(元)" -> "金额", "手机号*" -> "手机号", "phone 2" -> "phone".
std::string without_decoration(std::string_view header) {
  std::string text(header);
  for (const auto& [open, close] : {std::pair<std::string_view, std::string_view>{"(", ")"}, {"（", "）"}, {"[", "]"}, {"【", "】"}}) {
    auto begin = text.find(open);
    auto end = text.rfind(close);
    if (begin != std::string::npos && end != std::string::npos && end > begin) text.erase(begin, end + close.size() - begin);
  }
  while (!text.empty() && (std::string_view("*:# _-").find(text.back()) != std::string_view::npos ||
                           (text.back() >= '0' && text.back() <= '9')))
    text.pop_back();
  return text;
}

void keep_best(std::vector<NameMatch>& matches) {
  std::stable_sort(matches.begin(), matches.end(), [](const NameMatch& a, const NameMatch& b) { return a.score > b.score; });
  std::vector<NameMatch> out;
  for (const auto& match : matches)
    if (std::none_of(out.begin(), out.end(), [&](const NameMatch& m) { return m.target == match.target; })) out.push_back(match);
  matches.swap(out);
}

}  // namespace

TargetNames::TargetNames(const standard::Standard& standard, bool for_event) {
  if (for_event) {
    for (const auto& member : standard.envelope) {
      Target target{member.id, "", standard.field(member.feeds), member.type};
      std::vector<std::string> aliases = member.aliases;
      if (target.field) aliases.insert(aliases.end(), target.field->aliases.begin(), target.field->aliases.end());
      add(target, member.label, aliases);
    }
    for (const auto& type : standard.event_types)
      for (const auto& property : type.properties)
        add({property.id, type.id, nullptr, property.type}, property.label, property.aliases);
  } else {
    for (const auto* field : standard.collected()) add({field->id, "", field, field->type}, field->label, field->aliases);
    for (const auto& column : standard.columns) add({column.id, "", nullptr, column.type}, column.label, column.aliases);
  }
}

void TargetNames::add(Target target, const standard::Label& label, const std::vector<std::string>& aliases) {
  std::size_t at = targets_.size();
  add_name(target.id, at, 1.0, "name");
  add_name(label.zh, at, 0.98, "name");
  add_name(label.en, at, 0.98, "name");
  for (const auto& alias : aliases) add_name(alias, at, 0.95, "alias");
  targets_.push_back(std::move(target));
}

void TargetNames::add_name(std::string_view name, std::size_t target, double score, const char* reason) {
  std::string folded = fold_spelling(name);
  if (folded.empty()) return;
  auto& matches = names_[folded];
  for (const auto& match : matches)
    if (match.target == target) return;
  matches.push_back({target, score, reason});
}

void TargetNames::lookup(const std::string& folded, double factor, const char* reason, std::vector<NameMatch>& out) const {
  auto found = names_.find(folded);
  if (found == names_.end()) return;
  for (const auto& match : found->second) out.push_back({match.target, match.score * factor, reason ? reason : match.reason});
}

std::vector<NameMatch> TargetNames::find(std::string_view header) const {
  std::vector<NameMatch> out;
  std::string folded = fold_spelling(header);
  lookup(folded, 1, nullptr, out);
  if (auto dot = header.rfind('.'); dot != std::string_view::npos) lookup(fold_spelling(header.substr(dot + 1)), 0.93, nullptr, out);
  if (out.empty()) lookup(fold_spelling(without_decoration(header)), 0.93, nullptr, out);
  if (out.empty() && kernels::has_han(header)) lookup(fold_spelling(kernels::pinyin(header)), 0.85, "pinyin", out);
  keep_best(out);
  return out;
}

std::vector<NameMatch> TargetNames::find_inside(std::string_view header) const {
  std::vector<NameMatch> out = find(header);
  if (!out.empty()) return out;
  std::string folded = fold_spelling(header);
  for (const auto& [name, matches] : names_) {
    bool han = kernels::has_han(name);
    if (name.size() < (han ? 6u : 5u) || name.size() >= folded.size() || folded.find(name) == std::string::npos) continue;
    double share = static_cast<double>(name.size()) / static_cast<double>(folded.size());
    for (const auto& match : matches) out.push_back({match.target, 0.4 + 0.3 * share, "part of the name"});
  }
  keep_best(out);
  return out;
}

bool TargetNames::knows(std::string_view word) const { return names_.contains(fold_spelling(word)); }

double agreement(const Target& target, const Content& content) {
  if (content.empty()) return -1;
  const std::string& id = target.id;
  if (id == "mobile") return content.mobile;
  if (id == "landline") return std::max(content.landline, content.mobile > 0.5 ? 0.0 : 0.6);
  if (id == "email") return content.email;
  if (id == "id_number") return std::max(content.id_card, 0.5);
  if (id == "uscc") return content.uscc;
  if (id == "sex_code") return content.sex;
  if (id == "event_type") return content.event_type;
  if (target.type == DataType::date || target.type == DataType::time) return content.date;
  if (target.type == DataType::number || target.type == DataType::whole) return content.number;
  if (target.field && target.field->match_kind == "name")
    return content.mobile > 0.5 || content.email > 0.5 || content.date > 0.5 || content.id_card > 0.5 ? 0 : -1;
  if (id == "address_detail") return content.address > 0.3 ? 1 : -1;
  return -1;
}

double content_score(const Target& target, const Content& content) {
  if (content.values < 3) return 0;
  const std::string& id = target.id;
  auto certain = [](double share, double score) { return share >= 0.8 ? share * score : 0; };
  if (id == "mobile") return certain(content.mobile, 0.8);
  if (id == "email") return certain(content.email, 0.8);
  if (id == "id_number") return certain(content.id_card, 0.8);
  if (id == "uscc") return certain(content.uscc, 0.8);
  if (id == "landline") return certain(content.landline, 0.65);
  if (id == "address_detail") return certain(content.address, 0.65);
  if (id == "full_name") return certain(std::max(content.company, content.distinct > 0.3 ? content.person : 0), 0.65);
  if (id == "sex_code") return certain(content.sex, 0.6);
  if (id == "birth_date") return certain(content.birth, 0.55);
  if (id == "event_type") return certain(content.event_type, 0.6);
  if (id == "occurred_at") return certain(content.time, 0.6);
  return 0;
}

}  // namespace zhike::ingest
