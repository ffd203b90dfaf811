-- Lines that could not become a row.
-- writes: ingest.reject
CREATE TABLE IF NOT EXISTS ingest.reject (
  batch_id INTEGER,
  line BIGINT,
  column_name VARCHAR,
  reason VARCHAR,
  message VARCHAR,
  fragment VARCHAR
)
