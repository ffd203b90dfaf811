-- What records are called at their sources.
-- reads: ingest.record
-- params: $records
SELECT
  record_id,
  source_id || ':' || source_key
FROM ingest.record
WHERE record_id IN (SELECT CAST(unnest(string_split($records, ',')) AS BIGINT))
