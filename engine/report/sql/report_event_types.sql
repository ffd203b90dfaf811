-- Events by type.
-- reads: standardise.event
SELECT
  event_type,
  count(*) AS events_count
FROM standardise.event
GROUP BY event_type
ORDER BY events_count DESC, event_type
