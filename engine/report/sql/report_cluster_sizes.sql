-- How many records stand behind a customer; 11 means more than ten.
-- reads: resolve.customer
WITH size AS (
  SELECT
    cuid,
    count(*) AS records_count
  FROM resolve.customer
  GROUP BY cuid
)
SELECT
  CASE WHEN records_count <= 5 THEN records_count WHEN records_count <= 10 THEN 6 ELSE 11 END AS size_from,
  count(*) AS customers_count,
  CAST(sum(records_count) AS BIGINT) AS records_count,
  max(records_count) AS largest
FROM size
GROUP BY size_from
ORDER BY size_from
