-- What records look like that changed.
-- writes: resolve.seen
INSERT INTO resolve.seen
SELECT
  record_id,
  entity,
  content_hash
FROM resolve_changed
WHERE entity IS NOT NULL
ORDER BY record_id
