-- One field's part of contender.sql.
-- reads: standardise.finding
-- slots: {{bit}}, {{number}}, {{column}}, {{key}}, {{weight}}, {{sound}}, {{sound_join}}
SELECT
  cuid,
  {{number}} AS field_no,
  value,
  max(key) + least(count(*), 1023) * {{weight}} AS key,
  arg_max(record_id, key) AS record_id,
  count(*) AS records_count
FROM (
  SELECT
    cuid,
    record_id,
    CAST({{column}} AS VARCHAR) AS value,
    {{key}} AS key
  FROM (
    SELECT contested.*, {{sound}} AS sound
    FROM contested
    {{sound_join}}
    WHERE contested.contested & {{bit}} <> 0 AND contested.{{column}} IS NOT NULL
  ) AS judged
) AS ranked
GROUP BY cuid, value
