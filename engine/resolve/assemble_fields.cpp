// SPDX-License-Identifier: Apache-2.0
// Each raw column goes to one cleaner; names and dates that are spread over columns are brought together first.
#include "resolve/assemble_fields.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

#include "base/parallel.h"
#include "resolve/assembly.h"
#include "resolve/clean_date.h"
#include "resolve/clean_name.h"
#include "resolve/clean_text.h"
#include "resolve/column_type.h"
#include "resolve/model_use.h"

namespace zhike::resolve {
namespace {

// How much a field can say: rows that have it times the bits of an average exact agreement.
double worth(const CleanColumn& clean) {
  const auto& column = clean.column;
  double same = 0;
  for (const double count : column.count) same += count * count;
  const double filled = static_cast<double>(column.filled);
  return filled * std::min(15.0, -std::log2(same / (filled * filled) + 1e-12));
}

std::string clean_category(std::string_view raw) {
  auto words = clean_words(raw);
  return words.empty() ? fold(raw) : words;
}

// How well a text names its row: what it can say, more when the header calls it a name, nothing when it is mostly numbers.
double claim(const CleanColumn& clean) {
  const auto& column = clean.column;
  double numbers = 0;
  for (std::size_t value = 1; value < column.values.size(); ++value)
    numbers += column.values[value][0] >= '0' && column.values[value][0] <= '9' ? column.count[value] : 0;
  if (numbers * 2 > static_cast<double>(column.filled)) return 0;
  return worth(clean) * (names_the_row(column.name) ? 2 : 1);
}

}  // namespace

CodedColumn cleaned(const CodedColumn& column, std::string (*clean)(std::string_view)) {
  std::vector<std::string> value_of(column.values.size());
  for (std::size_t code = 1; code < value_of.size(); ++code) value_of[code] = clean(column.values[code]);
  return recode(column.name, column.code, value_of);
}

std::vector<CleanColumn> Assembly::run(int threads) {
  join_day_month_year();
  assemble_names();
  std::vector<std::optional<CleanColumn>> single(columns_.size());
  parallel_pieces(columns_.size(), 1, threads, [&](std::size_t first, std::size_t last, int) {
    for (std::size_t k = first; k < last; ++k) single[k] = clean_single(columns_[k]);
  });
  // One after the other: these take decisions.
  for (std::size_t k = 0; k < columns_.size(); ++k)
    if (columns_[k].type == ColumnType::date) single[k] = CleanColumn{clean_date_column(columns_[k].column), Kind::date, {}};
  for (auto& column : single)
    if (column) out_.push_back(std::move(*column));
  if (!decisions_.closed()) drop_empty_and_repeated();
  name_what_is_personal();
  return std::move(out_);
}

// Three short number columns called year, month and day become one date; otherwise they are numbers.
void Assembly::join_day_month_year() {
  const auto years = of_type(ColumnType::year);
  const auto months = of_type(ColumnType::month);
  const auto days = of_type(ColumnType::day);
  const bool joined = years.size() == 1 && months.size() == 1 && days.size() == 1;
  if (joined) {
    const auto& year = years[0]->column;
    const auto& month = months[0]->column;
    const auto& day = days[0]->column;
    std::vector<std::uint32_t> code(year.code.size());
    Dictionary dictionary;
    for (std::size_t row = 0; row < code.size(); ++row) {
      if (year.code[row] == 0 || month.code[row] == 0 || day.code[row] == 0) continue;
      code[row] = dictionary.add(year.values[year.code[row]] + "-" + month.values[month.code[row]] + "-" +
                                 day.values[day.code[row]]);
    }
    columns_.push_back({recode("date of " + year.name, code, dictionary.values()), ColumnType::date});
  }
  for (auto& typed : columns_)
    if (typed.type == ColumnType::year || typed.type == ColumnType::month || typed.type == ColumnType::day)
      typed.type = joined ? ColumnType::ignore : ColumnType::number;
}

std::optional<CleanColumn> Assembly::clean_single(const TypedColumn& typed) const {
  const auto& column = typed.column;
  switch (typed.type) {
    case ColumnType::given_name: return CleanColumn{cleaned(column, clean_name), Kind::given_name, {}};
    case ColumnType::surname: return CleanColumn{cleaned(column, clean_name), Kind::surname, {}};
    case ColumnType::rest_of_name: return CleanColumn{cleaned(column, clean_name), Kind::rest_of_name, {}};
    case ColumnType::identifier: return CleanColumn{cleaned(column, clean_identifier), Kind::identifier, {}};
    case ColumnType::phone: return CleanColumn{cleaned(column, clean_phone), Kind::phone, {}};
    case ColumnType::email: return CleanColumn{cleaned(column, clean_email), Kind::email, {}};
    case ColumnType::address: return CleanColumn{cleaned(column, clean_address), Kind::address, {}};
    case ColumnType::place: return CleanColumn{cleaned(column, clean_address), Kind::place, {}};
    case ColumnType::postcode: return CleanColumn{cleaned(column, clean_code), Kind::postcode, {}};
    case ColumnType::number: return CleanColumn{cleaned(column, clean_number), Kind::number, {}};
    case ColumnType::other_name: return CleanColumn{cleaned(column, clean_other_name), Kind::other_name, {}};
    case ColumnType::organisation_name: return CleanColumn{cleaned(column, clean_organisation_name), Kind::organisation_name, false};
    case ColumnType::category: return CleanColumn{cleaned(column, clean_category), Kind::category, {}};
    default: return std::nullopt;
  }
}

CodedColumn Assembly::clean_date_column(const CodedColumn& column) {
  auto dates = clean_dates(column, decisions_);
  drop_default_dates(dates, decisions_);
  for (const auto& typed : columns_)
    if (typed.type == ColumnType::identifier) fill_from_identity_number(dates, cleaned(typed.column, clean_identifier), decisions_);
  return dates;
}

// What tells one customer from those around him. In a table of organisations that is the name alone, beside numbers
// and dates; in one of neither (songs, papers, places) it is the text that says most. Without it, whatever a family
// or an album has in common would be all there is, and every match could be "related" as well.
void Assembly::name_what_is_personal() {
  const auto is_personal = [](const CleanColumn& column) { return column.personal.value_or(info(column.kind).personal); };
  const auto is_name = [&](const CleanColumn& column) { return is_personal(column) && column.kind != Kind::date && column.kind != Kind::identifier; };
  if (!organisations_ && std::any_of(out_.begin(), out_.end(), is_name)) return;
  CleanColumn* principal = nullptr;
  for (auto& column : out_) {
    const bool text = column.kind == Kind::place || column.kind == Kind::address || column.kind == Kind::organisation_name;
    if (text && (principal == nullptr || claim(column) > claim(*principal))) principal = &column;
  }
  for (auto& column : out_) column.personal = &column == principal || column.kind == Kind::identifier || column.kind == Kind::date ||
                                              (organisations_ && column.kind == Kind::organisation_name);
  if (std::none_of(out_.begin(), out_.end(), is_personal))
    for (auto& column : out_) column.personal = true;
}

void Assembly::drop_empty_and_repeated() {
  std::vector<CleanColumn> kept;
  for (auto& candidate : out_) {
    // Codes count up in the order of the rows, so a code and its name (a state and its number) have equal codes too.
    const auto same = [&](const CleanColumn& other) {
      return other.kind == candidate.kind && other.column.code == candidate.column.code;
    };
    if (candidate.column.filled == 0 || candidate.column.values.size() <= 2) {
      notes_.push_back("column " + candidate.column.name + " is left out: one value only after cleaning");
    } else if (std::any_of(kept.begin(), kept.end(), same)) {
      notes_.push_back("column " + candidate.column.name + " is left out: it repeats another");
    } else {
      kept.push_back(std::move(candidate));
    }
  }
  out_ = std::move(kept);
}

namespace {

void keep_the_best(std::vector<CleanColumn>& columns, std::vector<std::string>& notes) {
  if (columns.size() <= fields_most) return;
  std::vector<std::pair<double, std::size_t>> order;
  for (std::size_t k = 0; k < columns.size(); ++k) order.emplace_back(-worth(columns[k]), k);
  std::sort(order.begin(), order.end());
  for (std::size_t k = fields_most; k < order.size(); ++k)
    notes.push_back("column " + columns[order[k].second].column.name + " is left out: others tell customers apart better");
  order.resize(fields_most);
  std::vector<std::size_t> keep;
  for (const auto& entry : order) keep.push_back(entry.second);
  std::sort(keep.begin(), keep.end());
  std::vector<CleanColumn> kept;
  for (const auto k : keep) kept.push_back(std::move(columns[k]));
  columns = std::move(kept);
}

Status check(const Table& table) {
  for (const auto& column : table.columns) {
    if (column.rows() != table.rows)
      return Error{ErrorCode::bad_request, "column " + column.name + " has another number of rows than the table"};
    if (!column.kind.empty() && !column_type_named(column.kind))
      return Error{ErrorCode::bad_request, "column " + column.name + " asks for an unknown kind: " + column.kind};
  }
  if (!table.record_hash.empty() && table.record_hash.size() != table.rows)
    return Error{ErrorCode::bad_request, "record_hash must be empty or have one entry per row"};
  if (!table.source.empty() && table.source.size() != table.rows)
    return Error{ErrorCode::bad_request, "source must be empty or have one entry per row"};
  if (table.rows >= 0xFFFFFFFFULL) return Error{ErrorCode::too_large, "more than 4 billion rows: split the table"};
  return done();
}

ColumnType type_of(const CodedColumn& column, std::size_t rows, ColumnDecisions& decisions) {
  return static_cast<ColumnType>(decisions.whole("type: " + column.name, [&] {
    return column.kind.empty() ? find_column_type(column, rows) : *column_type_named(column.kind);
  }));
}

Fields to_fields(std::vector<CleanColumn> columns, std::vector<std::vector<std::uint32_t>> apart, CodedTable&& coded, const Table& table) {
  Fields fields;
  fields.apart = std::move(apart);
  fields.rows = coded.rows;
  fields.input_row = std::move(coded.input_row);
  fields.order = std::move(coded.order);
  if (!table.source.empty()) {
    fields.source.resize(fields.rows);
    for (std::size_t row = 0; row < fields.rows; ++row) fields.source[row] = table.source[fields.input_row[row]];
  }
  for (auto& clean : columns) {
    Field field;
    field.name = std::move(clean.column.name);
    field.kind = clean.kind;
    field.personal = clean.personal.value_or(info(clean.kind).personal);
    field.code = std::move(clean.column.code);
    field.values = std::move(clean.column.values);
    field.count = std::move(clean.column.count);
    field.filled = static_cast<double>(clean.column.filled);
    fields.field.push_back(std::move(field));
  }
  find_roles(fields);
  return fields;
}

}  // namespace

void find_roles(Fields& fields) {
  fields.given = fields.family = fields.email = no_field;
  for (std::size_t f = 0; f < fields.size(); ++f) {
    const Kind kind = fields.field[f].kind;
    if (kind == Kind::given_name && fields.given == no_field) fields.given = f;
    if (kind == Kind::surname && fields.family == no_field) fields.family = f;
    if (kind == Kind::email && fields.email == no_field) fields.email = f;
  }
  if (fields.given == no_field || fields.family == no_field) fields.given = fields.family = no_field;
}

Result<Fields> assemble_fields(const Table& table, const Options& options, std::vector<std::string>& notes) {
  ZK_TRY(check(table));
  const int threads = thread_count(options.threads);
  auto coded = encode(table, options.seed, threads);
  ColumnDecisions decisions;
  std::vector<TypedColumn> typed;
  std::vector<ColumnUse> uses;
  for (auto& column : coded.columns) {
    if (options.model && column.kind.empty()) column.kind = kind_under_model(*options.model, column.name);
    const auto type = type_of(column, table.rows, decisions);
    uses.push_back({column.name, std::string(column_type_id(type))});
    if (type == ColumnType::ignore || type == ColumnType::source)
      notes.push_back("column " + column.name + (type == ColumnType::source ? " is left out: it names the source"
                                                                            : " is left out: nothing to compare"));
    typed.push_back({std::move(column), type});
  }
  Assembly assembly(std::move(typed), decisions, notes);
  auto columns = assembly.run(threads);
  keep_the_best(columns, notes);
  if (columns.empty())
    return Error{ErrorCode::bad_request,
                 "no column can be compared: each is empty, constant, or only names the source. Give the table at "
                 "least one column that differs between customers, such as a name or an e-mail address."};
  auto fields = to_fields(std::move(columns), assembly.apart(), std::move(coded), table);
  fields.columns = std::move(uses);
  decisions.close();
  fields.decisions = std::move(decisions);
  return fields;
}

Result<Fields> assemble_more(const Table& table, const Options& options, const ColumnDecisions& decisions) {
  ZK_TRY(check(table));
  auto taken = decisions;
  auto coded = encode(table, options.seed, 1);
  std::vector<TypedColumn> typed;
  for (auto& column : coded.columns) {
    const auto type = type_of(column, table.rows, taken);
    typed.push_back({std::move(column), type});
  }
  std::vector<std::string> notes;
  Assembly assembly(std::move(typed), taken, notes);
  auto columns = assembly.run(1);
  return to_fields(std::move(columns), assembly.apart(), std::move(coded), table);
}

}  // namespace zhike::resolve
