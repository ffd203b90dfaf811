-- The current version of each source record, raw text; a column per field is added with the first batch that brings it.
-- writes: ingest.record
CREATE TABLE IF NOT EXISTS ingest.record (
  record_id BIGINT,
  batch_id INTEGER,
  source_id VARCHAR,
  source_key VARCHAR,
  entity VARCHAR,
  line BIGINT,
  row_hash UBIGINT,
  recorded_at VARCHAR,
  rest VARCHAR
)
