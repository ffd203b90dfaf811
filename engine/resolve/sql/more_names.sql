-- The clusters of touched records, named by their smallest records.
-- reads: resolve.customer
-- writes: resolve.cluster
INSERT INTO resolve.cluster
SELECT
  record_id,
  min(record_id) OVER (PARTITION BY cuid) AS cluster_id
FROM resolve.customer
WHERE record_id IN (SELECT record_id FROM resolve_touched)
ORDER BY record_id
