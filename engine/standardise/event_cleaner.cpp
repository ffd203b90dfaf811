// SPDX-License-Identifier: Apache-2.0
#include "standardise/event_cleaner.h"

#include <boost/json.hpp>

#include "kernels/date.h"

namespace zhike::standardise {
namespace {

namespace json = boost::json;
using standard::DataType;

constexpr std::int64_t clock_skew_seconds = 300;

void append_quoted(std::string& out, std::string_view text) {
  static constexpr char digits[] = "0123456789abcdef";
  out += '"';
  for (char c : text) {
    if (c == '"' || c == '\\')
      out += '\\', out += c;
    else if (static_cast<unsigned char>(c) < 0x20)
      out += "\\u00", out += digits[(c >> 4) & 15], out += digits[c & 15];
    else
      out += c;
  }
  out += '"';
}

void append_member(std::string& out, std::string_view name) {
  out += out.size() > 1 ? "," : "";
  append_quoted(out, name);
  out += ':';
}

void append_value(std::string& out, const Cell& cell, DataType type) {
  if (type == DataType::whole || type == DataType::number || type == DataType::json)
    out += cell.text;
  else if (type == DataType::flag)
    out += cell.whole ? "true" : "false";
  else
    append_quoted(out, cell.text);
}

}  // namespace

// One event at work; each thread keeps one.
struct EventCleaner::Work {
  std::vector<Cell> cells;
  std::string raw, properties, findings;
};

Status EventCleaner::prepare(const standard::Standard& standard, const standard::EventType& type, FindingKinds& kinds) {
  Type prepared;
  prepared.id = type.id;
  for (const auto& property : type.properties) {
    ZK_TRY_SET(auto cleaner, FieldCleaner::for_property(standard, type.id, property, kinds));
    prepared.properties.push_back({property.id, std::move(cleaner), property.required, static_cast<int>(kinds.size())});
    if (property.required) kinds.push_back({type.id + "." + property.id, "required", "completeness", "strong"});
  }
  auto place_of = [&](const std::string& id) {
    std::size_t place = 0;
    while (place < prepared.properties.size() && prepared.properties[place].id != id) ++place;
    return place;
  };
  prepared.amount = place_of(type.amount);
  prepared.channel = place_of(type.channel);
  for (const auto& id : type.amount_product) prepared.amount_product.push_back(place_of(id));
  std::string place = std::to_string(types_.size());
  spellings_.emplace(standard::fold_spelling(type.id), place);
  for (const auto& spelling : {type.label.zh, type.label.en}) spellings_.emplace(standard::fold_spelling(spelling), place);
  types_.push_back(std::move(prepared));
  return done();
}

Result<std::shared_ptr<EventCleaner>> EventCleaner::make(const standard::Standard& standard, std::string_view now,
                                                         FindingKinds& kinds) {
  std::shared_ptr<EventCleaner> events(new EventCleaner());
  auto add = [&](const char* field, const char* check, const char* dimension, const char* severity) {
    kinds.push_back({field, check, dimension, severity});
    return static_cast<int>(kinds.size()) - 1;
  };
  events->type_unknown_ = add("event_type", "known_type", "validity", "strong");
  events->time_missing_ = add("occurred_at", "required", "completeness", "strong");
  events->time_unclean_ = add("occurred_at", "clean", "validity", "strong");
  events->time_future_ = add("occurred_at", "not_future", "timeliness", "weak");
  events->properties_unclean_ = add("properties", "clean", "validity", "strong");
  auto moment = kernels::read_moment(now);
  ZK_ASSERT(moment.has_value());
  events->latest_ = kernels::utc_seconds(*moment) + clock_skew_seconds;
  for (const auto& type : standard.event_types) ZK_TRY(events->prepare(standard, type, kinds));
  // Aliases last, so that they never hide the name of another type.
  for (std::size_t i = 0; i < standard.event_types.size(); ++i)
    for (const auto& alias : standard.event_types[i].aliases)
      events->spellings_.emplace(standard::fold_spelling(alias), std::to_string(i));
  return events;
}

std::vector<db::RowColumn> EventCleaner::columns() const {
  return {{"event_type", db::RowType::text}, {"occurred_at", db::RowType::time},  {"amount", db::RowType::number},
          {"channel", db::RowType::text},    {"properties", db::RowType::text},   {"findings", db::RowType::text}};
}

void EventCleaner::clean_time(std::string_view raw, std::string& findings, db::RowWriter& out) const {
  thread_local std::string text;
  static const kernels::Cleaner* cleaner = kernels::find_cleaner("time");
  if (raw.empty()) return add_finding(findings, time_missing_);
  bool clean = cleaner->clean(raw, text);
  if (clean && text.empty()) return add_finding(findings, time_missing_);
  auto moment = clean ? kernels::read_moment(text) : std::nullopt;
  if (!moment) return add_finding(findings, time_unclean_);
  std::int64_t seconds = kernels::utc_seconds(*moment);
  if (seconds > latest_) add_finding(findings, time_future_);
  out.set_whole(1, seconds * 1'000'000);
}

void EventCleaner::clean_properties(const Type* type, std::string_view raw, Work& work) const {
  std::size_t count = type ? type->properties.size() : 0;
  if (work.cells.size() < count) work.cells.resize(count);
  for (std::size_t i = 0; i < count; ++i) work.cells[i].present = false;
  work.properties = "{";
  unsigned char memory[4096];
  json::monotonic_resource resource(memory, sizeof memory);
  boost::system::error_code error;
  json::value parsed = raw.empty() ? json::value(json::object(), &resource) : json::parse(raw, error, &resource);
  if (error || !parsed.is_object()) {
    add_finding(work.findings, properties_unclean_);
    work.properties += '}';
    return;
  }
  for (const auto& [name, value] : parsed.get_object()) {
    if (value.is_null()) continue;
    if (value.is_string())
      work.raw.assign(value.get_string());
    else
      work.raw = json::serialize(value);
    std::size_t place = 0;
    while (place < count && type->properties[place].id != std::string_view(name)) ++place;
    if (place < count) {
      const auto& property = type->properties[place];
      property.cleaner.clean(work.raw, work.cells[place], work.findings);
      if (!work.cells[place].present) continue;
      append_member(work.properties, property.id);
      append_value(work.properties, work.cells[place], property.cleaner.type());
    } else {
      append_member(work.properties, name);
      append_quoted(work.properties, work.raw);
    }
  }
  work.properties += '}';
  for (std::size_t i = 0; i < count; ++i)
    if (type->properties[i].required && !work.cells[i].present) add_finding(work.findings, type->properties[i].required_kind);
}

void EventCleaner::answer(std::span<const std::string_view> texts, db::RowWriter& out) const {
  thread_local Work work;
  work.findings.clear();
  const Type* type = nullptr;
  auto found = spellings_.find(texts[0]);
  if (found == spellings_.end()) found = spellings_.find(standard::fold_spelling(texts[0]));
  if (found != spellings_.end())
    type = &types_[std::stoul(found->second)];
  else
    add_finding(work.findings, type_unknown_);
  out.set_text(0, type ? std::string_view(type->id) : texts[0]);
  clean_time(texts[1], work.findings, out);
  clean_properties(type, texts[2], work);
  if (type) {
    if (type->amount < type->properties.size() && work.cells[type->amount].present) {
      out.set_number(2, work.cells[type->amount].number);
    } else if (!type->amount_product.empty()) {
      double product = 1;
      bool complete = true;
      for (std::size_t place : type->amount_product) {
        complete = complete && work.cells[place].present;
        if (complete) product *= work.cells[place].number;
      }
      if (complete) out.set_number(2, product);
    }
    if (type->channel < type->properties.size() && work.cells[type->channel].present) out.set_text(3, work.cells[type->channel].text);
  }
  out.set_text(4, work.properties);
  if (!work.findings.empty()) out.set_text(5, work.findings);
}

}  // namespace zhike::standardise
