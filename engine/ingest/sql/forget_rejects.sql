-- The rejects of an undone batch.
-- writes: ingest.reject
-- params: $batch_id
DELETE FROM ingest.reject
WHERE batch_id = $batch_id
