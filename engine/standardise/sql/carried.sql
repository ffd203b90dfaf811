-- How many values each source carries in each field; a field without any is not looked at again.
-- reads: ingest.record
-- slots: {{counts}}
SELECT
  source_id,
  {{counts}}
FROM ingest.record
GROUP BY source_id
ORDER BY source_id
