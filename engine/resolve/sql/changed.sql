-- Records that came, went, or look different from when they were matched; no entity: gone, none before: new.
-- writes: resolve.changed
CREATE OR REPLACE TEMP TABLE resolve_changed AS
SELECT
  record_id,
  entity,
  entity_before
FROM resolve_compared
WHERE content_hash IS DISTINCT FROM content_hash_before
   OR entity IS DISTINCT FROM entity_before
