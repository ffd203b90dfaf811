-- The records whose history an undone batch is part of; the other batches of the source will be replayed for them.
-- reads: ingest.record, ingest.record_past
-- params: $batch_id
CREATE OR REPLACE TEMP TABLE ingest_affected_record AS
SELECT record_id
FROM ingest.record
WHERE batch_id = $batch_id
UNION
SELECT record_id
FROM ingest.record_past
WHERE batch_id = $batch_id
   OR superseded_by = $batch_id
