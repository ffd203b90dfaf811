-- How many records and customers there are, and pairs between them. A cluster is named by its smallest record.
-- reads: resolve.cluster, resolve.edge
SELECT
  (SELECT count(*) FROM resolve.cluster) AS records_count,
  (SELECT count(*) FROM resolve.cluster WHERE record_id = cluster_id) AS customers_count,
  (SELECT count(*) FROM resolve.edge) AS edges_count
