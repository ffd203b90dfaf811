-- One row per batch that is loaded.
-- writes: ingest.batch
CREATE TABLE IF NOT EXISTS ingest.batch (
  batch_id INTEGER,
  source_id VARCHAR,
  entity VARCHAR,
  file_name VARCHAR,
  received_at TIMESTAMPTZ,
  rows_count BIGINT,
  rejected_count BIGINT
)
