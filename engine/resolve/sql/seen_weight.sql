-- How much a record says, which older programs did not note.
-- writes: resolve.seen
ALTER TABLE resolve.seen ADD COLUMN IF NOT EXISTS weight BIGINT
