-- All other records of the customers that touched records belonged to.
-- reads: resolve.cluster
-- writes: resolve.touched
INSERT INTO resolve_touched
SELECT record_id
FROM resolve.cluster
WHERE cluster_id IN (
    SELECT own.cluster_id
    FROM resolve.cluster AS own
    WHERE own.record_id IN (SELECT record_id FROM resolve_touched)
  )
  AND record_id NOT IN (SELECT record_id FROM resolve_touched)
