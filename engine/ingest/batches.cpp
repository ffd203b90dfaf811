// SPDX-License-Identifier: Apache-2.0
#include "ingest/batches.h"

#include "base/clock.h"
#include "base/wire.h"

namespace zhike::ingest {
namespace {

Result<Mapping> stored_mapping(const std::string& content) {
  boost::json::error_code code;
  auto document = boost::json::parse(content, code);
  Mapping mapping;
  if (code) return Error{ErrorCode::unreadable, "a saved mapping in the ledger is damaged; restore the ledger from a backup"};
  ZK_TRY(wire::from_json(document, mapping));
  return mapping;
}

}  // namespace

Status save_source(ledger::Ledger& ledger, const SourceRow& source) {
  return ledger.write([&](ledger::Session& session) {
    return session.execute(
        "INSERT INTO source (source_id, kind, trust, department, created_at) VALUES (?1, ?2, ?3, ?4, ?5) "
        "ON CONFLICT (source_id) DO UPDATE SET kind = ?2, trust = ?3, department = ?4",
        {source.source_id, source.kind, source.trust, source.department, now_utc()});
  });
}

Result<std::vector<SourceRow>> all_sources(const ledger::Ledger& ledger) {
  std::vector<SourceRow> out;
  ZK_TRY(ledger.read([&](ledger::Session& session) -> Status {
    ZK_TRY_SET(auto statement, session.prepare("SELECT source_id, kind, department, trust FROM source ORDER BY source_id"));
    for (;;) {
      ZK_TRY_SET(bool more, statement.step());
      if (!more) return done();
      out.push_back({statement.text(0), statement.text(1), statement.text(2), statement.whole(3)});
    }
  }));
  return out;
}

Result<std::optional<SourceRow>> find_source(const ledger::Ledger& ledger, const std::string& source_id) {
  ZK_TRY_SET(auto sources, all_sources(ledger));
  for (auto& source : sources)
    if (source.source_id == source_id) return std::optional<SourceRow>(source);
  return std::optional<SourceRow>();
}

Result<std::optional<std::string>> find_mapping(const ledger::Ledger& ledger, const std::string& source_id, const std::string& shape) {
  std::string content;
  ZK_TRY(ledger.read([&](ledger::Session& session) -> Status {
    ZK_TRY_SET(content, session.text("SELECT content FROM mapping WHERE source_id = ?1 AND shape = ?2 ORDER BY mapping_id DESC LIMIT 1",
                                     {source_id, shape}));
    return done();
  }));
  return content.empty() ? std::optional<std::string>() : std::optional<std::string>(content);
}

Result<BatchRow> open_batch(ledger::Ledger& ledger, BatchRow batch, const std::string& shape) {
  // Compared by meaning: a confidence that went through JSON may differ in its last digit.
  std::uint64_t meaning = meaning_hash(batch.mapping);
  ZK_TRY_SET(auto loaded, find_batches(ledger, "state = 'loaded' AND file_hash = '" + batch.file_hash + "'"));
  for (auto& known : loaded)
    if (known.source.source_id == batch.source.source_id && meaning_hash(known.mapping) == meaning) return known;
  ZK_TRY_SET(auto saved, find_mapping(ledger, batch.source.source_id, shape));
  bool is_saved = false;
  if (saved) {
    ZK_TRY_SET(Mapping newest, stored_mapping(*saved));
    is_saved = meaning_hash(newest) == meaning;
  }
  batch.received_at = now_utc();
  batch.state = "archiving";
  ZK_TRY(ledger.write([&](ledger::Session& session) -> Status {
    if (!is_saved)
      ZK_TRY(session.execute("INSERT INTO mapping (source_id, shape, content, created_at) VALUES (?1, ?2, ?3, ?4)",
                             {batch.source.source_id, shape, write_mapping(batch.mapping), batch.received_at}));
    ZK_TRY_SET(std::int64_t mapping_id, session.whole("SELECT max(mapping_id) FROM mapping WHERE source_id = ?1 AND shape = ?2",
                                                      {batch.source.source_id, shape}));
    ZK_TRY(session.execute("INSERT INTO batch (source_id, entity, file_name, file_hash, file_bytes, mapping_id, state, received_at) "
                           "VALUES (?1, ?2, ?3, ?4, ?5, ?6, 'archiving', ?7)",
                           {batch.source.source_id, batch.entity, batch.file_name, batch.file_hash, batch.file_bytes, mapping_id,
                            batch.received_at}));
    batch.batch_id = session.last_id();
    return done();
  }));
  return batch;
}

Status set_archived(ledger::Ledger& ledger, const BatchRow& batch) {
  return ledger.write([&](ledger::Session& session) {
    return session.execute("UPDATE batch SET state = 'archived', archive_file = ?2, archive_hash = ?3, reject_hash = ?4, rows_count = ?5, "
                           "rejected_count = ?6 WHERE batch_id = ?1",
                           {batch.batch_id, batch.archive_file, batch.archive_hash, batch.reject_hash, batch.rows_count, batch.rejected_count});
  });
}

Status set_state(ledger::Ledger& ledger, std::int64_t batch_id, const std::string& state, const std::string& reason) {
  return ledger.write([&](ledger::Session& session) {
    return session.execute("UPDATE batch SET state = ?2, reason = ?3 WHERE batch_id = ?1", {batch_id, state, reason});
  });
}

Result<std::vector<BatchRow>> find_batches(const ledger::Ledger& ledger, const std::string& where) {
  std::vector<BatchRow> out;
  ZK_TRY(ledger.read([&](ledger::Session& session) -> Status {
    ZK_TRY_SET(auto statement, session.prepare(
        "SELECT batch_id, source_id, source.kind, source.department, source.trust, entity, file_name, file_hash, file_bytes, "
        "archive_file, archive_hash, reject_hash, rows_count, rejected_count, state, received_at, mapping.content "
        "FROM batch JOIN source USING (source_id) JOIN mapping USING (source_id, mapping_id)" +
        (where.empty() ? "" : " WHERE " + where) + " ORDER BY batch_id"));
    for (;;) {
      ZK_TRY_SET(bool more, statement.step());
      if (!more) return done();
      BatchRow batch;
      batch.batch_id = statement.whole(0);
      batch.source = {statement.text(1), statement.text(2), statement.text(3), statement.whole(4)};
      batch.entity = statement.text(5);
      batch.file_name = statement.text(6);
      batch.file_hash = statement.text(7);
      batch.file_bytes = statement.whole(8);
      batch.archive_file = statement.text(9);
      batch.archive_hash = statement.text(10);
      batch.reject_hash = statement.text(11);
      batch.rows_count = statement.whole(12);
      batch.rejected_count = statement.whole(13);
      batch.state = statement.text(14);
      batch.received_at = statement.text(15);
      ZK_TRY_SET(batch.mapping, stored_mapping(statement.text(16)));
      out.push_back(std::move(batch));
    }
  }));
  return out;
}

}  // namespace zhike::ingest
