-- Every record by source and key, with the customer it was found to be.
-- reads: ingest.record, resolve.customer
SELECT
  record.source_id || ':' || record.source_key AS record_id,
  customer.cuid AS cluster_id
FROM ingest.record AS record
JOIN resolve.customer AS customer ON customer.record_id = record.record_id
