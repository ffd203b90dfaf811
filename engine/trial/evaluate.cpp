// SPDX-License-Identifier: Apache-2.0
// Pairwise, B-cubed and exact-cluster scores from the contingency table n(entity, cluster); pairs are never listed.
// Definitions: Menestrina, Whang and Garcia-Molina 2010; Bagga and Baldwin 1998 for B-cubed.
#include <filesystem>

#include "db/connection.h"
#include "trial/trial.h"
#include "trial_sql.h"

namespace zhike::trial {
namespace {

constexpr std::string_view record_names[] = {"record_id", "unique_id", "rec_id", "id"};
constexpr std::string_view truth_names[] = {"entity_id", "cluster", "cluster_id", "label_true", "simulant_id"};
constexpr std::string_view predicted_names[] = {"cluster_id", "cuid", "entity_id", "cluster"};

// Stands for a path when the rows come from memory; also how DuckDB calls them.
constexpr const char* given_rows = "given_rows()";

struct Input {
  std::string_view table;
  const std::string& path;
  const std::string& record;  // asked for by name, or empty
  const std::string& group;
  std::span<const std::string_view> group_names;
};

std::string reader_of(const std::string& path) {
  const auto file = db::quote_literal(path);
  return path.ends_with(".parquet") ? "read_parquet(" + file + ")" : "read_csv(" + file + ", all_varchar = true, header = true)";
}

Result<std::string> choose(const Input& input, const std::vector<std::string>& columns, const std::string& asked, std::span<const std::string_view> known, const std::string& not_this) {
  auto has = [&](std::string_view name) { return name != not_this && std::find(columns.begin(), columns.end(), name) != columns.end(); };
  if (!asked.empty()) {
    if (has(asked)) return asked;
    return Error{ErrorCode::bad_request, input.path + " has no column " + asked};
  }
  for (auto name : known)
    if (has(name)) return std::string(name);
  return Error{ErrorCode::bad_request, input.path + " has no column named " + std::string(known[0]) + " or the like; name it"};
}

// Reads one file into its table; returns the number of its records.
Result<std::int64_t> load(db::Connection& connection, const Input& input) {
  std::error_code error;
  const bool given = input.path == given_rows;
  if (!given && !std::filesystem::exists(input.path, error)) return Error{ErrorCode::not_found, "there is no file " + input.path};
  const auto reader = given ? std::string(given_rows) : reader_of(input.path);
  ZK_TRY_SET(auto shape, connection.query(db::fill_slots(sql::evaluation_columns, {{"reader", reader}})));
  std::vector<std::string> columns;
  for (std::size_t i = 0; i < shape.columns(); ++i) columns.push_back(shape.name(i));
  ZK_TRY_SET(const auto record, choose(input, columns, input.record, record_names, ""));
  ZK_TRY_SET(const auto group, choose(input, columns, input.group, input.group_names, record));
  const std::string table(input.table);
  ZK_TRY(connection.execute(db::fill_slots(
      sql::evaluation_input, {{"table", table}, {"record", db::quote_identifier(record)}, {"group", db::quote_identifier(group)}, {"reader", reader}})));
  ZK_TRY_SET(const auto repeats, connection.count(db::fill_slots(sql::evaluation_repeats, {{"table", table}})));
  if (repeats > 0) return Error{ErrorCode::bad_request, input.path + ": " + std::to_string(repeats) + " record ids occur more than once; each may stand in one cluster only"};
  return connection.count(db::fill_slots(sql::evaluation_count, {{"table", table}}));
}

double ratio(double part, double whole) { return whole > 0 ? part / whole : 1; }

Score score(double precision, double recall) {
  return {precision, recall, precision + recall > 0 ? 2 * precision * recall / (precision + recall) : 0};
}

}  // namespace

Result<Evaluation> evaluate(const EvaluateOptions& options) {
  ZK_TRY_SET(auto database, db::Database::open({}));
  ZK_TRY_SET(auto connection, database.connect());
  ZK_TRY(load(connection, {"truth", options.truth, options.truth_id, options.truth_entity, truth_names}));
  const std::string path = options.predicted_rows ? std::string(given_rows) : options.predicted;
  if (options.predicted_rows) ZK_TRY(connection.add_source("given_rows", options.predicted_rows));
  ZK_TRY_SET(const auto predicted, load(connection, {"predicted", path, options.predicted_id, options.predicted_cluster, predicted_names}));
  ZK_TRY(connection.execute(sql::evaluation_cells));
  ZK_TRY_SET(auto row, connection.query(sql::evaluation_scores));
  auto whole = [&](std::size_t column) { return static_cast<std::uint64_t>(row.whole(0, column)); };
  Evaluation e;
  e.records = whole(0);
  e.missing = whole(1);
  e.unknown = static_cast<std::uint64_t>(predicted) - (e.records - e.missing);
  e.true_positive = whole(2);
  e.pairs_predicted = whole(3);
  e.pairs_true = whole(4);
  const auto records = static_cast<double>(e.records), found = static_cast<double>(e.true_positive), exact = static_cast<double>(whole(7));
  e.clusters = whole(8);
  e.entities = whole(9);
  e.cluster_largest = whole(10);
  e.entity_largest = whole(11);
  e.pairwise = score(ratio(found, static_cast<double>(e.pairs_predicted)), ratio(found, static_cast<double>(e.pairs_true)));
  e.bcubed = score(ratio(row.number(0, 5), records), ratio(row.number(0, 6), records));
  e.exact_cluster = score(ratio(exact, static_cast<double>(e.clusters)), ratio(exact, static_cast<double>(e.entities)));
  return e;
}

}  // namespace zhike::trial
