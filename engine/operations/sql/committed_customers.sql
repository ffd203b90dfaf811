-- The records of a batch by line, with their customers.
-- reads: ingest.record, resolve.customer
SELECT
  record.line,
  customer.cuid
FROM ingest.record AS record
JOIN resolve.customer AS customer ON customer.record_id = record.record_id
WHERE record.batch_id = $batch_id
ORDER BY record.line
