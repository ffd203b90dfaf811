-- Why lines could not be read.
-- reads: ingest.reject
SELECT
  reason,
  count(*) AS rejects_count
FROM ingest.reject
GROUP BY reason
ORDER BY rejects_count DESC, reason
