-- A record by its number, or by its source and key.
-- reads: ingest.record
-- params: $text
SELECT record_id
FROM ingest.record
WHERE CAST(record_id AS VARCHAR) = $text OR source_id || ':' || source_key = $text
ORDER BY record_id
LIMIT 1
