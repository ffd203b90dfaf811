-- Takes the old codes of moved records away.
-- writes: resolve.customer
DELETE FROM resolve.customer
WHERE record_id IN (SELECT record_id FROM resolve_moved)
