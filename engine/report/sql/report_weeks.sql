-- Events per week of China's calendar, the newest 110 weeks.
-- reads: standardise.event
WITH week AS (
  SELECT
    date_trunc('week', make_timestamp(epoch_us(occurred_at) + 28800000000)) AS week_start,
    count(*) AS events_count
  FROM standardise.event
  WHERE occurred_at IS NOT NULL
  GROUP BY week_start
  ORDER BY week_start DESC
  LIMIT 110
)
SELECT
  strftime(week_start, '%Y-%m-%d') AS week_start,
  events_count
FROM week
ORDER BY week_start
