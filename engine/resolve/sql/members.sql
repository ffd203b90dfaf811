-- The records of some customers, with what the registry and verdicts ask about them.
-- reads: resolve.customer, standardise.customer, ingest.record
-- slots: {{weight}}
-- params: $cuids
SELECT
  resolved.record_id,
  resolved.cuid,
  customer.entity,
  CAST(1 + {{weight}} AS BIGINT) AS weight,
  record.source_id,
  record.source_key,
  CAST(record.row_hash AS VARCHAR) AS content_hash
FROM resolve.customer AS resolved
JOIN standardise.customer AS customer ON customer.record_id = resolved.record_id
JOIN ingest.record AS record ON record.record_id = resolved.record_id
WHERE resolved.cuid IN (SELECT unnest(string_split($cuids, ',')))
ORDER BY resolved.record_id
