-- Events by weekday (1 = Monday) and hour, China's time.
-- reads: standardise.event
WITH local_time AS (
  SELECT make_timestamp(epoch_us(occurred_at) + 28800000000) AS moment
  FROM standardise.event
  WHERE occurred_at IS NOT NULL
)
SELECT
  isodow(moment) AS weekday,
  hour(moment) AS hour_of_day,
  count(*) AS events_count
FROM local_time
GROUP BY weekday, hour_of_day
ORDER BY weekday, hour_of_day
