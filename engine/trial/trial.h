// SPDX-License-Identifier: Apache-2.0
// Demo data with truth, and the evaluation of an answer against it.
// The same options give the same bytes on every machine; memory stays bounded at any number of records.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "db/source.h"

namespace zhike::trial {

enum class Language : std::uint8_t { zh, en, mixed };  // zh: about 5 % foreigners; mixed: four in ten are Western

struct GenerateOptions {
  std::uint64_t records = 10'000;      // customer records over all sources
  std::uint64_t seed = 20261121;
  std::string out;                     // folder, made if absent; must be empty of the files written
  std::string truth;                   // truth.csv; its neighbours truth_errors.csv and truth_customers.csv; empty: none
  Language language = Language::zh;
  double events_per_record = 5;        // 0: no event files
  double organisation_share = 0.08;    // of the entities
  double error_rate = 1;               // scales every rate of slips; 0: clean
  double missing_rate = 1;             // scales every rate of missing values
  std::string end_date = "2026-10-31"; // last day of the two years of events; never the clock
  std::function<bool(double)> progress;  // share done; false cancels
};

struct GeneratedFile {
  std::string path;       // inside the folder
  std::string source_id, kind, department, entity;
  int trust = 0;          // 0 to 100
  std::uint64_t rows = 0;
};
struct GenerateSummary {
  std::uint64_t records = 0, events = 0, persons = 0, organisations = 0, households = 0, slips = 0;
  std::vector<GeneratedFile> files;  // as manifest.json tells them
};
// Fails with bad_request for options out of range, conflict when the folder holds files of that name already,
// disk_full, cancelled.
[[nodiscard]] Result<GenerateSummary> generate(const GenerateOptions& options);

enum class TableKind : std::uint8_t { persons, organisations };
struct TableOptions {
  TableKind kind = TableKind::persons;
  std::uint64_t records = 50'000;
  std::uint64_t seed = 20261121;
  std::string to;     // one CSV file, UTF-8
  std::string truth;  // record_id, entity_id; empty: none
  Language language = Language::zh;
  double error_rate = 1, missing_rate = 1;
  std::function<bool(double)> progress;
};
// One flat file with all columns, for measuring the engine alone.
[[nodiscard]] Result<GenerateSummary> generate_table(const TableOptions& options);

struct Score {
  double precision = 1, recall = 1, f1 = 1;
};
struct Evaluation {
  std::uint64_t records = 0;   // of the truth
  std::uint64_t missing = 0;   // in the truth, not predicted: each a cluster of its own
  std::uint64_t unknown = 0;   // predicted, not in the truth: left out
  Score pairwise, bcubed, exact_cluster;
  std::uint64_t true_positive = 0, pairs_predicted = 0, pairs_true = 0;
  std::uint64_t clusters = 0, entities = 0, cluster_largest = 0, entity_largest = 0;
};
struct EvaluateOptions {
  std::string predicted, truth;  // .csv or .parquet
  // Columns by name; empty: the first known one (record_id unique_id rec_id id; cluster_id cuid entity_id cluster).
  std::string predicted_id, predicted_cluster, truth_id, truth_entity;
  std::shared_ptr<db::Source> predicted_rows;  // instead of the file `predicted`; columns named as in one
};
// From counts of (entity, cluster) alone; pairs are never listed. Ids are compared as text.
// Fails with not_found, unreadable, or bad_request when a column is not found or an id occurs twice.
[[nodiscard]] Result<Evaluation> evaluate(const EvaluateOptions& options);

}  // namespace zhike::trial
