-- How many records and customers there are, and pairs between them.
-- reads: resolve.customer, resolve.edge
SELECT
  (SELECT count(*) FROM resolve.customer) AS records_count,
  (SELECT count(DISTINCT cuid) FROM resolve.customer) AS customers_count,
  (SELECT count(*) FROM resolve.edge) AS edges_count
