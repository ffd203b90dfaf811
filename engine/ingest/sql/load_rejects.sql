-- The lines of an archived batch that could not become a row.
-- writes: ingest.reject
-- slots: {{archive}}
-- params: $batch_id
INSERT INTO ingest.reject
SELECT
  $batch_id,
  line,
  column_name,
  reason,
  message,
  fragment
FROM {{archive}}
