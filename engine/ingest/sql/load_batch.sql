-- The batch itself, last: a lake that shows it has all of it.
-- writes: ingest.batch
-- params: $batch_id, $source_id, $entity, $file_name, $received_at, $rows_count, $rejected_count
INSERT INTO ingest.batch
VALUES ($batch_id, $source_id, $entity, $file_name, $received_at::TIMESTAMPTZ, $rows_count, $rejected_count)
