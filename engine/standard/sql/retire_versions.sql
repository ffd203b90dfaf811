-- There is one active version: the others become history before a new one is added.
-- writes: ledger.standard_version
UPDATE standard_version
SET status = 'retired'
WHERE status = 'published'
