-- The earlier versions of the affected records.
-- writes: ingest.record_past
DELETE FROM ingest.record_past
WHERE record_id IN (
  SELECT record_id
  FROM ingest_affected_record
)
