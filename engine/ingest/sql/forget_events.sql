-- The events of an undone batch.
-- writes: ingest.event
DELETE FROM ingest.event
WHERE event_id IN (
  SELECT event_id
  FROM ingest_affected_event
)
