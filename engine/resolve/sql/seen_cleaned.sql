-- In which run a record was cleaned, which older programs did not note.
-- writes: resolve.seen
ALTER TABLE resolve.seen ADD COLUMN IF NOT EXISTS cleaned_in BIGINT
