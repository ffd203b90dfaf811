-- Each source with what it brought.
-- reads: ingest.source, ingest.batch, standardise.customer
WITH arrival AS (
  SELECT
    source_id,
    sum(rows_count) AS rows_count,
    sum(rejected_count) AS rejected_count,
    max(epoch_us(received_at)) AS last_us
  FROM ingest.batch
  GROUP BY source_id
),
held AS (
  SELECT
    source_id,
    count(*) AS records_count
  FROM standardise.customer
  GROUP BY source_id
)
SELECT
  source.source_id,
  source.kind,
  source.department,
  source.trust,
  CAST(coalesce(held.records_count, 0) AS BIGINT) AS records_count,
  CAST(coalesce(arrival.rows_count, 0) AS BIGINT) AS rows_count,
  CAST(coalesce(arrival.rejected_count, 0) AS BIGINT) AS rejected_count,
  strftime(make_timestamp(arrival.last_us), '%Y-%m-%d') AS last_arrival
FROM ingest.source
LEFT JOIN arrival ON arrival.source_id = source.source_id
LEFT JOIN held ON held.source_id = source.source_id
ORDER BY records_count DESC, source.source_id
