-- What records look like that were compared.
-- writes: resolve.seen
INSERT INTO resolve.seen BY NAME
SELECT
  record_id,
  entity,
  content_hash,
  weight,
  cleaned_in
FROM resolve_compared
WHERE entity IS NOT NULL
ORDER BY record_id
