-- Which customer every record of every source is: the bridge from a source's own numbers to the CUID.
-- reads: resolve.customer, ingest.record, ingest.batch
-- writes: profile.record
CREATE OR REPLACE VIEW profile.record AS
SELECT
  record.source_id,
  record.source_key,
  resolved.cuid,
  resolved.record_id,
  record.batch_id,
  batch.received_at
FROM resolve.customer AS resolved
JOIN ingest.record AS record ON record.record_id = resolved.record_id
LEFT JOIN ingest.batch AS batch ON batch.batch_id = record.batch_id
