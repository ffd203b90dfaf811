-- The current version of each source record, raw text; one column per collected field of the standard.
-- writes: ingest.record
-- slots: {{fields}}
CREATE TABLE IF NOT EXISTS ingest.record (
  record_id BIGINT,
  batch_id INTEGER,
  source_id VARCHAR,
  source_key VARCHAR,
  entity VARCHAR,
  line BIGINT,
  row_hash UBIGINT,
  recorded_at VARCHAR,
  {{fields}},
  rest VARCHAR
)
