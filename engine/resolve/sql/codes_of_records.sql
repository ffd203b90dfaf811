-- The codes of some records, and what their sources call them.
-- reads: resolve.customer, ingest.record
-- slots: {{records}}
SELECT
  c.record_id,
  c.cuid,
  r.source_id || ':' || r.source_key AS name
FROM resolve.customer AS c
JOIN ingest.record AS r ON r.record_id = c.record_id
WHERE c.record_id IN ({{records}})
ORDER BY c.record_id
