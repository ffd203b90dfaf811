-- A customer whom only events know is a record too, so that he has a CUID and a timeline.
-- reads: ingest.event, ingest.record
-- writes: ingest.record
-- params: $batch_id
INSERT INTO ingest.record (
  record_id,
  batch_id,
  source_id,
  source_key,
  entity,
  line,
  row_hash
)
WITH customer AS (
  SELECT
    zhike_key_id(source_id, customer_key)::BIGINT AS record_id,
    source_id,
    customer_key,
    min(line) AS line
  FROM (
    SELECT
      source_id,
      customer_key,
      min(line) AS line
    FROM ingest.event
    WHERE batch_id = $batch_id
      AND customer_key IS NOT NULL
    GROUP BY ALL
  )
  GROUP BY ALL
)
SELECT
  customer.record_id,
  $batch_id,
  customer.source_id,
  customer.customer_key,
  'person',
  customer.line,
  0
FROM customer
ANTI JOIN ingest.record AS known
  ON known.record_id = customer.record_id
