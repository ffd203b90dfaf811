-- Where records and events come from, as the ledger knows them.
-- writes: ingest.source
CREATE TABLE IF NOT EXISTS ingest.source (
  source_id VARCHAR,
  kind VARCHAR,
  trust INTEGER,
  department VARCHAR
)
