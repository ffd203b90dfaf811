-- What every record looked like when it was matched: what differs from it is to be looked at again.
-- writes: resolve.seen
CREATE OR REPLACE TABLE resolve.seen AS
SELECT
  record_id,
  entity,
  content_hash,
  weight,
  cleaned_in
FROM resolve_present
ORDER BY record_id
