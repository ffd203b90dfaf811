-- The records of one customer, best known first.
-- reads: resolve.customer, standardise.customer, ingest.record
-- params: $cuid
SELECT
  customer.* REPLACE (array_to_string(customer.derived_fields, ',') AS derived_fields),
  record.source_key
FROM resolve.customer AS resolved
JOIN standardise.customer AS customer ON customer.record_id = resolved.record_id
LEFT JOIN ingest.record AS record ON record.record_id = resolved.record_id
WHERE resolved.cuid = $cuid
ORDER BY customer.record_id
