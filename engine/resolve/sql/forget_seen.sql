-- Takes away what records looked like that were compared.
-- writes: resolve.seen
DELETE FROM resolve.seen
WHERE record_id IN (SELECT record_id FROM resolve_compared)
