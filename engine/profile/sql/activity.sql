-- What the events of each customer say, at the time of the last event.
-- reads: standardise.event, resolve.customer
-- writes: profile.activity
-- slots: {{values}}, {{outer}}, {{tops}}, {{joins}}
CREATE OR REPLACE TEMP TABLE profile_activity AS
WITH reference AS (
  SELECT
    max(occurred_at) AS now_at
  FROM standardise.event
  WHERE occurred_at <= CAST($now AS TIMESTAMPTZ)
),
happened AS (
  SELECT
    resolved.cuid,
    event.event_id,
    event.event_type,
    event.occurred_at,
    event.amount,
    event.channel,
    event.properties,
    CAST(epoch_us(event.occurred_at) AS HUGEINT) * 1048576 + (event.event_id & 1048575) AS position,
    date_diff('second', event.occurred_at, reference.now_at) AS age_seconds
  FROM standardise.event AS event
  JOIN resolve.customer AS resolved ON resolved.record_id = event.record_id
  CROSS JOIN reference
  WHERE event.occurred_at <= reference.now_at
),
summed AS (
  SELECT
    cuid,
    {{values}}
  FROM happened
  GROUP BY cuid
){{tops}}
SELECT
  summed.cuid,
  {{outer}}
FROM summed
{{joins}}
