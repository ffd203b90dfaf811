// SPDX-License-Identifier: Apache-2.0
#include "measure/quality_counts.h"

#include "db/value.h"
#include "measure_sql.h"

namespace zhike::measure {
namespace {

using db::quote_identifier;
using db::quote_literal;

// The aggregates of one statement and where each answer goes: the same order on both sides.
class Aggregates {
 public:
  // `into` is called with the answer of one row.
  void add(std::string sql, std::function<void(std::int64_t)> into) {
    sql_ += (sql_.empty() ? "" : ",\n  ") + std::move(sql);
    into_.push_back(std::move(into));
  }
  const std::string& sql() const { return sql_; }
  bool empty() const { return into_.empty(); }
  void read(const db::Rows& rows, std::size_t row, std::size_t first_column) const {
    for (std::size_t i = 0; i < into_.size(); ++i) into_[i](rows.whole(row, first_column + i));
  }

 private:
  std::string sql_;
  std::vector<std::function<void(std::int64_t)>> into_;
};

std::string recorded_sql(const Plan& plan) {
  return plan.recorded_at ? "coalesce(customer.recorded_at, batch.received_at)" : "batch.received_at";
}

// A value of a field with a limited life that is still within it.
std::string fresh_sql(const FieldPlan& item) {
  return "age_days <= " + std::to_string(item.field->fresh_days);
}

bool is_timed(const FieldPlan& item) { return item.field->fresh_days > 0 || item.timely_check; }

void add_record_aggregates(const FieldPlan& item, FieldCounts& counts, Aggregates& out) {
  std::string column = quote_identifier(item.field->id);
  out.add("count(" + column + ")", [&counts](std::int64_t n) {
    counts.assigned = n;
    counts.validity = {n, n};
  });
  if (item.expected == "TRUE") {
    out.add("count(*)", [&counts](std::int64_t n) { counts.completeness = {counts.assigned, n}; });
  } else {
    out.add("count(CASE WHEN " + item.expected + " THEN 1 END)", [&counts](std::int64_t n) { counts.completeness.denominator = n; });
    out.add("count(CASE WHEN (" + item.expected + ") AND " + column + " IS NOT NULL THEN 1 END)",
            [&counts](std::int64_t n) { counts.completeness.numerator = n; });
  }
  if (item.field->fresh_days > 0) {
    out.add("count(CASE WHEN age_days IS NOT NULL AND " + column + " IS NOT NULL THEN 1 END)",
            [&counts](std::int64_t n) { counts.timeliness.denominator = n; });
    out.add("count(CASE WHEN " + fresh_sql(item) + " AND " + column + " IS NOT NULL THEN 1 END)",
            [&counts](std::int64_t n) { counts.timeliness.numerator = n; });
  } else if (item.timely_check) {
    // Nothing to ask of the clock: the check alone decides.
    out.add("count(" + column + ")", [&counts](std::int64_t n) { counts.timeliness = {n, n}; });
  }
  for (const auto& pair : item.pairs)
    out.add("count(CASE WHEN " + pair.tested + " THEN 1 END)", [&counts, &pair](std::int64_t n) {
      counts.consistency += {n, n};
      if (pair.reference) counts.accuracy += {n, n};
    });
}

Status scan_records(db::Connection& lake, const Plan& plan, const std::string& now, Counts& counts) {
  std::vector<FieldCounts> row(plan.fields.size());
  Aggregates aggregates;
  for (std::size_t i = 0; i < plan.fields.size(); ++i)
    if (plan.fields[i].in_records) add_record_aggregates(plan.fields[i], row[i], aggregates);
  if (aggregates.empty()) return Error{ErrorCode::bad_request, "the standardised records hold no field of the standard"};
  std::string sql = db::fill_slots(sql::quality_records, {{"recorded", recorded_sql(plan)}, {"counts", aggregates.sql()}});
  ZK_TRY_SET(db::Rows rows, lake.query(sql, {{"now", now}}));
  for (std::size_t i = 0; i < rows.size(); ++i) {
    std::fill(row.begin(), row.end(), FieldCounts{});  // the aggregates point into it
    aggregates.read(rows, i, 2);
    counts.sources.emplace_back(rows.text(i, 0));
    counts.by_source.push_back(row);
  }
  return done();
}

// CASE field WHEN 'mobile' THEN ... END over the fields for which `then` says something.
std::string case_by_field(const Plan& plan, const std::function<std::string(const FieldPlan&)>& then, const char* otherwise) {
  std::string sql;
  for (const auto& item : plan.fields)
    if (std::string text = item.in_records ? then(item) : ""; !text.empty())
      sql += " WHEN " + quote_literal(item.field->id) + " THEN " + text;
  return sql.empty() ? otherwise : "CASE failed.field" + sql + " ELSE " + otherwise + " END";
}

// Where the row's source and field lie in the counts; nullptr when they are not of this plan.
FieldCounts* counts_of(const Plan& plan, Counts& counts, std::string_view source, std::string_view field) {
  for (std::size_t s = 0; s < counts.sources.size(); ++s) {
    if (counts.sources[s] != source) continue;
    for (std::size_t f = 0; f < plan.fields.size(); ++f)
      if (plan.fields[f].field->id == field && plan.fields[f].in_records) return &counts.by_source[s][f];
  }
  return nullptr;
}

const FieldPlan* plan_of(const Plan& plan, std::string_view field) {
  for (const auto& item : plan.fields)
    if (item.field->id == field) return &item;
  return nullptr;
}

Status take_findings(db::Connection& lake, const Plan& plan, const std::string& now, Counts& counts) {
  auto absent = [](const FieldPlan& item) { return quote_identifier(item.field->id) + " IS NULL"; };
  auto expected = [](const FieldPlan& item) { return item.expected; };
  auto fresh = [](const FieldPlan& item) { return item.field->fresh_days > 0 ? fresh_sql(item) : item.timely_check ? "TRUE" : ""; };
  std::string sql = db::fill_slots(sql::quality_findings, {{"recorded", recorded_sql(plan)},
                                                           {"absent", case_by_field(plan, absent, "TRUE")},
                                                           {"expected", case_by_field(plan, expected, "FALSE")},
                                                           {"fresh", case_by_field(plan, fresh, "FALSE")}});
  ZK_TRY_SET(db::Rows rows, lake.query(sql, {{"now", now}}));
  for (std::size_t i = 0; i < rows.size(); ++i) {
    FieldCounts* field = counts_of(plan, counts, rows.text(i, 0), rows.text(i, 1));
    if (!field) continue;
    std::int64_t invalid = rows.whole(i, 2), absent_count = rows.whole(i, 3), placeholders = rows.whole(i, 4);
    field->assigned -= placeholders;
    field->validity.denominator += absent_count - placeholders;
    field->validity.numerator = field->validity.denominator - invalid;
    field->completeness.numerator -= rows.whole(i, 5);
    bool timed = is_timed(*plan_of(plan, rows.text(i, 1)));
    if (timed) field->timeliness.numerator -= rows.whole(i, 6) + rows.whole(i, 7);
    if (timed) field->timeliness.denominator -= placeholders;
  }
  return done();
}

Status take_pair_checks(db::Connection& lake, const Plan& plan, Counts& counts) {
  std::string pairs;
  for (const auto& item : plan.fields)
    for (const auto& pair : item.pairs)
      pairs += (pairs.empty() ? "" : " OR ") + ("(field = " + quote_literal(item.field->id) + " AND check_id = " + quote_literal(pair.check_id) + ")");
  if (pairs.empty()) return done();
  ZK_TRY_SET(db::Rows rows, lake.query(db::fill_slots(sql::quality_checks, {{"pairs", pairs}})));
  for (std::size_t i = 0; i < rows.size(); ++i) {
    FieldCounts* field = counts_of(plan, counts, rows.text(i, 0), rows.text(i, 1));
    if (!field) continue;
    std::int64_t failed = rows.whole(i, 3);
    field->consistency.numerator -= failed;
    for (const auto& pair : plan_of(plan, rows.text(i, 1))->pairs)
      if (pair.check_id == rows.text(i, 2) && pair.reference) field->accuracy.numerator -= failed;
  }
  return done();
}

Status take_references(db::Connection& lake, const Plan& plan, Counts& counts) {
  for (const auto& item : plan.fields)
    for (const auto& pair : item.pairs) {
      if (!pair.reference) continue;
      ZK_TRY_SET(db::Rows rows, lake.query(db::fill_slots(sql::quality_reference, {{"tested", pair.tested}}),
                                           {{"field", item.field->id}, {"check_id", pair.check_id}, {"partner", pair.partner}}));
      for (std::size_t i = 0; i < rows.size(); ++i)
        if (FieldCounts* field = counts_of(plan, counts, rows.text(i, 0), item.field->id)) {
          field->accuracy.denominator -= rows.whole(i, 1);
          field->accuracy.numerator -= rows.whole(i, 1) - rows.whole(i, 2);
        }
    }
  return done();
}

}  // namespace

Result<Counts> count_records(db::Connection& lake, const Plan& plan, const std::string& now) {
  Counts counts;
  ZK_TRY(scan_records(lake, plan, now, counts));
  ZK_TRY(take_findings(lake, plan, now, counts));
  ZK_TRY(take_pair_checks(lake, plan, counts));
  ZK_TRY(take_references(lake, plan, counts));
  counts.fields.resize(plan.fields.size());
  for (const auto& source : counts.by_source)
    for (std::size_t f = 0; f < source.size(); ++f) {
      FieldCounts& sum = counts.fields[f];
      sum.completeness += source[f].completeness;
      sum.validity += source[f].validity;
      sum.accuracy += source[f].accuracy;
      sum.consistency += source[f].consistency;
      sum.timeliness += source[f].timeliness;
      sum.assigned += source[f].assigned;
    }
  return counts;
}

Status count_customers(db::Connection& lake, const Plan& plan, Counts& counts) {
  Aggregates aggregates;
  std::vector<Tally> golden(plan.fields.size());
  for (std::size_t f = 0; f < plan.fields.size(); ++f) {
    const FieldPlan& item = plan.fields[f];
    if (!item.in_customers) continue;
    std::string column = quote_identifier(item.field->id);
    bool always = item.customer_expected == "TRUE";
    std::string expected = "CASE WHEN " + item.customer_expected + " THEN ";
    aggregates.add(always ? "count(*)" : "count(" + expected + "1 END)", [&, f](std::int64_t n) { golden[f].denominator = n; });
    aggregates.add("count(" + (always ? column : expected + column + " END") + ")", [&, f](std::int64_t n) { golden[f].numerator = n; });
  }
  if (aggregates.empty()) return done();
  ZK_TRY_SET(db::Rows rows, lake.query(db::fill_slots(sql::quality_customers, {{"counts", aggregates.sql()}})));
  if (rows.whole(0, 0) == 0) return done();  // the profile has not been made yet
  aggregates.read(rows, 0, 1);
  for (std::size_t f = 0; f < plan.fields.size(); ++f) {
    const FieldPlan& item = plan.fields[f];
    if (!item.in_customers) continue;
    // What a later room makes is not missing before that room has run.
    if (item.field->derive.name == "from_room" && golden[f].numerator == 0) continue;
    counts.fields[f].completeness = golden[f];
  }
  return done();
}

}  // namespace zhike::measure
