// SPDX-License-Identifier: Apache-2.0
// What the quality report says, as plain figures: read once from the lake, shown as text or as a page.
// Only counts and names of fields and sources are held, never a customer's value.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "db/connection.h"
#include "flow/context.h"
#include "report/language.h"
#include "report/table.h"

namespace zhike::report {

struct Measured {
  std::string dimension, scope, name;
  std::int64_t numerator = 0, denominator = 0;
  std::optional<double> ratio, target, previous, coverage;
  std::string judgement;  // good warn bad unmeasured, empty without a target
};
struct SourceFigures {
  std::string source_id, kind, department, last_arrival;
  std::int64_t trust = 0, records = 0, rows = 0, rejected = 0;
};
struct FindingFigures {
  std::string subject, field, check_id, severity;
  std::int64_t count = 0;
};
struct Counted {
  std::string name;
  std::int64_t count = 0;
};
struct ClusterSize {
  std::int64_t from = 0;  // 1 to 5 exactly, 6 to 10, more than 10
  std::int64_t customers = 0, records = 0;
};

struct QualityReport {
  std::int64_t run_id = 0;
  std::string operation, started_at, standard_hash;  // of the run that measured; empty without a ledger
  std::string made_at;
  bool resolved = false;
  std::int64_t customers = 0, records = 0, events = 0, findings = 0, rejects = 0, largest_cluster = 0;
  std::vector<Measured> measured;
  std::vector<SourceFigures> sources;
  std::vector<FindingFigures> worst_checks;
  std::vector<Counted> reject_reasons, parties, event_types, weeks;  // weeks: first day -> events
  std::vector<ClusterSize> cluster_sizes;
  std::vector<std::pair<std::int64_t, std::int64_t>> weights;   // bits from -> pairs
  std::vector<std::pair<std::int64_t, std::int64_t>> overlap;   // sources -> customers
  std::vector<std::vector<std::int64_t>> hours;                 // [weekday from Monday][hour]; empty without events
  std::vector<flow::StepTime> steps;

  const Measured* find(std::string_view dimension, std::string_view scope, std::string_view name) const;  // nullptr when absent
};

// not_found when no run has measured quality yet. `ledger` may be null: then the run's steps are left out.
Result<QualityReport> read_quality_report(db::Connection& lake, ledger::Ledger* ledger);

// A field below its target in some dimension, or worst so when in several.
struct WorstField {
  const Measured* measured = nullptr;
  const standard::Field* field = nullptr;
};
// Fields furthest below target, the worst first; each field once.
std::vector<WorstField> worst_fields(const QualityReport& report, const standard::Standard& standard, std::size_t count);

// `zhike report`: about a screen and a half.
std::string quality_text(const QualityReport& report, const standard::Standard& standard, Language language, const Style& style);
// `zhike report --html`: one page with both languages inside; `language` is shown first. Nothing outside is loaded.
std::string quality_html(const QualityReport& report, const standard::Standard& standard, Language language);

// Names shared by both.
Text dimension_text(std::string_view dimension);
Text judgement_text(std::string_view judgement);
std::string department_label(const standard::Standard& standard, std::string_view department, Language language);
std::string field_label(const standard::Standard& standard, std::string_view field, Language language);
std::string check_label(std::string_view check_id, Language language);
// Why a ratio is below its target, as a sentence without an end.
std::string reason_text(const Measured& measured, Language language);
inline constexpr std::string_view dimension_order[] = {"completeness", "validity", "accuracy", "consistency", "timeliness", "uniqueness"};

}  // namespace zhike::report
