-- The lines of a batch with their customers; is_new: nobody but records of this batch is that customer.
-- reads: resolve.customer
WITH found AS (
  SELECT
    identified.line,
    identified.record_id,
    customer.cuid
  FROM ingest_identified AS identified
  JOIN resolve.customer AS customer ON customer.record_id = identified.record_id
)
SELECT
  found.line,
  found.cuid,
  CAST(found.cuid NOT IN (
    SELECT other.cuid
    FROM resolve.customer AS other
    WHERE other.cuid IN (SELECT cuid FROM found)
      AND other.record_id NOT IN (SELECT record_id FROM found)
  ) AS BIGINT) AS is_new
FROM found
ORDER BY found.line
