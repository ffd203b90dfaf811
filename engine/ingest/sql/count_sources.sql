-- What each source has brought.
-- reads: ingest.batch, ingest.record, ingest.event
WITH batches AS (
  SELECT
    source_id,
    count(*) AS batches_count,
    sum(rejected_count)::BIGINT AS rejected_count
  FROM ingest.batch
  GROUP BY source_id
),
records AS (
  SELECT
    source_id,
    count(*) AS records_count
  FROM ingest.record
  GROUP BY source_id
),
events AS (
  SELECT
    source_id,
    count(*) AS events_count
  FROM ingest.event
  GROUP BY source_id
)
SELECT
  batches.source_id,
  batches.batches_count,
  batches.rejected_count,
  coalesce(records.records_count, 0) AS records_count,
  coalesce(events.events_count, 0) AS events_count
FROM batches
LEFT JOIN records
  ON records.source_id = batches.source_id
LEFT JOIN events
  ON events.source_id = batches.source_id
ORDER BY batches.source_id
