// SPDX-License-Identifier: Apache-2.0
#include "standardise/field_cleaner.h"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "base/digest.h"
#include "kernels/date.h"
#include "kernels/text.h"
#include "standardise/division_names.h"

namespace zhike::standardise {
namespace {

using standard::DataType;

// Properties name no cleaners of their own: the type says which one.
std::string_view cleaner_of(DataType type) {
  switch (type) {
    case DataType::text: return "text";
    case DataType::code: return "code";
    case DataType::whole:
    case DataType::number: return "amount";
    case DataType::date: return "date";
    case DataType::time: return "time";
    case DataType::flag: return "flag";
    case DataType::json: return "json";
  }
  return "text";
}

Result<const kernels::Cleaner*> cleaner_named(std::string_view id, const std::string& field) {
  if (const auto* cleaner = kernels::find_cleaner(id)) return cleaner;
  return Error{ErrorCode::standard_invalid, "field " + field + " names the cleaner " + std::string(id) + ", which does not exist"};
}

bool is_blank(std::string_view text) {
  for (char c : text)
    if (c != ' ' && c != '\t' && c != '\r' && c != '\n') return false;
  return true;
}

bool read_number(std::string_view text, double& out) {
  auto read = std::from_chars(text.data(), text.data() + text.size(), out);
  return read.ec == std::errc() && read.ptr == text.data() + text.size() && std::isfinite(out);
}

int digits_count(std::string_view text) {
  int count = 0;
  for (char c : text) count += c >= '0' && c <= '9';
  return count;
}

bool all_digits(std::string_view text) {
  return !text.empty() && static_cast<std::size_t>(digits_count(text)) == text.size();
}

}  // namespace

void add_finding(std::string& findings, int kind) {
  char buffer[12];
  auto written = std::to_chars(buffer, buffer + sizeof buffer, kind);
  if (!findings.empty()) findings += ',';
  findings.append(buffer, written.ptr);
}

void FieldCleaner::prepare_kinds(const std::string& field, FindingKinds& kinds) {
  auto add = [&](const char* check, const char* severity) {
    kinds.push_back({field, check, "validity", severity});
    return static_cast<int>(kinds.size()) - 1;
  };
  clean_kind_ = add("clean", "strong");
  if (coded_) code_kind_ = add("code_list", "strong");
  if (length_max_ > 0) length_kind_ = add("length", "weak");
  if (format_) format_kind_ = add("format", "strong");
  // Strong: a digest finds its customer, but no value that people can use gives way to it.
  if (!digests_.empty()) hashed_kind_ = add("hashed", "strong");
}

Status FieldCleaner::prepare_codes(const standard::Standard& standard, const std::string& code_list,
                                   const std::string& dimension) {
  if (code_list.empty() && dimension.empty()) return done();
  coded_ = true;
  for (auto& [spelling, code] : standard.spellings(code_list, dimension)) spellings_.emplace(spelling, code);
  const auto* found = standard.dimension(dimension);
  if (found && found->table == "division") {
    divisions_ = true;
    for (const auto& [name, code] : division_names()) spellings_.emplace(name, code);
  }
  open_below_ = found && found->open_below;
  return done();
}

Result<FieldCleaner> FieldCleaner::for_field(const standard::Standard& standard, const standard::Field& field,
                                             FindingKinds& kinds) {
  FieldCleaner cleaner;
  cleaner.type_ = field.type;
  for (const auto& verb : field.clean) {
    ZK_TRY_SET(const auto* step, cleaner_named(verb.name, field.id));
    cleaner.chain_.push_back(step);
  }
  ZK_TRY(cleaner.prepare_codes(standard, field.code_list, field.dimension));
  // A date or a code has its length by its type or list.
  if (field.type != DataType::date && !cleaner.coded_) cleaner.length_min_ = field.length_min, cleaner.length_max_ = field.length_max;
  if (!field.format.empty()) {
    ZK_TRY_SET(auto pattern, kernels::Pattern::compile(field.format));
    cleaner.format_ = std::make_shared<const kernels::Pattern>(std::move(pattern));
  }
  for (const auto& rule : standard.identity_rules)
    if (rule.field == field.id)
      cleaner.digests_.insert(cleaner.digests_.end(), rule.hashed.begin(), rule.hashed.end());
  cleaner.prepare_kinds(field.id, kinds);
  for (const auto& verb : field.check) {
    if (!verb.with.empty()) continue;
    ZK_TRY_SET(auto check, kernels::prepare_check(verb.name, verb.arguments));
    std::string dimension = verb.dimension.empty() ? std::string(check.row().dimension) : verb.dimension;
    kinds.push_back({field.id, verb.name, dimension, verb.severity});
    cleaner.checks_.push_back({std::move(check), static_cast<int>(kinds.size()) - 1});
  }
  return cleaner;
}

Result<FieldCleaner> FieldCleaner::for_property(const standard::Standard& standard, const std::string& owner,
                                                const standard::Property& property, FindingKinds& kinds) {
  FieldCleaner cleaner;
  cleaner.type_ = property.type;
  ZK_TRY_SET(const auto* step, cleaner_named(cleaner_of(property.type), property.id));
  cleaner.chain_.push_back(step);
  ZK_TRY(cleaner.prepare_codes(standard, property.code_list, property.dimension));
  cleaner.prepare_kinds(owner + "." + property.id, kinds);
  return cleaner;
}

bool FieldCleaner::find_code(std::string_view raw, const std::string& cleaned, std::string& out) const {
  for (std::string_view text : {std::string_view(cleaned), raw}) {
    if (divisions_ && all_digits(text) && text.size() >= 6) return out = text, true;
    if (auto found = spellings_.find(text); found != spellings_.end()) return out = found->second, true;
    if (auto found = spellings_.find(standard::fold_spelling(text)); found != spellings_.end()) return out = found->second, true;
  }
  if (!open_below_) return false;
  for (std::size_t length = cleaned.size(); length-- > 1;) {
    auto found = spellings_.find(standard::fold_spelling(std::string_view(cleaned).substr(0, length)));
    if (found != spellings_.end() && found->second.size() == length) return out = cleaned, true;
  }
  return false;
}

bool FieldCleaner::read_type(Cell& cell) const {
  switch (type_) {
    case DataType::text:
    case DataType::code:
    case DataType::json: return true;
    case DataType::whole:
      if (!read_number(cell.text, cell.number) || cell.number != std::floor(cell.number) || std::abs(cell.number) > 9e15) return false;
      cell.whole = static_cast<std::int64_t>(cell.number);
      return true;
    case DataType::number: return read_number(cell.text, cell.number);
    case DataType::flag:
      if (cell.text == "true" || cell.text == "1") return cell.whole = 1, true;
      if (cell.text == "false" || cell.text == "0") return cell.whole = 0, true;
      return false;
    case DataType::date: {
      auto date = kernels::parse_iso_date(cell.text);
      if (date) cell.whole = kernels::days_since_1970(*date);
      return date.has_value();
    }
    case DataType::time: {
      auto moment = kernels::read_moment(cell.text);
      if (moment) cell.whole = kernels::utc_seconds(*moment) * 1'000'000;
      return moment.has_value();
    }
  }
  return false;
}

bool FieldCleaner::take_digest(std::string_view raw, Cell& cell, std::string& findings) const {
  const auto first = raw.find_first_not_of(' ');
  raw = raw.substr(first, raw.find_last_not_of(' ') - first + 1);
  auto known = read_digest(raw, digests_);
  if (!known) return false;
  cell.text = std::move(*known);
  cell.present = true;
  add_finding(findings, hashed_kind_);
  return true;
}

void FieldCleaner::clean(std::string_view raw, Cell& cell, std::string& findings) const {
  cell.present = false;
  if (is_blank(raw)) return;
  if (!digests_.empty() && take_digest(raw, cell, findings)) return;
  thread_local std::string input;
  cell.text.assign(raw);
  for (const auto* step : chain_) {
    input.swap(cell.text);
    if (!step->clean(input, cell.text)) {
      // A word of the list need not be readable by the cleaner: "Ms" is no code, but an alias of one.
      if (coded_ && find_code(raw, input, cell.text)) break;
      return add_finding(findings, clean_kind_);
    }
    if (cell.text.empty()) return;
  }
  if (coded_) {
    input.swap(cell.text);
    if (!find_code(raw, input, cell.text)) return add_finding(findings, code_kind_);
  }
  if (!read_type(cell)) return add_finding(findings, clean_kind_);
  cell.present = true;
  if (length_max_ > 0) {
    bool numeric = type_ == DataType::whole || type_ == DataType::number;
    int length = numeric ? digits_count(cell.text) : static_cast<int>(kernels::length(cell.text));
    if (length < length_min_ || length > length_max_) add_finding(findings, length_kind_);
  }
  if (format_ && !format_->matches(cell.text)) add_finding(findings, format_kind_);
  for (const auto& checked : checks_)
    if (!checked.check(std::string_view(cell.text))) add_finding(findings, checked.kind);
}

}  // namespace zhike::standardise
