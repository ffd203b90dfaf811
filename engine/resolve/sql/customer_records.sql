-- The records of one customer, the eldest first.
-- reads: resolve.customer, ingest.record, ingest.batch
-- params: $cuid
SELECT
  customer.record_id,
  record.source_id,
  record.source_key,
  batch.received_at
FROM resolve.customer AS customer
JOIN ingest.record AS record ON record.record_id = customer.record_id
LEFT JOIN ingest.batch AS batch ON batch.batch_id = record.batch_id
WHERE customer.cuid = $cuid
ORDER BY batch.received_at, customer.record_id
