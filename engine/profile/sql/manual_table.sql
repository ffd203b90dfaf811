-- The stewards' values, mirrored from the ledger for the length of the joins.
-- writes: profile.manual
CREATE OR REPLACE TABLE profile.manual (
  record_id BIGINT,
  field VARCHAR,
  value VARCHAR,
  decided_at VARCHAR
)
