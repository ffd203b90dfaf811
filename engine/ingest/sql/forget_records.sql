-- The present versions of the affected records.
-- writes: ingest.record
DELETE FROM ingest.record
WHERE record_id IN (
  SELECT record_id
  FROM ingest_affected_record
)
