// SPDX-License-Identifier: Apache-2.0
#include "standardise/row_cleaner.h"

#include "kernels/address.h"
#include "kernels/date.h"
#include "kernels/id_card.h"

namespace zhike::standardise {

namespace {

db::RowType row_type(standard::DataType type) {
  switch (type) {
    case standard::DataType::whole: return db::RowType::whole;
    case standard::DataType::number: return db::RowType::number;
    case standard::DataType::date: return db::RowType::date;
    case standard::DataType::time: return db::RowType::time;
    case standard::DataType::flag: return db::RowType::flag;
    default: return db::RowType::text;
  }
}

void write(const Cell& cell, standard::DataType type, std::size_t column, db::RowWriter& out) {
  if (!cell.present) return;
  switch (row_type(type)) {
    case db::RowType::text: return out.set_text(column, cell.text);
    case db::RowType::number: return out.set_number(column, cell.number);
    case db::RowType::flag: return out.set_flag(column, cell.whole != 0);
    default: return out.set_whole(column, cell.whole);
  }
}

}  // namespace

// One record at work; each thread keeps one, so that its texts keep their memory.
struct RowCleaner::Row {
  std::vector<Cell> cells;
  std::string findings, derived;
  std::vector<std::string_view> values;

  void start(std::size_t fields) {
    if (cells.size() < fields) cells.resize(fields);
    findings.clear();
    derived.clear();
  }
  void note_derived(std::string_view field) {
    if (!derived.empty()) derived += ',';
    derived += field;
  }
};

std::size_t RowCleaner::place_of(std::string_view field) const {
  for (std::size_t i = 0; i < field_ids_.size(); ++i)
    if (field_ids_[i] == field) return i;
  return field_ids_.size();
}

Status RowCleaner::prepare_cross_checks(const standard::Field& field, FindingKinds& kinds) {
  for (const auto& verb : field.check) {
    if (verb.with.empty()) continue;
    std::vector<std::size_t> places{place_of(field.id)};
    for (const auto& other : verb.with) places.push_back(place_of(other));
    bool complete = true;
    for (std::size_t place : places) complete = complete && place < field_ids_.size();
    if (!complete) continue;
    ZK_TRY_SET(auto check, kernels::prepare_check(verb.name, verb.arguments));
    std::string dimension = verb.dimension.empty() ? std::string(check.row().dimension) : verb.dimension;
    kinds.push_back({field.id, verb.name, dimension, verb.severity});
    cross_checks_.push_back({std::move(check), std::move(places), static_cast<int>(kinds.size()) - 1});
  }
  return done();
}

Status RowCleaner::prepare_expected(const standard::Field& field, FindingKinds& kinds) {
  if (field.required != "must" && field.required != "conditional") return done();
  Expected expected{place_of(field.id), {}, false, false, static_cast<int>(kinds.size())};
  for (const auto& entity : field.entities) (entity == "organisation" ? expected.organisation : expected.person) = true;
  ZK_TRY_SET(auto clauses, standard::parse_condition(field.required_if));
  for (auto& clause : clauses)
    if (std::size_t place = place_of(clause.field); place < field_ids_.size())
      expected.when.push_back({place, std::move(clause.values)});
  // Whether a condition on fields that no source carries holds is known: it does not.
  if (!clauses.empty() && expected.when.empty()) return done();
  kinds.push_back({field.id, "required", "completeness", field.required == "must" ? "strong" : "weak"});
  expected_.push_back(std::move(expected));
  return done();
}

Result<std::shared_ptr<RowCleaner>> RowCleaner::make(const standard::Standard& standard, const CarriedFields& carried,
                                                     FindingKinds& kinds) {
  std::shared_ptr<RowCleaner> rows(new RowCleaner());
  // What can be derived is looked at although no source carries it.
  std::set<std::string> looked_at{"party_type"};
  for (const auto& [source, fields] : carried) looked_at.insert(fields.begin(), fields.end());
  if (looked_at.contains("id_number")) looked_at.insert({"sex_code", "birth_date"});
  if (looked_at.contains("address_detail")) looked_at.insert({"division_code", "town_name"});
  std::vector<const standard::Field*> chosen;
  for (const auto* field : standard.collected())
    if (looked_at.contains(field->id)) chosen.push_back(field);
  for (const auto* field : chosen) {
    rows->field_ids_.push_back(field->id);
    rows->types_.push_back(field->type);
    ZK_TRY_SET(auto cleaner, FieldCleaner::for_field(standard, *field, kinds));
    rows->cleaners_.push_back(std::move(cleaner));
  }
  for (const auto* field : chosen) {
    ZK_TRY(rows->prepare_cross_checks(*field, kinds));
    ZK_TRY(rows->prepare_expected(*field, kinds));
  }
  for (const auto& [source, fields] : carried) {
    std::vector<bool> places;
    for (const auto& id : rows->field_ids_) places.push_back(fields.contains(id));
    rows->carried_.emplace(source, std::move(places));
  }
  rows->party_type_ = rows->place_of("party_type");
  rows->id_number_ = rows->place_of("id_number");
  rows->sex_ = rows->place_of("sex_code");
  rows->birth_ = rows->place_of("birth_date");
  rows->address_ = rows->place_of("address_detail");
  rows->division_ = rows->place_of("division_code");
  rows->town_ = rows->place_of("town_name");
  return rows;
}

std::vector<db::RowColumn> RowCleaner::columns() const {
  std::vector<db::RowColumn> columns;
  for (std::size_t i = 0; i < field_ids_.size(); ++i) columns.push_back({field_ids_[i], row_type(types_[i])});
  columns.push_back({"derived_fields", db::RowType::text});
  columns.push_back({"findings", db::RowType::text});
  columns.push_back({"recorded_at", db::RowType::time});
  for (std::string_view part : address_part_columns) columns.push_back({"address_" + std::string(part), db::RowType::text});
  return columns;
}

void RowCleaner::derive(std::string_view entity, Row& row) const {
  std::size_t count = field_ids_.size();
  if (party_type_ < count && !row.cells[party_type_].present) {
    auto& cell = row.cells[party_type_];
    cell.present = true;
    cell.text = entity == "organisation" ? "O" : "P";
    row.note_derived("party_type");
  }
  if (id_number_ >= count || !row.cells[id_number_].present) return;
  bool wants_sex = sex_ < count && !row.cells[sex_].present;
  bool wants_birth = birth_ < count && !row.cells[birth_].present;
  if (!wants_sex && !wants_birth) return;
  kernels::IdCard card = kernels::read_id_card(row.cells[id_number_].text);
  if (!card.valid()) return;
  if (wants_sex) {
    row.cells[sex_].present = true;
    row.cells[sex_].text = card.sex == 1 ? "1" : "2";
    row.note_derived("sex_code");
  }
  if (wants_birth) {
    auto date = kernels::parse_iso_date(card.birth_text());
    if (!date) return;
    row.cells[birth_].present = true;
    row.cells[birth_].text = card.birth_text();
    row.cells[birth_].whole = kernels::days_since_1970(*date);
    row.note_derived("birth_date");
  }
}

void RowCleaner::read_parts(Row& row, db::RowWriter& out) const {
  std::size_t count = field_ids_.size();
  if (address_ >= count || !row.cells[address_].present) return;
  kernels::Address address = kernels::read_clean_address(row.cells[address_].text);
  std::string division = address.division_code ? std::to_string(address.division_code) : std::string();
  std::size_t column = count + 3;
  for (const std::string* part : {&division, &address.province, &address.city, &address.district, &address.town, &address.road,
                                  &address.number, &address.building, &address.unit, &address.floor, &address.room, &address.place}) {
    if (!part->empty()) out.set_text(column, *part);
    ++column;
  }
  auto fill = [&](std::size_t place, const std::string& value) {
    if (value.empty() || row.cells[place].present) return;
    row.cells[place].present = true;
    row.cells[place].text = value;
    row.note_derived(field_ids_[place]);
  };
  if (!address.ambiguous_division) fill(division_, division);
  fill(town_, address.town);
}

void RowCleaner::check_across(Row& row) const {
  for (const auto& cross : cross_checks_) {
    row.values.clear();
    for (std::size_t place : cross.fields)
      if (row.cells[place].present) row.values.push_back(row.cells[place].text);
    if (row.values.size() == cross.fields.size() && !cross.check(row.values)) add_finding(row.findings, cross.kind);
  }
}

void RowCleaner::check_expected(std::string_view source, std::string_view entity, Row& row) const {
  auto carried = carried_.find(source);
  if (carried == carried_.end()) return;
  bool organisation = entity == "organisation";
  for (const auto& expected : expected_) {
    if (row.cells[expected.field].present || !carried->second[expected.field]) continue;
    if (organisation ? !expected.organisation : !expected.person) continue;
    bool holds = expected.when.empty();
    for (const auto& clause : expected.when) {
      const Cell& cell = row.cells[clause.field];
      if (!cell.present) continue;
      holds = holds || clause.values.empty();
      for (const auto& value : clause.values) holds = holds || cell.text == value;
    }
    if (holds) add_finding(row.findings, expected.kind);
  }
}

void RowCleaner::answer(std::span<const std::string_view> texts, db::RowWriter& out) const {
  thread_local Row row;
  std::size_t count = field_ids_.size();
  row.start(count);
  for (std::size_t i = 0; i < count; ++i) cleaners_[i].clean(texts[3 + i], row.cells[i], row.findings);
  // What is derived agrees with its origin by definition, so only what the sources gave is compared.
  check_across(row);
  derive(texts[1], row);
  read_parts(row, out);
  check_expected(texts[0], texts[1], row);
  for (std::size_t i = 0; i < count; ++i) write(row.cells[i], types_[i], i, out);
  if (!row.derived.empty()) out.set_text(count, row.derived);
  if (!row.findings.empty()) out.set_text(count + 1, row.findings);
  if (texts[2].empty()) return;
  thread_local std::string time;
  if (const auto* cleaner = kernels::find_cleaner("time"); cleaner && cleaner->clean(texts[2], time))
    if (auto moment = kernels::read_moment(time)) out.set_whole(count + 2, kernels::utc_seconds(*moment) * 1'000'000);
}

}  // namespace zhike::standardise
