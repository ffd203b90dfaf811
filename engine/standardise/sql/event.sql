-- Every event in its standard form, with the record of the same source that bears its customer key.
-- reads: ingest.event, ingest.record
-- writes: standardise.event
-- slots: {{function}}
CREATE OR REPLACE TABLE standardise.event AS
WITH cleaned AS (
  SELECT
    event.event_id,
    event.source_id,
    record.record_id,
    {{function}}(event.event_type, event.occurred_at, event.properties) AS clean
  FROM ingest.event AS event
  LEFT JOIN ingest.record AS record
    ON record.source_key = event.customer_key
    AND record.source_id = event.source_id
)
SELECT
  event_id,
  clean.event_type AS event_type,
  source_id,
  record_id,
  clean.occurred_at AS occurred_at,
  clean.amount AS amount,
  clean.channel AS channel,
  clean.properties AS properties,
  clean.findings AS findings
FROM cleaned
