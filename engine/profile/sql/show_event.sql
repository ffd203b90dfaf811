-- The latest events of one customer and how many there are.
-- reads: profile.timeline
-- params: $cuid, $limit
SELECT
  event_type,
  source_id,
  occurred_at,
  amount,
  channel,
  properties,
  count(*) OVER () AS events_count
FROM profile.timeline
WHERE cuid = $cuid
ORDER BY occurred_at DESC NULLS LAST, event_id
LIMIT $limit
