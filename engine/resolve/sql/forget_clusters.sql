-- Takes away the clusters of all customers that records left or joined.
-- reads: resolve.customer
-- writes: resolve.cluster
DELETE FROM resolve.cluster
WHERE record_id IN (SELECT record_id FROM resolve_moved)
   OR cluster_id IN (SELECT record_id FROM resolve_moved)
   OR record_id IN (
     SELECT customer.record_id
     FROM resolve.customer AS customer
     WHERE customer.cuid IN (SELECT cuid FROM resolve_moved)
   )
