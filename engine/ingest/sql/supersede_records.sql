-- Versions that this batch replaces are kept.
-- reads: ingest.record
-- writes: ingest.record_past
-- slots: {{columns}}
-- params: $batch_id
INSERT INTO ingest.record_past ({{columns}}, superseded_by)
SELECT
  {{columns}},
  $batch_id
FROM ingest.record
WHERE record_id IN (
  SELECT record_id
  FROM ingest_verdict
  WHERE verdict = 'updated'
)
