-- How many lines became what.
SELECT
  count(*) FILTER (WHERE verdict = 'created') AS created_count,
  count(*) FILTER (WHERE verdict = 'updated') AS updated_count,
  count(*) FILTER (WHERE verdict = 'unchanged') AS unchanged_count,
  count(*) FILTER (WHERE verdict = 'duplicate') AS duplicate_count
FROM ingest_verdict
