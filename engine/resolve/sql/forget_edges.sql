-- Takes away the pairs of records that changed.
-- writes: resolve.edge
DELETE FROM resolve.edge
WHERE left_id IN (SELECT record_id FROM resolve_changed)
   OR right_id IN (SELECT record_id FROM resolve_changed)
