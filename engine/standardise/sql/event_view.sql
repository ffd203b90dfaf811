-- The events of one type with a column for each of their properties.
-- reads: standardise.event
-- writes: standardise.event_type
-- slots: {{view}}, {{properties}}, {{type}}
CREATE OR REPLACE VIEW standardise.{{view}} AS
SELECT
  event_id,
  source_id,
  record_id,
  occurred_at,
  amount,
  channel,
  {{properties}}
FROM standardise.event
WHERE event_type = {{type}}
