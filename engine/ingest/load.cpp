// SPDX-License-Identifier: Apache-2.0
// Most batches hold new records only; they go in by one statement. The others are judged line by line first.
#include "ingest/load.h"

#include <algorithm>

#include "ingest/archive.h"
#include "ingest/tables.h"
#include "ingest_sql.h"

namespace zhike::ingest {
namespace {

// Restricts a replay to what an undone batch touched; TRUE loads everything.
struct Affected {
  std::string records = "TRUE", events = "TRUE";
};

class Loader {
 public:
  Loader(flow::Context& context, const BatchRow& batch, Affected affected = {})
      : context_(context), batch_(batch), affected_(std::move(affected)), archive_(archived_rows(context, batch)),
        facts_{batch.batch_id, batch.source.source_id} {}

  // Before the transaction: a change of the table and rows for it do not mix well in DuckDB's log.
  Status columns() {
    if (batch_.mapping.is_event()) return done();
    return add_columns(context_, record_columns(context_.standard(), batch_.mapping, facts_, false).fields);
  }

  // Makes the table ingest_identified.
  Status identify() {
    ZK_TRY(context_.run_sql("identify_records", sql::identify_records,
                            {{"row_hash", row_hash(batch_.mapping)}, {"is_keyed", is_keyed(batch_.mapping)}, {"archive", archive_}}));
    return done();
  }

  Result<LoadCounts> rows() { return batch_.mapping.is_event() ? events() : records(); }

  Status facts() {
    db::Parameters parameters{{"batch_id", batch_.batch_id},
                              {"source_id", batch_.source.source_id},
                              {"kind", batch_.source.kind},
                              {"trust", batch_.source.trust},
                              {"department", batch_.source.department},
                              {"entity", batch_.entity},
                              {"file_name", batch_.file_name},
                              {"received_at", batch_.received_at},
                              {"rows_count", batch_.rows_count},
                              {"rejected_count", batch_.rejected_count}};
    if (batch_.rejected_count > 0)
      ZK_TRY(context_.run_sql("load_rejects", sql::load_rejects, {{"archive", archived_rejects(context_, batch_)}}, parameters));
    ZK_TRY(context_.run_sql("remove_source", sql::remove_source, {}, parameters));
    ZK_TRY(context_.run_sql("load_source", sql::load_source, {}, parameters));
    ZK_TRY(context_.run_sql("load_batch", sql::load_batch, {}, parameters));
    return done();
  }

 private:
  Result<bool> is_all_new() {
    if (affected_.records != "TRUE") return false;
    ZK_TRY_SET(std::int64_t repeated, context_.run_sql("count_ids", sql::count_ids, {{"archive", archive_}}));
    if (repeated > 0) return false;
    ZK_TRY_SET(std::int64_t known, context_.run_sql("count_known_records", sql::count_known_records, {{"archive", archive_}}));
    return known == 0;
  }

  Result<LoadCounts> records() {
    ZK_TRY_SET(bool all_new, is_all_new());
    LoadColumns columns = record_columns(context_.standard(), batch_.mapping, facts_, !all_new);
    std::vector<db::Slot> slots{{"columns", columns.columns}, {"expressions", columns.expressions}, {"archive", archive_}};
    if (all_new) {
      ZK_TRY(context_.run_sql("load_new_records", sql::load_new_records, slots));
      return LoadCounts{batch_.rows_count, 0, 0, 0};
    }
    db::Parameters parameters{{"batch_id", batch_.batch_id}};
    ZK_TRY(identify());
    ZK_TRY(context_.run_sql("judge_records", sql::judge_records, {{"affected", affected_.records}}));
    ZK_TRY_SET(db::Rows counts, context_.lake().query(sql::count_verdicts));
    ZK_TRY_SET(std::string all_columns, table_columns());
    ZK_TRY(context_.run_sql("supersede_records", sql::supersede_records, {{"columns", all_columns}}, parameters));
    ZK_TRY(context_.run_sql("remove_superseded", sql::remove_superseded));
    ZK_TRY(context_.run_sql("load_duplicates", sql::load_duplicates, slots, parameters));
    ZK_TRY(context_.run_sql("load_records", sql::load_records, slots));
    return LoadCounts{counts.whole(0, 0), counts.whole(0, 1), counts.whole(0, 2), counts.whole(0, 3)};
  }

  Result<std::string> table_columns() {
    ZK_TRY_SET(db::Rows rows, context_.lake().query(sql::list_columns, {{"table_name", "record"}}));
    std::string out;
    for (std::size_t i = 0; i < rows.size(); ++i) out += (i ? ", " : "") + db::quote_identifier(rows.text(i, 0));
    return out;
  }

  Result<LoadCounts> events() {
    ZK_TRY_SET(std::int64_t repeated, context_.run_sql("count_ids", sql::count_ids, {{"archive", archive_}}));
    LoadColumns columns = event_columns(batch_.mapping, facts_);
    ZK_TRY_SET(std::int64_t loaded,
               context_.run_sql("load_events", sql::load_events,
                                {{"columns", columns.columns}, {"expressions", columns.expressions},
                                 {"is_keyed", is_keyed(batch_.mapping)},
                                 {"occurrence", repeated == 0 ? "1" : "row_number() OVER (PARTITION BY zhike_id ORDER BY zhike_line)"},
                                 {"archive", archive_ + " AS arrived"}, {"affected", affected_.events}}));
    ZK_TRY(context_.run_sql("load_stubs", sql::load_stubs, {}, {{"batch_id", batch_.batch_id}}));
    std::int64_t duplicates = 0;
    if (repeated > 0 && batch_.mapping.column_of("event_id") >= 0) duplicates = repeated;
    return LoadCounts{loaded, 0, std::max<std::int64_t>(0, batch_.rows_count - loaded - duplicates), duplicates};
  }

  flow::Context& context_;
  const BatchRow& batch_;
  Affected affected_;
  std::string archive_;
  BatchFacts facts_;
};

Status forget(flow::Context& context, const BatchRow& batch) {
  db::Parameters parameters{{"batch_id", batch.batch_id}};
  ZK_TRY(context.run_sql("forget_rejects", sql::forget_rejects, {}, parameters));
  ZK_TRY(context.run_sql("forget_batch", sql::forget_batch, {}, parameters));
  return done();
}

}  // namespace

Status identify_batch(flow::Context& context, const BatchRow& batch) {
  ZK_TRY(add_load_functions(context.lake()));
  return Loader(context, batch).identify();
}

Result<LoadCounts> load_batch(flow::Context& context, const BatchRow& batch) {
  ZK_TRY(add_load_functions(context.lake()));
  LoadCounts counts;
  Loader loader(context, batch);
  ZK_TRY(loader.columns());
  ZK_TRY(context.lake().transaction([&]() -> Status {
    ZK_TRY_SET(counts, loader.rows());
    return loader.facts();
  }));
  return counts;
}

Status unload_batch(flow::Context& context, const BatchRow& batch, const std::vector<BatchRow>& others) {
  ZK_TRY(add_load_functions(context.lake()));
  return context.lake().transaction([&]() -> Status {
    db::Parameters parameters{{"batch_id", batch.batch_id}};
    ZK_TRY(context.run_sql("affected_records", sql::affected_records, {}, parameters));
    ZK_TRY(context.run_sql("affected_events", sql::affected_events, {}, parameters));
    for (std::string_view statement : {sql::forget_records, sql::forget_records_past, sql::forget_events})
      ZK_TRY(context.run_sql("forget", statement));
    ZK_TRY(forget(context, batch));
    Affected affected{"identified.record_id IN (SELECT record_id FROM ingest_affected_record)",
                      "arrived.zhike_event_id IN (SELECT event_id FROM ingest_affected_event)"};
    for (const auto& other : others) {
      if (other.batch_id == batch.batch_id || other.source.source_id != batch.source.source_id) continue;
      ZK_TRY(check_archive(context, other));
      ZK_TRY(Loader(context, other, affected).rows());
    }
    return done();
  });
}

}  // namespace zhike::ingest
