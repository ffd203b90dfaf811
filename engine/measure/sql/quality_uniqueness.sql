-- Records and the customers behind them, for each source and for all (source_id NULL).
-- reads: resolve.customer, standardise.customer
SELECT
  customer.source_id,
  count(*) AS records_count,
  count(DISTINCT resolved.cuid) AS customers_count
FROM resolve.customer AS resolved
JOIN standardise.customer ON customer.record_id = resolved.record_id
GROUP BY GROUPING SETS ((customer.source_id), ())
ORDER BY customer.source_id
