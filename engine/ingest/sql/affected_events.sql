-- The events an undone batch brought.
-- reads: ingest.event
-- params: $batch_id
CREATE OR REPLACE TEMP TABLE ingest_affected_event AS
SELECT event_id
FROM ingest.event
WHERE batch_id = $batch_id
