-- Takes away what is standardised anew.
-- writes: standardise.customer_stored
DELETE FROM standardise.customer_stored
WHERE record_id IN (SELECT record_id FROM standardise_changed)
