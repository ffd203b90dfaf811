-- Their place is free for the new version.
-- writes: ingest.record
DELETE FROM ingest.record
WHERE record_id IN (
  SELECT record_id
  FROM ingest_verdict
  WHERE verdict = 'updated'
)
