-- Where and when each record was last touched, for rules that count by source or time.
-- reads: standardise.customer
-- params: $entity
SELECT
  record_id,
  source_id,
  COALESCE(date_diff('day', DATE '1970-01-01', CAST(recorded_at AS DATE)), 0) AS days
FROM standardise.customer
WHERE entity = $entity
ORDER BY record_id
