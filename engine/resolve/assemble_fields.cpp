// SPDX-License-Identifier: Apache-2.0
// Each raw column goes to one cleaner; names and dates that are spread over columns are brought together first.
#include "resolve/assemble_fields.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <functional>
#include <optional>
#include <utility>

#include "kernels/text.h"
#include "resolve/clean_date.h"
#include "resolve/clean_name.h"
#include "resolve/clean_text.h"
#include "resolve/column_type.h"
#include "resolve/parallel.h"

namespace zhike::resolve {
namespace {

struct TypedColumn {
  CodedColumn column;
  ColumnType type = ColumnType::ignore;
};

struct CleanColumn {
  CodedColumn column;
  Kind kind = Kind::place;
};

using Cleaner = std::string (*)(std::string_view);

CodedColumn cleaned(const CodedColumn& column, Cleaner clean) {
  std::vector<std::string> value_of(column.values.size());
  for (std::size_t code = 1; code < value_of.size(); ++code) value_of[code] = clean(column.values[code]);
  return recode(column.name, column.code, value_of);
}

std::string clean_category(std::string_view raw) {
  auto words = clean_words(raw);
  return words.empty() ? fold(raw) : words;
}

class Assembly {
 public:
  explicit Assembly(std::vector<TypedColumn> columns, std::vector<std::string>& notes)
      : columns_(std::move(columns)), notes_(notes) {}

  std::vector<CleanColumn> run(int threads) {
    join_day_month_year();
    assemble_names();
    std::vector<std::optional<CleanColumn>> single(columns_.size());
    parallel_pieces(columns_.size(), 1, threads, [&](std::size_t first, std::size_t last, int) {
      for (std::size_t k = first; k < last; ++k) single[k] = clean_single(columns_[k]);
    });
    for (auto& column : single)
      if (column) out_.push_back(std::move(*column));
    drop_empty_and_repeated();
    return std::move(out_);
  }

 private:
  std::vector<TypedColumn*> of_type(ColumnType type) {
    std::vector<TypedColumn*> found;
    for (auto& typed : columns_)
      if (typed.type == type) found.push_back(&typed);
    return found;
  }

  void put(CodedColumn column, Kind kind) { out_.push_back({std::move(column), kind}); }

  // Three short number columns called year, month and day become one date; otherwise they are numbers.
  void join_day_month_year() {
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

  void assemble_names() {
    const auto given = of_type(ColumnType::given_name);
    const auto family = of_type(ColumnType::surname);
    const auto full = of_type(ColumnType::full_name);
    if (full.empty()) return;
    if (!given.empty() && !family.empty()) {
      assemble_rest_of_name(*given[0], *family[0], full);
      for (auto* typed : full) typed->type = ColumnType::ignore;
      return;
    }
    split_name(full[0]->column);
    full[0]->type = ColumnType::ignore;
    // A second name column (a spouse, a contact) is a text like others.
    for (std::size_t k = 1; k < full.size(); ++k) full[k]->type = ColumnType::rest_of_name;
  }

  // A full name beside its parts: only what the parts do not hold is new. A part that was only a title is refilled.
  void assemble_rest_of_name(TypedColumn& given, TypedColumn& family, const std::vector<TypedColumn*>& full) {
    auto given_clean = cleaned(given.column, clean_name);
    auto family_clean = cleaned(family.column, clean_name);
    std::vector<CodedColumn> names;
    for (const auto* typed : full) names.push_back(cleaned(typed->column, clean_name));
    const std::size_t rows = given.column.code.size();
    Dictionary given_texts;
    Dictionary family_texts;
    Dictionary rest_texts;
    std::vector<std::uint32_t> given_code(rows);
    std::vector<std::uint32_t> family_code(rows);
    std::vector<std::uint32_t> rest_code(rows);
    const std::size_t fullest = longest(names);
    for (std::size_t row = 0; row < rows; ++row) {
      std::string_view longest_name;
      for (const auto& name : names)
        if (const std::string_view text = name.values[name.code[row]]; text.size() > longest_name.size()) longest_name = text;
      const auto words = split_words(longest_name);
      std::string_view given_text = given_clean.values[given_clean.code[row]];
      std::string_view family_text = family_clean.values[family_clean.code[row]];
      if (given_text.empty() && given.column.code[row] != 0 && words.size() > 1) given_text = words.front();
      if (family_text.empty() && family.column.code[row] != 0 && words.size() > 1) family_text = words.back();
      const auto& name = names[fullest];
      given_code[row] = given_texts.add(given_text);
      family_code[row] = family_texts.add(family_text);
      rest_code[row] = rest_texts.add(rest_of_name(name.values[name.code[row]], given_text, family_text));
    }
    put(recode(given.column.name, given_code, given_texts.values()), Kind::given_name);
    put(recode(family.column.name, family_code, family_texts.values()), Kind::surname);
    put(recode("rest of name", rest_code, rest_texts.values()), Kind::rest_of_name);
    given.type = family.type = ColumnType::ignore;
  }

  static std::size_t longest(const std::vector<CodedColumn>& names) {
    std::size_t best = 0;
    double best_length = -1;
    for (std::size_t k = 0; k < names.size(); ++k) {
      double length = 0;
      for (std::size_t code = 1; code < names[k].values.size(); ++code)
        length += static_cast<double>(names[k].values[code].size()) * names[k].count[code];
      if (length > best_length) {
        best = k;
        best_length = length;
      }
    }
    return best;
  }

  void split_name(const CodedColumn& name) {
    double han = 0;
    for (std::size_t code = 1; code < name.values.size(); ++code)
      if (kernels::has_han(name.values[code])) han += name.count[code];
    const bool chinese = han > 0.3 * static_cast<double>(name.filled);
    std::vector<std::string> given(name.values.size());
    std::vector<std::string> family(name.values.size());
    std::vector<std::string> rest(name.values.size());
    for (std::size_t code = 1; code < name.values.size(); ++code) {
      auto parts = chinese ? split_han_name(name.values[code]) : split_full_name(name.values[code]);
      given[code] = std::move(parts.given);
      family[code] = std::move(parts.family);
      rest[code] = std::move(parts.rest);
    }
    put(recode(name.name + " (given)", name.code, given), chinese ? Kind::han_given_name : Kind::given_name);
    put(recode(name.name + " (family)", name.code, family), chinese ? Kind::han_surname : Kind::surname);
    auto others = recode(name.name + " (rest)", name.code, rest);
    if (static_cast<double>(others.filled) > 0.02 * static_cast<double>(name.code.size()))
      put(std::move(others), Kind::rest_of_name);
  }

  std::optional<CleanColumn> clean_single(const TypedColumn& typed) const {
    const auto& column = typed.column;
    switch (typed.type) {
      case ColumnType::given_name: return CleanColumn{cleaned(column, clean_name), Kind::given_name};
      case ColumnType::surname: return CleanColumn{cleaned(column, clean_name), Kind::surname};
      case ColumnType::rest_of_name: return CleanColumn{cleaned(column, clean_name), Kind::rest_of_name};
      case ColumnType::date: return CleanColumn{clean_date_column(column), Kind::date};
      case ColumnType::identifier: return CleanColumn{cleaned(column, clean_identifier), Kind::identifier};
      case ColumnType::phone: return CleanColumn{cleaned(column, clean_phone), Kind::phone};
      case ColumnType::email: return CleanColumn{cleaned(column, clean_email), Kind::email};
      case ColumnType::address: return CleanColumn{cleaned(column, clean_address), Kind::address};
      case ColumnType::place: return CleanColumn{cleaned(column, clean_address), Kind::place};
      case ColumnType::postcode: return CleanColumn{cleaned(column, clean_code), Kind::postcode};
      case ColumnType::number: return CleanColumn{cleaned(column, clean_code), Kind::number};
      case ColumnType::category: return CleanColumn{cleaned(column, clean_category), Kind::category};
      default: return std::nullopt;
    }
  }

  CodedColumn clean_date_column(const CodedColumn& column) const {
    auto dates = clean_dates(column);
    drop_default_dates(dates);
    for (const auto& typed : columns_)
      if (typed.type == ColumnType::identifier) fill_from_identity_number(dates, cleaned(typed.column, clean_identifier));
    return dates;
  }

  void drop_empty_and_repeated() {
    std::vector<CleanColumn> kept;
    for (auto& candidate : out_) {
      const auto same = [&](const CleanColumn& other) {
        return other.kind == candidate.kind && other.column.code == candidate.column.code &&
               other.column.values == candidate.column.values;
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

  std::vector<TypedColumn> columns_;
  std::vector<std::string>& notes_;
  std::vector<CleanColumn> out_;
};

// How much a field can say: rows that have it times the bits of an average exact agreement.
double worth(const CleanColumn& clean) {
  const auto& column = clean.column;
  double same = 0;
  for (const double count : column.count) same += count * count;
  const double filled = static_cast<double>(column.filled);
  return filled * std::min(15.0, -std::log2(same / (filled * filled) + 1e-12));
}

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

Fields to_fields(std::vector<CleanColumn> columns, CodedTable&& coded, const Table& table) {
  Fields fields;
  fields.rows = coded.rows;
  fields.input_row = std::move(coded.input_row);
  if (!table.source.empty()) {
    fields.source.resize(fields.rows);
    for (std::size_t row = 0; row < fields.rows; ++row) fields.source[row] = table.source[fields.input_row[row]];
  }
  for (auto& clean : columns) {
    Field field;
    field.name = std::move(clean.column.name);
    field.kind = clean.kind;
    field.code = std::move(clean.column.code);
    field.values = std::move(clean.column.values);
    field.count = std::move(clean.column.count);
    field.filled = static_cast<double>(clean.column.filled);
    fields.field.push_back(std::move(field));
  }
  for (std::size_t f = 0; f < fields.size(); ++f) {
    const Kind kind = fields.field[f].kind;
    if (kind == Kind::given_name && fields.given == no_field) fields.given = f;
    if (kind == Kind::surname && fields.family == no_field) fields.family = f;
    if (kind == Kind::email && fields.email == no_field) fields.email = f;
  }
  if (fields.given == no_field || fields.family == no_field) fields.given = fields.family = no_field;
  return fields;
}

}  // namespace

Result<Fields> assemble_fields(const Table& table, const Options& options, std::vector<std::string>& notes) {
  ZK_TRY(check(table));
  const int threads = thread_count(options.threads);
  auto coded = encode(table, options.seed, threads);
  std::vector<TypedColumn> typed;
  for (auto& column : coded.columns) {
    const auto type = column.kind.empty() ? find_column_type(column, table.rows) : *column_type_named(column.kind);
    if (type == ColumnType::ignore || type == ColumnType::source)
      notes.push_back("column " + column.name + (type == ColumnType::source ? " is left out: it names the source"
                                                                            : " is left out: nothing to compare"));
    typed.push_back({std::move(column), type});
  }
  auto columns = Assembly(std::move(typed), notes).run(threads);
  keep_the_best(columns, notes);
  if (columns.empty())
    return Error{ErrorCode::bad_request,
                 "no column can be compared: each is empty, constant, or only names the source. Give the table at "
                 "least one column that differs between customers, such as a name or an e-mail address."};
  return to_fields(std::move(columns), std::move(coded), table);
}

}  // namespace zhike::resolve
