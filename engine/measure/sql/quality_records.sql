-- Everything that is counted about the fields of a record, for each source, in one scan.
-- reads: standardise.customer, ingest.batch
-- slots: {{recorded}} the time a record speaks of, {{counts}} one aggregate a line
-- params: $now
WITH record AS (
  SELECT
    customer.*,
    (epoch(CAST($now AS TIMESTAMPTZ)) - epoch({{recorded}})) / 86400 AS age_days
  FROM standardise.customer
  LEFT JOIN ingest.batch ON batch.batch_id = customer.batch_id
)
SELECT
  source_id,
  count(*) AS records_count,
  {{counts}}
FROM record
GROUP BY source_id
ORDER BY source_id
