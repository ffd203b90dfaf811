-- Names the clusters of those customers anew by their smallest records.
-- reads: resolve.customer
-- writes: resolve.cluster
INSERT INTO resolve.cluster
SELECT
  customer.record_id,
  min(customer.record_id) OVER (PARTITION BY customer.cuid) AS cluster_id
FROM resolve.customer AS customer
WHERE customer.record_id NOT IN (SELECT record_id FROM resolve.cluster)
ORDER BY customer.record_id
