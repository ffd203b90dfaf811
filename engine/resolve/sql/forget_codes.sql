-- Takes away the codes of touched records.
-- writes: resolve.customer
DELETE FROM resolve.customer
WHERE record_id IN (SELECT record_id FROM resolve_touched)
