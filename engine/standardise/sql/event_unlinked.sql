-- How many events have no record yet but an identifier that may lead to one.
-- reads: standardise.event, ingest.event
SELECT
  count(*)
FROM standardise.event AS event
JOIN ingest.event AS raw ON raw.event_id = event.event_id
WHERE event.record_id IS NULL
  AND COALESCE(raw.mobile, raw.email, raw.wechat_unionid, raw.device_id) IS NOT NULL
