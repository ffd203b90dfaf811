-- Takes away the clusters of touched records.
-- writes: resolve.cluster
DELETE FROM resolve.cluster
WHERE record_id IN (SELECT record_id FROM resolve_touched)
