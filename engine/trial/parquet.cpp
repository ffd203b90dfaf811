// SPDX-License-Identifier: Apache-2.0
// Parquet through the DuckDB door; all columns text, as a list broker would send them.
#include "db/connection.h"
#include "trial/sink.h"
#include "trial_sql.h"

namespace zhike::trial {

Status csv_to_parquet(const std::string& csv, const std::string& parquet) {
  ZK_TRY_SET(auto database, db::Database::open({.threads = 1}));
  ZK_TRY_SET(auto connection, database.connect());
  return connection.execute(db::fill_slots(sql::csv_to_parquet, {{"csv", db::quote_literal(csv)}, {"parquet", db::quote_literal(parquet)}}));
}

}  // namespace zhike::trial
