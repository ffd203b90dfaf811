-- Events without a known customer key go to the one record that bears their identifier; a shared identifier says nothing.
-- reads: ingest.event, standardise.customer
-- writes: standardise.event
-- slots: {{identifiers}}, {{function}}
UPDATE standardise.event
SET record_id = found.record_id
FROM (
  WITH unlinked AS (
    SELECT
      raw.event_id,
      {{function}}(raw.mobile, raw.email, raw.wechat_unionid, raw.device_id) AS clean
    FROM ingest.event AS raw
    JOIN standardise.event AS event ON event.event_id = raw.event_id
    WHERE event.record_id IS NULL
      AND COALESCE(raw.mobile, raw.email, raw.wechat_unionid, raw.device_id) IS NOT NULL
  ),
  offered AS (
    SELECT event_id, 1 AS strength, 'wechat_unionid' AS type, clean.wechat_unionid AS value FROM unlinked
    UNION ALL
    SELECT event_id, 2, 'mobile', clean.mobile FROM unlinked
    UNION ALL
    SELECT event_id, 3, 'email', clean.email FROM unlinked
    UNION ALL
    SELECT event_id, 4, 'device_id', clean.device_id FROM unlinked
  ),
  owned AS (
    SELECT
      type,
      value,
      min(record_id) AS record_id
    FROM ({{identifiers}}) AS identifier
    WHERE value IS NOT NULL
    GROUP BY type, value
    HAVING count(*) = 1
  )
  SELECT
    offered.event_id,
    arg_min(owned.record_id, offered.strength) AS record_id
  FROM offered
  JOIN owned ON owned.type = offered.type AND owned.value = offered.value
  GROUP BY offered.event_id
) AS found
WHERE found.event_id = event.event_id
