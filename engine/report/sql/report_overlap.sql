-- Customers by how many sources know them.
-- reads: resolve.customer, standardise.customer
WITH spread AS (
  SELECT
    resolved.cuid,
    count(DISTINCT customer.source_id) AS sources_count
  FROM resolve.customer AS resolved
  JOIN standardise.customer ON customer.record_id = resolved.record_id
  GROUP BY resolved.cuid
)
SELECT
  sources_count,
  count(*) AS customers_count
FROM spread
GROUP BY sources_count
ORDER BY sources_count
