-- Versions that a later batch, or a later line of the same batch, replaced.
-- writes: ingest.record_past
CREATE TABLE IF NOT EXISTS ingest.record_past (
  record_id BIGINT,
  batch_id INTEGER,
  source_id VARCHAR,
  source_key VARCHAR,
  entity VARCHAR,
  line BIGINT,
  row_hash UBIGINT,
  recorded_at VARCHAR,
  rest VARCHAR,
  superseded_by INTEGER
)
