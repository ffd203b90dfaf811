-- An undone batch is not in the lake any more; the ledger and the archive keep it.
-- writes: ingest.batch
-- params: $batch_id
DELETE FROM ingest.batch
WHERE batch_id = $batch_id
