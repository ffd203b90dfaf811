-- The batches the lake holds.
-- reads: ingest.batch
SELECT batch_id
FROM ingest.batch
ORDER BY batch_id
