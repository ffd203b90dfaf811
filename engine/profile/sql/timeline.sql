-- The events of every customer.
-- reads: resolve.customer, standardise.event
-- writes: profile.timeline
CREATE OR REPLACE VIEW profile.timeline AS
SELECT
  resolved.cuid,
  event.event_id,
  event.event_type,
  event.source_id,
  event.occurred_at,
  event.amount,
  event.channel,
  event.properties
FROM standardise.event AS event
JOIN resolve.customer AS resolved ON resolved.record_id = event.record_id
